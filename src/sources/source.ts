/** A stored log: where its bytes come from, and what tells whether it has changed since it was last read. */
export interface Source {
  /** Shown to people and kept in the ledger: an absolute path, a URL, or "stdin". */
  readonly name: string;
  /** Bytes as stored, or null when unknown before the end. */
  readonly size: number | null;
  /** Modification time or ETag: changes when the object changes. Null when there is none. */
  readonly version: string | null;
  /** Found in a folder under a name that other things have too, so it is no failure when it holds no flow logs. */
  readonly mayBeForeign?: boolean;
  /** The bytes from the start. */
  open(): AsyncIterable<Uint8Array>;
}
