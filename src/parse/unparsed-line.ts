/** A line, row or event that is not a record under the columns in force, with the reason. */
export interface UnparsedLine {
  /**
   * From 1 on; of text and CSV the line of the decoded file (of a row over several lines, the first of them), of JSON the
   * number of the event, of Parquet that of the row plus one.
   */
  readonly lineNumber: number;
  readonly reason: string;
  /** It without its line ending; read as Latin-1 when it is not valid UTF-8. */
  readonly line: string;
}
