/** A line that is not a record under the columns in force, with the reason. */
export interface UnparsedLine {
  /** 1-based physical line of the decoded text. */
  readonly lineNumber: number;
  readonly reason: string;
  /** The line without its line ending; read as Latin-1 when it is not valid UTF-8. */
  readonly line: string;
}
