import { ObjectChangedError } from '../sources/object-changed.ts';
import type { ObjectWriter } from '../store/object-writer.ts';
import { BatchStorage, type ObjectOutcome } from './batch-storage.ts';
import { ContextNumbers } from './context-numbers.ts';
import type { IngestTally } from './ingest-tally.ts';
import type { ParsedBatch, ParseOptions } from './messages.ts';
import { ObjectUnderWay, type Waiting } from './object-under-way.ts';
import { ParseThread } from './parse-thread.ts';

/** An object that changes while it is read is read anew, so often at most. */
const MOST_READINGS = 3;

export interface LaneOptions extends ParseOptions {
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** One of the ways from sources to the store that objects take at the same time: a worker thread and a writer. */
export class Lane {
  readonly #writer: ObjectWriter;
  readonly #queue: Waiting[];
  readonly #tally: IngestTally;
  readonly #options: LaneOptions;
  readonly #storage: BatchStorage;
  readonly #thread: ParseThread;

  private constructor(
    writer: ObjectWriter,
    queue: Waiting[],
    tally: IngestTally,
    options: LaneOptions,
    storage: BatchStorage,
  ) {
    this.#writer = writer;
    this.#queue = queue;
    this.#tally = tally;
    this.#options = options;
    this.#storage = storage;
    this.#thread = new ParseThread((batch) => this.#store(batch));
  }

  /** A lane that takes objects from the queue, which lanes share. */
  static async open(
    writer: ObjectWriter,
    queue: Waiting[],
    tally: IngestTally,
    options: LaneOptions,
  ): Promise<Lane> {
    const storage = new BatchStorage(writer, await writer.lane(), new ContextNumbers(writer.contexts), {
      now: options.now,
      isInterrupted: () => options.signal.aborted,
      onOutcome: (outcome) => lane.#end(outcome),
    });
    const lane = new Lane(writer, queue, tally, options, storage);
    return lane;
  }

  /** Reads until nothing waits any more, or it is aborted, and makes permanent what was read to its end. */
  async run(): Promise<void> {
    const { signal } = this.#options;
    do {
      for (let next = this.#next(); next; next = this.#next()) await this.#read(next);
      await this.#thread.flush();
      // Never seen; but an object that is neither stored nor told of must not pass for one that is.
      const { objectsUnderWay } = this.#storage;
      if (objectsUnderWay > 0) throw new Error(`${objectsUnderWay} objects were begun and have no end`);
      // What an object has changed into waits again.
    } while (this.#queue.length > 0 && !signal.aborted);
    await this.#storage.commit();
  }

  /** Ends the thread; what is not permanent is given up. */
  async close(): Promise<void> {
    await this.#thread.close();
    await this.#storage.close();
    this.#tally.addWriting(this.#storage.times);
  }

  #next(): Waiting | undefined {
    return this.#options.signal.aborted ? undefined : this.#queue.shift();
  }

  async #read(waiting: Waiting): Promise<void> {
    const object = new ObjectUnderWay(this.#writer.ledger.nextObjectId(), waiting);
    this.#storage.expect(object);
    this.#tally.begin(object.source);
    const { fields, inputFormat, maxDecodedBytes, signal } = this.#options;
    const bytes = object.bytes((length) => this.#tally.read(length), [signal, this.#thread.failed]);
    await this.#thread.read(object.objectId, bytes, { fields, inputFormat, maxDecodedBytes });
  }

  async #store(batch: ParsedBatch): Promise<void> {
    await this.#storage.store(batch);
    this.#tally.addBatch(batch.rows, batch.times);
  }

  #end(outcome: ObjectOutcome): void {
    const { readings, failure } = outcome.object;
    const changed = failure?.error instanceof ObjectChangedError ? failure.error : null;
    if (changed && readings < MOST_READINGS) {
      this.#queue.push({ source: changed.current, readings: readings + 1 });
    } else {
      this.#tally.end(outcome);
    }
  }
}
