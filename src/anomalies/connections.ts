import type { TimeWindow } from '../blame/judge.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';

/** Directions where the log has none, as blame finds them. */
const DIRECTIONS = [
  'blame/01-contexts',
  'blame/02-local-addresses',
  'blame/03-undirected-ends',
  'blame/04-end-addresses',
  'evaluate/00-address-blocks',
  'blame/05-inferred-directions',
] as const;

/** From records to pairs of ends of which it is known who is the client. */
const ORIENTATION = [
  'anomalies/connections/02-addresses',
  'anomalies/connections/03-numbered-records',
  'anomalies/connections/04-repeated-records',
  'anomalies/connections/05-left-out-records',
  'anomalies/connections/06-vantage-interfaces',
  'anomalies/connections/07-windows',
  'anomalies/connections/08-standings',
  'anomalies/connections/09-addresses',
  'evaluate/00-address-blocks',
  'anomalies/connections/10-known-hosts',
  'anomalies/connections/11-listed-services',
  'anomalies/connections/12-repeated-tuples',
  'anomalies/connections/13-tuples',
  'anomalies/connections/14-fan-votes',
  'anomalies/connections/15-oriented-tuples',
  'anomalies/connections/16-translators',
] as const;

const HISTORY = ['anomalies/connections/17-daily-edges', 'anomalies/baselines/hourly-arrivals'] as const;

const CONNECTIONS = [
  'anomalies/connections/18-split-tuples',
  'anomalies/connections/19-sessions',
  'anomalies/connections/20-refusals',
  'anomalies/connections/21-address-services',
  'anomalies/connections/22-connections',
  'anomalies/connections/23-network-interfaces',
  'anomalies/connections/24-declared-ports',
  'anomalies/connections/25-host-behaviour',
  'anomalies/connections/26-hosts',
  'anomalies/connections/27-forget-steps',
] as const;

const DAY_S = 86_400n;

type StepParameters = Readonly<Record<string, bigint | null>>;

/**
 * Makes connections of the records that start in the window and leaves them in the tables `connections`, `hosts`,
 * `analysis`, `daily_edges` and `hourly_arrivals` (`queries/anomalies/connections/00-tables.sql`), which it replaces. Refused
 * connections point at the verdicts of the last `judge()`. `onStep` is told of each step and the milliseconds it took.
 */
export async function makeConnections(
  store: Store,
  window: TimeWindow,
  onStep: (step: string, milliseconds: number) => void = () => undefined,
): Promise<void> {
  const since = window.sinceS === null ? null : BigInt(window.sinceS);
  const until = window.untilS === null ? null : BigInt(window.untilS);
  const run = async (steps: readonly string[], parameters: StepParameters) => {
    for (const step of steps) {
      const sql = loadSql(step);
      const used = Object.entries(parameters).filter(([name]) => sql.includes(`$${name}`));
      const started = performance.now();
      await store.run(sql, Object.fromEntries(used));
      onStep(step, performance.now() - started);
    }
  };
  await run(['anomalies/connections/00-tables', 'anomalies/connections/01-analysis'], { since, until });
  await run(DIRECTIONS, {});
  if (since !== null && (await hasHistory(store, since))) {
    const days = { from: null, to: since, bucket_s: DAY_S, gap_s: DAY_S };
    await run([...ORIENTATION, ...HISTORY], days);
  }
  const gap = 2n * (await aggregationInterval(store));
  await run([...ORIENTATION, ...CONNECTIONS], { from: since, to: until, bucket_s: gap, gap_s: gap });
}

/** Of the records, in seconds: 60 or 600. */
async function aggregationInterval(store: Store): Promise<bigint> {
  const [row] = await store.rows(loadSql('anomalies/connections/aggregation'));
  return BigInt(Number(row?.aggregation_s ?? 600));
}

async function hasHistory(store: Store, since: bigint): Promise<boolean> {
  const [row] = await store.rows(loadSql('anomalies/connections/has-history'), { since });
  return row?.has_history === true;
}
