import { availableParallelism } from 'node:os';
import type { Source } from '../sources/source.ts';
import { ObjectWriter } from '../store/object-writer.ts';
import type { Store } from '../store/store.ts';
import { type IngestProgress, type IngestResult, IngestTally } from './ingest-tally.ts';
import { Lane, type Waiting } from './lane.ts';
import type { ParseOptions } from './messages.ts';

export interface IngestOptions extends ParseOptions {
  /** Objects that are read at the same time, each by a thread of its own; by default one for each core, 8 at most. */
  readonly concurrency?: number | undefined;
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
  const { signal, concurrency = Math.min(availableParallelism(), MOST_THREADS) } = options;
  // Lines that stood under no header may be records now that their fields are named.
  const writer = await ObjectWriter.open(store, { retryUnreadable: options.fields !== undefined });
  const waiting: Waiting[] = sources
    .filter((source) => source.version === null || !writer.has(source))
    .map((source) => ({ source, readings: 1 }));
  const tally = new IngestTally(sources, waiting, options.onProgress);
  const laneOptions = {
    ...options,
    now: options.now ?? (() => new Date()),
    isInterrupted: () => signal?.aborted === true,
  };
  const lanes: Lane[] = [];
  try {
    const count = Math.min(concurrency, waiting.length);
    while (lanes.length < count) lanes.push(await Lane.open(writer, waiting, tally, laneOptions));
    await Promise.race([Promise.all(lanes.map((lane) => lane.run())), whenAborted(signal)]);
  } catch (error) {
    const keep = signal?.aborted === true;
    await Promise.all(lanes.map((lane) => lane.stop({ keep })));
    throw error;
  } finally {
    for (const lane of lanes) await lane.close();
  }
  return tally.result();
}

/** Never resolves; rejects with the signal's reason. */
async function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal?.reason as Error);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}
