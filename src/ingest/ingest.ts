import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Source } from '../sources/source.ts';
import { loadSql } from '../sql/load.ts';
import { copiesSince, outdatedObjects } from '../store/copies.ts';
import { leaveOutDuplicates } from '../store/dedupe.ts';
import { ObjectWriter } from '../store/object-writer.ts';
import type { Store } from '../store/store.ts';
import { type IngestProgress, type IngestResult, IngestTally } from './ingest-tally.ts';
import { Lane } from './lane.ts';
import type { ParseOptions } from './messages.ts';
import type { Waiting } from './object-under-way.ts';

export interface IngestOptions extends ParseOptions {
  /** Objects that are read at the same time, each by a thread of its own; by default one for each core, 8 at most. */
  readonly concurrency?: number | undefined;
  /** Leaves out records that the store has more than once, of these objects and of all that came before without it. */
  readonly dedupe?: boolean | undefined;
  /** Stops at once; what was finished is kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly now?: () => Date;
}

const MOST_THREADS = 8;

/**
 * Reads flow logs into the store, each object whole or not at all. What the ledger has already is skipped, so an
 * interrupted run is continued by running it again. Worker threads decompress and parse; this one moves bytes to them
 * and batches to DuckDB, and each side waits for the slowest, so that memory does not grow with the input.
 *
 * @throws when the store cannot be written, or when the signal says so; objects that cannot be read are in the result
 */
export async function ingest(
  store: Store,
  sources: readonly Source[],
  options: IngestOptions = {},
): Promise<IngestResult> {
  const { signal = new AbortController().signal, concurrency = defaultConcurrency() } = options;
  signal.throwIfAborted();
  // Every lane listens to it.
  setMaxListeners(0, signal);
  // Lines that stood under no header may be records now that their fields are named.
  const writer = await ObjectWriter.open(store, { retryUnreadable: options.fields !== undefined });
  const firstObjectId = writer.ledger.firstNewObjectId;
  const isNew = (source: Source) => source.version === null || !writer.ledger.has(source);
  const tally = new IngestTally(sources, sources.filter(isNew), options.onProgress);
  const waiting: Waiting[] = [];
  const laneOptions = { ...options, signal, now: options.now ?? (() => new Date()) };
  const lanes: Lane[] = [];
  await store.run(loadSql('store/begin-ingest'));
  try {
    for (const round of rounds(sources)) {
      for (const source of round) {
        if (isNew(source)) waiting.push({ source, readings: 1 });
        else tally.skip();
      }
      const count = Math.min(concurrency, waiting.length);
      while (lanes.length < count) lanes.push(await Lane.open(writer, waiting, tally, laneOptions));
      await Promise.all(lanes.map((lane) => lane.run()));
      signal.throwIfAborted();
    }
  } finally {
    for (const lane of lanes) await lane.close();
    await store.run(loadSql('store/end-ingest'));
  }
  const { duplicates, incomparable } = options.dedupe
    ? await leaveOutDuplicates(store, signal)
    : { duplicates: 0, incomparable: 0 };
  const copies = options.dedupe ? [] : await copiesSince(store, firstObjectId);
  return tally.result({ duplicates, incomparable, copies, outdatedObjects: await outdatedObjects(store) });
}

/** Objects that are read at the same time when nothing else is asked for: one for each core, 8 at most. */
export function defaultConcurrency(): number {
  return Math.min(availableParallelism(), MOST_THREADS);
}

/** Sources of one name come after one another, for each replaces what the one before it has brought. */
function rounds(sources: readonly Source[]): readonly (readonly Source[])[] {
  const found: Source[][] = [];
  const seen = new Map<string, number>();
  for (const source of sources) {
    const round = seen.get(source.name) ?? 0;
    seen.set(source.name, round + 1);
    (found[round] ??= []).push(source);
  }
  return found;
}
