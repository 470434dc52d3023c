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

  /** The bytes of the source; told of every chunk. Ends with the signal's reason as soon as it is aborted. */
  async *bytes(onBytes: (bytes: number) => void, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    signal.throwIfAborted();
    const chunks = this.source.open()[Symbol.asyncIterator]();
    let stop = () => undefined as void;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error);
    });
    aborted.catch(() => undefined);
    signal.addEventListener('abort', stop, { once: true });
    let isDone = false;
    try {
      for (;;) {
        const next = await Promise.race([chunks.next(), aborted]);
        isDone = next.done === true;
        if (next.done) return;
        this.#hash.update(next.value);
        this.bytesRead += next.value.length;
        onBytes(next.value.length);
        yield next.value;
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      // Not waited for: a pipe may have nothing to say for ever.
      if (!isDone) void chunks.return?.();
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
    return version === null ? { name, size: this.bytesRead, version: this.digest } : { name, size, version };
  }
}
