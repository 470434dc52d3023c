import { ObjectReading, type ReadingOptions } from './object-reading.ts';
import type { ReadProgress } from './read-flow-logs.ts';
import type { Source } from './sources/source.ts';
import { type ObjectCounts, ObjectWriter } from './store/object-writer.ts';
import type { Store } from './store/store.ts';

/** `signal` stops between batches; the object under way is rolled back. */
export interface IngestOptions extends ReadingOptions {
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
  // Lines that stood under no header may be records now that their fields are named.
  const writer = await ObjectWriter.open(store, { retryUnreadable: options.fields !== undefined });
  let result = NOTHING;
  let committing: Promise<void> = Promise.resolve();
  for (const [objectsDone, source] of sources.entries()) {
    if (source.version !== null && writer.has(source)) {
      result = add(result, { skippedObjects: 1 });
      continue;
    }
    const report = ({ bytesRead, records }: ReadProgress) =>
      options.onProgress?.({
        object: source.name,
        objectsDone,
        objectsTotal: sources.length,
        bytesRead,
        records,
      });
    const reading = new ObjectReading(source, options);
    // The first batches are parsed while the store still commits what came before.
    const failure = await failureOf(reading.readAhead());
    await committing;
    if (options.signal?.aborted) {
      await reading.close();
      await writer.commit();
      options.signal.throwIfAborted();
    }
    result = add(
      result,
      failure ? failed(source, failure.error) : await write(writer, reading, options, report),
    );
    if (writer.isCommitDue) {
      committing = writer.commit();
      // Met with the next object; until then it must not count as unhandled.
      committing.catch(() => undefined);
    }
  }
  await committing;
  await writer.commit();
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

/**
 * Writes one object. One that was read whole joins the open transaction, for nothing can go wrong with its source;
 * another has a transaction of its own, which is rolled back when its source fails.
 */
async function write(
  writer: ObjectWriter,
  reading: ObjectReading,
  options: IngestOptions,
  report: (progress: ReadProgress) => void,
): Promise<Partial<IngestResult>> {
  const { source, isWhole } = reading;
  const isKnown = () => source.version === null && writer.has(reading.identity);
  if (!isWhole) await writer.commit();
  const object = await writer.begin(source.name, { replaces: source.version !== null });
  const failure = await failureOf(reading.copyTo(object, report));
  const known = failure === null && isKnown();
  if (failure || known) await writer.rollback();
  if (known) return { skippedObjects: 1 };
  // What was read whole can only have failed in the store, and took others with it.
  if (failure && (isWhole || options.signal?.aborted)) throw failure.error;
  if (failure) return failed(source, failure.error);
  const { bytesRead, bytesDecoded, fields } = reading.progress;
  const ingestedAt = options.now?.() ?? new Date();
  const counts = await object.keep({ ...reading.identity, bytesRead, bytesDecoded, fields, ingestedAt });
  return {
    objects: 1,
    ...counts,
    bytesRead,
    bytesDecoded,
    unparsedObjects: unparsedObject(reading, counts),
    emptyObjects: counts.records + counts.unparsedLines === 0 ? [source.name] : [],
  };
}

async function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | null> {
  return await work.then(
    () => null,
    (error: unknown) => ({ error }),
  );
}

function failed(source: Source, error: unknown): Partial<IngestResult> {
  return { failures: [{ object: source.name, reason: reasonOf(error, source) }] };
}

/** The message of an error, without the object's name where it stands beside it. */
function reasonOf(error: unknown, { name }: Source): string {
  const message = error instanceof Error ? error.message : String(error);
  const prefix = `Cannot read "${name}": `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

function unparsedObject(
  { source, firstUnparsed }: ObjectReading,
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
