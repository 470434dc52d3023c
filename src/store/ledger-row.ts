/** What identifies an object and its content. */
export interface ObjectIdentity {
  readonly name: string;
  /** Bytes as stored. */
  readonly size: number | null;
  /** ETag or modification time. */
  readonly version: string | null;
}

/** How many records an object has, by action and log-status. */
export interface RecordCounts {
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly nodata: number;
  readonly skipdata: number;
}

/** What the ledger keeps of an object. */
export interface LedgerRow extends ObjectIdentity, RecordCounts {
  readonly objectId: number;
  /** The form that the records came in, like `text` or `csv`. */
  readonly format: string;
  /** Digest of the bytes as stored, like `sha256:…`. */
  readonly digest: string;
  /** AWS names of the fields, as the object's headers gave them. */
  readonly fields: readonly string[];
  /** Lines, rows or events, whether they are records or not; headers and blank lines included, control messages not. */
  readonly lines: number;
  readonly unparsedLines: number;
  readonly bytesRead: number;
  readonly bytesDecoded: number;
  readonly ingestedAt: Date;
}

/** A line that is no record, for the table of them. */
export interface UnparsedRow {
  readonly object: string;
  /** As the form of the object counts: lines, rows or events. */
  readonly lineNumber: number;
  readonly reason: string;
  readonly line: string;
}
