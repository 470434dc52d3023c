import { createHash, type Hash } from 'node:crypto';
import type { RecordBatch } from 'apache-arrow';
import type { UnparsedLine } from './parse/unparsed-line.ts';
import { type FlowLogReader, type ReadProgress, readFlowLogs } from './read-flow-logs.ts';
import type { Source } from './sources/source.ts';
import type { ObjectIdentity, OpenObject } from './store/object-writer.ts';

export interface ReadingOptions {
  /** Field names, in order, for lines that stand under no header. */
  readonly fields?: readonly string[];
  /** Stops between batches. */
  readonly signal?: AbortSignal;
}

/** The reading of one object, from its first batch on ahead of the writing. */
export class ObjectReading {
  readonly source: Source;
  /** Content that cannot be told apart beforehand, as that of a pipe, is told apart by its digest. */
  readonly #digest: Hash | null;
  #version: string | null = null;
  readonly #options: ReadingOptions;
  readonly #reader: FlowLogReader;
  readonly #batches: AsyncIterator<RecordBatch>;
  #next: Promise<IteratorResult<RecordBatch>>;
  /** The first batch, once it was read ahead. */
  #first: RecordBatch | null = null;
  #isWhole = false;
  #unparsed: UnparsedLine[] = [];
  #firstUnparsed: UnparsedLine | null = null;

  constructor(source: Source, options: ReadingOptions) {
    this.source = source;
    this.#options = options;
    this.#digest = source.version === null ? createHash('sha256') : null;
    this.#reader = readFlowLogs(this.#digest ? digested(source, this.#digest) : source, {
      ...(options.fields ? { fields: options.fields } : {}),
      onUnparsedLine: (line) => {
        this.#firstUnparsed ??= line;
        this.#unparsed.push(line);
      },
    });
    this.#batches = this.#reader[Symbol.asyncIterator]();
    this.#next = this.#advance();
  }

  get progress(): ReadProgress {
    return this.#reader.progress;
  }

  /** The first line that was no record. */
  get firstUnparsed(): UnparsedLine | null {
    return this.#firstUnparsed;
  }

  /**
   * Whether the object ended within its first batch, and so nothing can go wrong with its source any more. A pipe never
   * counts as whole: what feeds it may have been interrupted, so that its end is not the end of the log.
   */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Reads up to the second batch. Fails when the source does. */
  async readAhead(): Promise<void> {
    const first = await this.#next;
    if (!first.done) {
      this.#first = first.value;
      this.#next = this.#advance();
    }
    this.#isWhole = (await this.#next).done === true && this.source.version !== null;
  }

  /** Size and version, of a pipe once all is read. */
  get identity(): ObjectIdentity {
    const { name, size, version } = this.source;
    if (!this.#digest) return { name, size, version };
    this.#version ??= `sha256:${this.#digest.digest('hex')}`;
    return { name, size: this.progress.bytesRead, version: this.#version };
  }

  /** Copies all batches; the next one is parsed while DuckDB copies the one before. */
  async copyTo(object: OpenObject, report: (progress: ReadProgress) => void): Promise<void> {
    let appending: Promise<void> = Promise.resolve();
    const append = async (batch: RecordBatch) => {
      await appending;
      this.#stopIfAborted();
      for (const line of this.#unparsed.splice(0)) object.addUnparsedLine(line);
      appending = object.append(batch);
      // Its failure is met at the next await; until then it must not count as unhandled.
      appending.catch(() => undefined);
      report(this.progress);
    };
    try {
      if (this.#first) await append(this.#first);
      this.#first = null;
      for (let item = await this.#next; !item.done; item = await this.#next) {
        await append(item.value);
        this.#next = this.#advance();
      }
    } finally {
      try {
        await appending;
      } finally {
        await this.close();
      }
    }
    this.#stopIfAborted();
    for (const line of this.#unparsed.splice(0)) object.addUnparsedLine(line);
  }

  /** What was read whole is finished rather than dropped; it takes no time. */
  #stopIfAborted(): void {
    if (!this.#isWhole) this.#options.signal?.throwIfAborted();
  }

  /** Lets go of the source, be it read to its end or not. */
  async close(): Promise<void> {
    await this.#batches.return?.();
  }

  #advance(): Promise<IteratorResult<RecordBatch>> {
    const next = this.#batches.next();
    next.catch(() => undefined);
    return next;
  }
}

function digested(source: Source, digest: Hash): Source {
  return {
    ...source,
    async *open() {
      for await (const chunk of source.open()) {
        digest.update(chunk);
        yield chunk;
      }
    },
  };
}
