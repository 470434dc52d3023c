import { createHash, type Hash } from 'node:crypto';
import { readFlowLogs } from './read-flow-logs.ts';
import type { Source } from './sources/source.ts';
import { type ObjectCounts, ObjectWriter, type OpenObject } from './store/object-writer.ts';
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
  readonly bytesRead: number;
  readonly bytesDecoded: number;
  readonly seconds: number;
}

const NOTHING: IngestResult = {
  objects: 0,
  skippedObjects: 0,
  failures: [],
  unparsedObjects: [],
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
  for (const [objectsDone, source] of sources.entries()) {
    options.signal?.throwIfAborted();
    const report = (bytesRead: number, records: number) =>
      options.onProgress?.({ object: source.name, objectsDone, objectsTotal: sources.length, bytesRead, records });
    report(0, 0);
    result = add(result, await ingestObject(writer, source, options, report));
  }
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

async function ingestObject(
  writer: ObjectWriter,
  source: Source,
  options: IngestOptions,
  report: (bytesRead: number, records: number) => void,
): Promise<Partial<IngestResult>> {
  if (source.version !== null && (await writer.has(source))) return { skippedObjects: 1 };
  // Content that cannot be told apart beforehand, as that of a pipe, is told apart by its digest.
  const digest = source.version === null ? createHash('sha256') : null;
  const object = await writer.begin(source.name, { replaces: source.version !== null });
  try {
    const read = await copyRecords(digest ? digested(source, digest) : source, object, options, report);
    const identity = {
      name: source.name,
      size: source.size ?? read.bytesRead,
      version: digest ? `sha256:${digest.digest('hex')}` : source.version,
    };
    if (digest && (await writer.has(identity))) {
      await object.rollback();
      return { skippedObjects: 1 };
    }
    const ingestedAt = options.now?.() ?? new Date();
    const counts = await object.commit({ ...identity, ...read, ingestedAt });
    const { bytesRead, bytesDecoded } = read;
    return { objects: 1, ...counts, bytesRead, bytesDecoded, unparsedObjects: unparsedObject(source, counts, read) };
  } catch (error) {
    await object.rollback();
    if (options.signal?.aborted) throw error;
    return { failures: [{ object: source.name, reason: error instanceof Error ? error.message : String(error) }] };
  }
}

interface ReadRecords {
  readonly bytesRead: number;
  readonly bytesDecoded: number;
  readonly fields: readonly string[];
  readonly firstUnparsed: { readonly lineNumber: number; readonly reason: string } | null;
}

/** Copies all batches into the object; the next batch is parsed while DuckDB copies the one before. */
async function copyRecords(
  source: Source,
  object: OpenObject,
  options: IngestOptions,
  report: (bytesRead: number, records: number) => void,
): Promise<ReadRecords> {
  let firstUnparsed: ReadRecords['firstUnparsed'] = null;
  const reader = readFlowLogs(source, {
    ...(options.fields ? { fields: options.fields } : {}),
    onUnparsedLine(line) {
      firstUnparsed ??= line;
      object.addUnparsedLine(line);
    },
  });
  let appending: Promise<void> = Promise.resolve();
  try {
    for await (const batch of reader) {
      await appending;
      options.signal?.throwIfAborted();
      appending = object.append(batch);
      // Its failure is met at the next await; until then it must not count as unhandled.
      appending.catch(() => undefined);
      report(reader.progress.bytesRead, reader.progress.records);
    }
  } finally {
    await appending;
  }
  const { bytesRead, bytesDecoded, fields } = reader.progress;
  return { bytesRead, bytesDecoded, fields, firstUnparsed };
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

function unparsedObject(source: Source, counts: ObjectCounts, { firstUnparsed }: ReadRecords): UnparsedObject[] {
  if (!firstUnparsed) return [];
  const { lineNumber, reason } = firstUnparsed;
  return [
    {
      object: source.name,
      lines: counts.unparsedLines,
      records: counts.records,
      firstLineNumber: lineNumber,
      firstReason: reason,
    },
  ];
}

function add(a: IngestResult, b: Partial<IngestResult>): IngestResult {
  const sum = (member: Exclude<keyof IngestResult, 'failures' | 'unparsedObjects'>) => a[member] + (b[member] ?? 0);
  return {
    objects: sum('objects'),
    skippedObjects: sum('skippedObjects'),
    failures: [...a.failures, ...(b.failures ?? [])],
    unparsedObjects: [...a.unparsedObjects, ...(b.unparsedObjects ?? [])],
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
