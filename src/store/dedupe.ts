import { loadSql } from '../sql/load.ts';
import type { Store } from './store.ts';
import { RowReader } from './store-values.ts';

/** What a comparison of the new objects with all others has found. */
export interface DedupeResult {
  /** Records that are left out now. */
  readonly duplicates: number;
  /** Records of new objects that lack what tells one flow from another; all of them stay. */
  readonly incomparable: number;
}

/** So many records are compared at a time, unless more start within one hour. */
const SPAN_RECORDS = 4_000_000;
const HOUR_S = 3600;

/** Unix seconds, both within. */
interface Span {
  readonly firstS: number;
  readonly lastS: number;
}

/**
 * Removes records that the store has more than once, or another one of which says all that they say. Only objects that
 * have not been compared yet are looked at, and of the others the hours in which records of those start. It happens as
 * one change of the store.
 *
 * @throws when the signal says so; then the store is as it was
 */
export async function leaveOutDuplicates(store: Store, signal: AbortSignal): Promise<DedupeResult> {
  const [row] = await store.rows(loadSql('dedupe/new-objects'));
  if (new RowReader(row ?? {}).numberOrNull('objects') === 0) return { duplicates: 0, incomparable: 0 };
  const interrupt = () => store.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await store.transaction(() => compareNewObjects(store, signal));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

async function compareNewObjects(store: Store, signal: AbortSignal): Promise<DedupeResult> {
  const step = async (name: string, parameters: Readonly<Record<string, bigint>> = {}) => {
    signal.throwIfAborted();
    await store.run(loadSql(`dedupe/${name}`), parameters);
  };
  for (const name of ['01-contexts', '02-comparable-records', '03-duplicates']) await step(name);
  for (const { firstS, lastS } of await spans(store)) {
    const span = { first_s: BigInt(firstS), last_s: BigInt(lastS) };
    await step('04-representatives', span);
    await step('05-equal-records', span);
    await step('06-poorer-records');
    await step('07-duplicates');
    await step('08-skipped-intervals', span);
  }
  const [row] = await store.rows(loadSql('dedupe/result'));
  const result = new RowReader(row ?? {});
  for (const name of ['09-left-out', '10-forget-duplicates', '11-ledger', '12-forget-steps'])
    await step(name);
  return {
    duplicates: result.numberOrNull('duplicates') ?? 0,
    incomparable: result.numberOrNull('incomparable') ?? 0,
  };
}

/** The hours to look at, joined while they are neighbours and hold few enough records together. */
async function spans(store: Store): Promise<readonly Span[]> {
  const found: (Span & { readonly records: number })[] = [];
  for (const row of await store.rows(loadSql('dedupe/spans'))) {
    const firstS = Number(row.hour) * HOUR_S;
    const hour = { firstS, lastS: firstS + HOUR_S - 1, records: Number(row.records) };
    const last = found.at(-1);
    const isJoined = last?.lastS === firstS - 1 && last.records + hour.records <= SPAN_RECORDS;
    if (last && isJoined) {
      found.splice(-1, 1, { ...last, lastS: hour.lastS, records: last.records + hour.records });
    } else {
      found.push(hour);
    }
  }
  return found;
}
