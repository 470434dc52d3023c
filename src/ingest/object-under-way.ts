import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { UnparsedLine } from '../parse/unparsed-line.ts';
import type { Source } from '../sources/source.ts';
import type { ObjectIdentity } from '../store/ledger-row.ts';

/** An object that waits to be read, and how often it will have been read then. */
export interface Waiting {
  readonly source: Source;
  readonly readings: number;
}

/** An object from the moment its reading begins until it is stored: its bytes as they pass, and what is counted of it. */
export class ObjectUnderWay {
  readonly objectId: number;
  readonly source: Source;
  /** How often it has been read, this time included. */
  readonly readings: number;
  bytesRead = 0;
  readonly counts = { records: 0, accepted: 0, rejected: 0, nodata: 0, skipdata: 0 };
  firstUnparsed: UnparsedLine | null = null;
  /** What went wrong with its source. */
  failure: { readonly error: unknown } | null = null;
  readonly #hash: Hash = createHash('sha256');
  #digest: string | null = null;

  constructor(objectId: number, { source, readings }: Waiting) {
    this.objectId = objectId;
    this.source = source;
    this.readings = readings;
  }

  /** The bytes of the source; told of every chunk. Ends with the reason of the first signal that is aborted, at once. */
  async *bytes(
    onBytes: (bytes: number) => void,
    signals: readonly AbortSignal[],
  ): AsyncGenerator<Uint8Array> {
    for (const signal of signals) signal.throwIfAborted();
    const stream = this.source.open();
    const chunks = stream[Symbol.asyncIterator]();
    let reject: (reason: unknown) => void = () => undefined;
    const stop = ({ target }: Event) => reject((target as AbortSignal).reason);
    for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
    let isDone = false;
    try {
      for (;;) {
        for (const signal of signals) signal.throwIfAborted();
        // A promise for each chunk: one to race with for all of them would keep them all.
        const next = await new Promise<IteratorResult<Uint8Array>>((resolve, refuse) => {
          reject = refuse;
          chunks.next().then(resolve, refuse);
        });
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
      for (const signal of signals) signal.removeEventListener('abort', stop);
      if (!isDone) letGo(stream, chunks);
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

/** Not waited for, and where that is possible not asked for in turn: a pipe may have nothing to say for ever. */
function letGo(stream: AsyncIterable<Uint8Array>, chunks: AsyncIterator<Uint8Array>): void {
  if (stream instanceof Readable) stream.on('error', () => undefined).destroy();
  else chunks.return?.().catch(() => undefined);
}
