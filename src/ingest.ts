import { createHash, type Hash } from 'node:crypto';
import type { RecordBatch } from 'apache-arrow';
import type { UnparsedLine } from './parse/unparsed-line.ts';
import { type FlowLogReader, type ReadProgress, readFlowLogs } from './read-flow-logs.ts';
import type { Source } from './sources/source.ts';
import {
  type ObjectCounts,
  type ObjectIdentity,
  ObjectWriter,
  type OpenObject,
} from './store/object-writer.ts';
import type { Store } from './store/store.ts';

export interface IngestOptions {
  /** Field names, in order, for lines that stand under no header. */
  readonly fields?: readonly string[];
  /** Stops between batches; the object under way is rolled back. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly now?: () => Date;
}

export interface IngestProgress {
  readonly object: string;
  /** Objects done so far, the one under way not included. */
  readonly objectsDone: number;
  readonly objectsTotal: number;
  /** Of the object under way, as stored. */
  readonly bytesRead: number;
  readonly records: number;
}

/** An object with lines that are no record. */
export interface UnparsedObject {
  readonly object: string;
  readonly lines: number;
  readonly records: number;
  readonly firstLineNumber: number;
  readonly firstReason: string;
}

export interface IngestResult extends ObjectCounts {
  readonly objects: number;
  /** Objects whose very content the store had already. */
  readonly skippedObjects: number;
  /** Objects that could not be read to their end; none of their records are kept. */
  readonly failures: readonly { readonly object: string; readonly reason: string }[];
  readonly unparsedObjects: readonly UnparsedObject[];
  /** Objects that were read whole and hold no line but a header. */
  readonly emptyObjects: readonly string[];
  readonly bytesRead: number;
  readonly bytesDecoded: number;
  readonly seconds: number;
}

const NOTHING: IngestResult = {
  objects: 0,
  skippedObjects: 0,
  failures: [],
  unparsedObjects: [],
  emptyObjects: [],
  records: 0,
  accepted: 0,
  rejected: 0,
  nodata: 0,
  skipdata: 0,
  unparsedLines: 0,
  bytesRead: 0,
  bytesDecoded: 0,
  seconds: 0,
};

/**
 * Reads flow logs into the store, object by object, each whole or not at all. What the ledger has already is
 * skipped, so an interrupted run is continued by running it again.
 */
