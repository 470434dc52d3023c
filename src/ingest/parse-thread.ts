import { Worker } from 'node:worker_threads';
import type { FromWorker, ParsedBatch, ParseOptions, ToWorker } from './messages.ts';
import { WaitingList } from './waiting-list.ts';

/** Bytes that may be on their way to a worker before the source waits. */
const WINDOW = 4 << 20;

/** Under a runner of TypeScript it is the built worker too, for threads load nothing but JavaScript. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/ingest/parse-worker.js' : './parse-worker.js',
  import.meta.url,
);

/** A worker that reads one object after another, as the thread that feeds it sees it. */
export class ParseThread {
  readonly #worker = new Worker(ENTRY);
  readonly #onBatch: (batch: ParsedBatch) => Promise<void>;
  #handling: Promise<void> = Promise.resolve();
  #bytesUnderWay = 0;
  #refused: number | null = null;
  #isFlushed = false;
  readonly #failure = new AbortController();
  readonly #news = new WaitingList();

  /** `onBatch` is called for one batch after another. */
  constructor(onBatch: (batch: ParsedBatch) => Promise<void>) {
    this.#onBatch = onBatch;
    this.#worker.on('message', (message: FromWorker) => this.#take(message));
    this.#worker.on('error', (error) => this.#fail(error));
  }

  /** Aborted when nothing more can be read or stored: a source may have nothing to say for ever. */
  get failed(): AbortSignal {
    return this.#failure.signal;
  }

  /**
   * Reads an object. Resolves once the worker has all bytes, or wants no more, or their source has failed: the worker
   * tells of it. Batches come as they are full.
   */
  async read(objectId: number, bytes: AsyncIterable<Uint8Array>, options: ParseOptions): Promise<void> {
    this.#tell({ kind: 'object', objectId, ...options });
    try {
      for await (const chunk of bytes) {
        // A copy, for a chunk may be a piece of a larger buffer, all of which would go with it.
        const own = Uint8Array.from(chunk);
        this.#tell({ kind: 'bytes', bytes: own }, [own.buffer]);
        this.#bytesUnderWay += chunk.length;
        while (this.#bytesUnderWay >= WINDOW && this.#refused !== objectId) await this.#changed();
        if (this.#refused === objectId) break;
      }
      this.#tell({ kind: 'end' });
    } catch (error) {
      this.failed.throwIfAborted();
      this.#tell({ kind: 'fail', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Resolves once every batch of what was read has been handled. */
  async flush(): Promise<void> {
    this.#isFlushed = false;
    this.#tell({ kind: 'flush' });
    while (!this.#isFlushed) await this.#changed();
    await this.#handling;
    this.failed.throwIfAborted();
  }

  /** Ends the worker, and waits for the batch that is being handled; others are forgotten. */
  async close(): Promise<void> {
    this.#fail(new Error('the thread has been closed'));
    await this.#worker.terminate();
    await this.#handling;
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case 'taken':
        this.#bytesUnderWay -= message.bytes;
        break;
      case 'refused':
        this.#refused = message.objectId;
        break;
      case 'batch':
        this.#handling = this.#handling.then(() => this.#handle(message.batch));
        break;
      case 'flushed':
        this.#isFlushed = true;
        break;
    }
    this.#news.wake();
  }

  async #handle(batch: ParsedBatch): Promise<void> {
    if (this.failed.aborted) return;
    try {
      await this.#onBatch(batch);
      const slab = batch.contextIds.buffer;
      this.#tell({ kind: 'stored', slab }, [slab]);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure.abort(error);
    this.#news.wake();
  }

  async #changed(): Promise<void> {
    // Of what has failed already there are no more news.
    this.failed.throwIfAborted();
    await this.#news.changed();
    this.failed.throwIfAborted();
  }

  #tell(message: ToWorker, buffers: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, buffers);
  }
}
