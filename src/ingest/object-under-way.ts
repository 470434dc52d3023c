import { createHash, type Hash } from 'node:crypto';
import type { UnparsedLine } from '../parse/unparsed-line.ts';
import type { Source } from '../sources/source.ts';
import type { ObjectIdentity } from '../store/ledger-row.ts';

/** An object from the moment its reading begins until it is stored: its bytes as they pass, and what is counted of it. */
export class ObjectUnderWay {
  readonly objectId: number;
  readonly source: Source;
  bytesRead = 0;
  readonly counts = { records: 0, accepted: 0, rejected: 0, nodata: 0, skipdata: 0 };
  firstUnparsed: UnparsedLine | null = null;
  /** What went wrong with its source. */
  failure: { readonly error: unknown } | null = null;
  readonly #hash: Hash = createHash('sha256');
  #digest: string | null = null;

  constructor(objectId: number, source: Source) {
    this.objectId = objectId;
    this.source = source;
  }

  /** The bytes of the source; told of every chunk. */
  async *bytes(onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.source.open()) {
        this.#hash.update(chunk);
        this.bytesRead += chunk.length;
        onBytes(chunk.length);
        yield chunk;
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  /** Digest of all bytes, once they have been read. */
  get digest(): string {
    this.#digest ??= `sha256:${this.#hash.digest('hex')}`;
    return this.#digest;
  }

  /** Content that cannot be told apart beforehand, as that of a pipe, is told apart by its digest. */
  get identity(): ObjectIdentity {
    const { name, size, version } = this.source;
    return version === null
      ? { name, size: this.bytesRead, version: this.digest }
      : { name, size, version };
  }
}