export async function ingest(
  store: Store,
  sources: readonly Source[],
  options: IngestOptions = {},
): Promise<IngestResult> {
  const started = performance.now();
  const writer = await ObjectWriter.open(store);
  let result = NOTHING;
  let finishing: Promise<Partial<IngestResult>> = Promise.resolve({});
  for (const [objectsDone, source] of sources.entries()) {
    if (source.version !== null && writer.has(source)) {
      result = add(result, { skippedObjects: 1 });
      continue;
    }
    // The first batch is parsed while the store still commits the object before.
    const reading = new Reading(source, options);
    result = add(result, await finishing);
    if (options.signal?.aborted) await reading.close();
    options.signal?.throwIfAborted();
    const report = ({ bytesRead, records }: ReadProgress) =>
      options.onProgress?.({
        object: source.name,
        objectsDone,
        objectsTotal: sources.length,
        bytesRead,
        records,
      });
    const object = await writer.begin(source.name, { replaces: source.version !== null });
    const failure = await reading.copyTo(object, report).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    finishing = failure ? giveUp(object, source, failure.error, options) : commit(writer, object, reading);
    // Met with the next object; until then it must not count as unhandled.
    finishing.catch(() => undefined);
  }
  result = add(result, await finishing);
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

/** The reading of one object, from its first batch on ahead of the writing. */
class Reading {
  readonly source: Source;
  /** Content that cannot be told apart beforehand, as that of a pipe, is told apart by its digest. */
  readonly #digest: Hash | null;
  readonly #options: IngestOptions;
  readonly #reader: FlowLogReader;
  readonly #batches: AsyncIterator<RecordBatch>;
  #next: Promise<IteratorResult<RecordBatch>>;
  #unparsed: UnparsedLine[] = [];
  #firstUnparsed: UnparsedLine | null = null;

  constructor(source: Source, options: IngestOptions) {
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

  now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  /** Size and version once all is read. */
  identity(): ObjectIdentity {
    const { name, size, version } = this.source;
    if (!this.#digest) return { name, size, version };
    return { name, size: this.progress.bytesRead, version: `sha256:${this.#digest.digest('hex')}` };
  }

  /** Copies all batches; the next one is parsed while DuckDB copies the one before. */
  async copyTo(object: OpenObject, report: (progress: ReadProgress) => void): Promise<void> {
    let appending: Promise<void> = Promise.resolve();
    try {
      for (let item = await this.#next; !item.done; item = await this.#next) {
        const batch = item.value;
        await appending;
        this.#options.signal?.throwIfAborted();
        for (const line of this.#unparsed.splice(0)) object.addUnparsedLine(line);
        appending = object.append(batch);
        // Its failure is met at the next await; until then it must not count as unhandled.
        appending.catch(() => undefined);
        this.#next = this.#advance();
        report(this.progress);
      }
    } finally {
      await appending.finally(() => this.close());
    }
    // What feeds a pipe may have been interrupted too, so that this end is not the end of the log.
    this.#options.signal?.throwIfAborted();
    for (const line of this.#unparsed.splice(0)) object.addUnparsedLine(line);
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

async function commit(
  writer: ObjectWriter,
  object: OpenObject,
  reading: Reading,
): Promise<Partial<IngestResult>> {
  const identity = reading.identity();
  if (reading.source.version === null && writer.has(identity)) {
    await object.rollback();
    return { skippedObjects: 1 };
  }
  const { bytesRead, bytesDecoded, fields } = reading.progress;
  const ingestedAt = reading.now();
  const counts = await object.commit({ ...identity, bytesRead, bytesDecoded, fields, ingestedAt });
  return {
    objects: 1,
    ...counts,
    bytesRead,
    bytesDecoded,
    unparsedObjects: unparsedObject(reading, counts),
    emptyObjects: counts.records + counts.unparsedLines === 0 ? [identity.name] : [],
  };
}

async function giveUp(
  object: OpenObject,
  source: Source,
  error: unknown,
  { signal }: IngestOptions,
): Promise<Partial<IngestResult>> {
  await object.rollback();
  if (signal?.aborted) throw error;
  return { failures: [{ object: source.name, reason: reasonOf(error, source) }] };
}

/** The message of an error, without the object's name where it stands beside it. */
function reasonOf(error: unknown, { name }: Source): string {
  const message = error instanceof Error ? error.message : String(error);
  const prefix = `Cannot read "${name}": `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
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

function unparsedObject(
  { source, firstUnparsed }: Reading,
  { records, unparsedLines }: ObjectCounts,
): UnparsedObject[] {
  if (!firstUnparsed) return [];
  const { lineNumber, reason } = firstUnparsed;
  return [
    { object: source.name, lines: unparsedLines, records, firstLineNumber: lineNumber, firstReason: reason },
  ];
}

function add(a: IngestResult, b: Partial<IngestResult>): IngestResult {
  const sum = (member: Exclude<keyof IngestResult, 'failures' | 'unparsedObjects' | 'emptyObjects'>) =>
    a[member] + (b[member] ?? 0);
  return {
    objects: sum('objects'),
    skippedObjects: sum('skippedObjects'),
    failures: [...a.failures, ...(b.failures ?? [])],
    unparsedObjects: [...a.unparsedObjects, ...(b.unparsedObjects ?? [])],
    emptyObjects: [...a.emptyObjects, ...(b.emptyObjects ?? [])],
    records: sum('records'),
    accepted: sum('accepted'),
    rejected: sum('rejected'),
    nodata: sum('nodata'),
    skipdata: sum('skipdata'),
    unparsedLines: sum('unparsedLines'),
    bytesRead: sum('bytesRead'),
    bytesDecoded: sum('bytesDecoded'),
    seconds: 0,
  };
}
