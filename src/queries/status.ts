import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import {
  blameOf,
  type BlameStatus,
  formatOf,
  type FormatStatus,
  type Gap,
  gapOf,
  type InterfaceStatus,
  interfaceOf,
  networkOf,
  type NetworkStatus,
  scopeOf,
  type ScopeStatus,
  type SkipdataWindow,
  skipdataWindowOf,
  type UnparsedObjectStatus,
  unparsedObjectOf,
} from './status-rows.ts';

/** The worst of many, and how many there are. */
export interface Listed<T> {
  readonly total: number;
  /** At most {@link StatusOptions.limit}. */
  readonly listed: readonly T[];
}

export interface StatusOptions {
  /** Records that start at or after this time, Unix seconds. */
  readonly sinceS?: number | null;
  /** Records that start before this time, Unix seconds. */
  readonly untilS?: number | null;
  /** Longest silence that is no gap, seconds; by default twice the aggregation interval of the log, at least 20 minutes. */
  readonly gapS?: number | null;
  /** Most members of each list. */
  readonly limit?: number;
}

/** What a store holds of flow logs, and what is missing in it. All times are Unix seconds. */
export interface StoreStatus {
  /** Records in the window. */
  readonly records: number;
  /** Accounts in their regions, those with the most silence first. */
  readonly scopes: Listed<ScopeStatus>;
  /** When no interface of an account logged in a region, longest first. The edges of a window count as records. */
  readonly scopeGaps: Listed<Gap>;
  /** When an interface that logged before and after did not, longest first, without what its account and region was silent of. */
  readonly interfaceGaps: Listed<Gap>;
  /** The interfaces that have such gaps, those with the most silence first. */
  readonly silentInterfaces: Listed<InterfaceStatus>;
  /** Interfaces with gaps that have no NODATA record in the window: they may have been idle. */
  readonly silentWithoutNodata: number;
  /** Interfaces whose last record is older than that of their account and region by more than a gap, busiest first. */
  readonly stoppedEarly: Listed<InterfaceStatus>;
  /** Interfaces whose first record is younger than that of their account and region by more than a gap, busiest first. */
  readonly beganLate: Listed<InterfaceStatus>;
  /** When AWS dropped records, most SKIPDATA records first. */
  readonly skipdata: Listed<SkipdataWindow>;
  readonly formats: Listed<FormatStatus>;
  readonly unparsedObjects: Listed<UnparsedObjectStatus>;
  readonly unparsedLines: number;
  readonly networks: Listed<NetworkStatus>;
  /** Interfaces that no imported network has; null when none was imported. */
  readonly interfacesNotInNetwork: number | null;
  readonly blame: BlameStatus;
}

const LEAST_GAP_S = 1200;
const DEFAULT_LIMIT = 10;

/** Each leaves one temporary table that the next ones read. */
const STEPS = [
  'status/01-objects',
  'status/02-captures',
  'status/03-loggers',
  'status/04-interface-names',
  'status/05-cover',
  'status/06-scopes',
  'status/07-scope-gaps',
  'status/08-interface-gaps',
  'status/09-interfaces',
  'status/10-object-records',
] as const;

/**
 * Looks through a store in one pass over its records. What it computed stays in temporary tables of this connection until
 * the next call; {@link interfaceStatuses} reads them. `onStep` is told of each step and the milliseconds it took.
 */
export async function storeStatus(
  store: Store,
  options: StatusOptions = {},
  onStep: (step: string, milliseconds: number) => void = () => undefined,
): Promise<StoreStatus> {
  const { sinceS = null, untilS = null, gapS = null, limit = DEFAULT_LIMIT } = options;
  const parameters = {
    since: integer(sinceS),
    until: integer(untilS),
    gap_s: integer(gapS),
    least_gap_s: integer(LEAST_GAP_S),
    // A gap must not fit into a span.
    span_s: integer(gapS ?? LEAST_GAP_S),
    limit: integer(limit),
  };
  for (const step of STEPS) {
    const started = performance.now();
    await store.run(loadSql(step), usedIn(loadSql(step), parameters));
    onStep(step, performance.now() - started);
  }
  const rows = async (name: string) => {
    const sql = loadSql(`status/${name}`);
    return (await store.rows(sql, usedIn(sql, parameters))).map((row) => new RowReader(row));
  };
  const listed = async <T>(name: string, read: (row: RowReader) => T) => listedOf(await rows(name), read);
  const scopes = await rows('scopes');
  const silent = await rows('silent-interfaces');
  const unparsed = await rows('unparsed-objects');
  return {
    records: scopes[0]?.numberOrNull('all_records') ?? 0,
    scopes: listedOf(scopes, scopeOf),
    scopeGaps: await listed('scope-gaps', gapOf),
    interfaceGaps: await listed('interface-gaps', gapOf),
    silentInterfaces: listedOf(silent, interfaceOf),
    silentWithoutNodata: silent[0]?.numberOrNull('without_nodata') ?? 0,
    stoppedEarly: await listed('stopped-early', interfaceOf),
    beganLate: await listed('began-late', interfaceOf),
    skipdata: await listed('skipdata-windows', skipdataWindowOf),
    formats: await listed('formats', formatOf),
    unparsedObjects: listedOf(unparsed, unparsedObjectOf),
    unparsedLines: unparsed[0]?.numberOrNull('all_lines') ?? 0,
    networks: await listed('networks', networkOf),
    interfacesNotInNetwork: (await rows('not-in-network'))[0]?.numberOrNull('interfaces') ?? null,
    blame: blameOf((await rows('blame'))[0] ?? new RowReader({})),
  };
}

/** Every interface that logged in the window of the last {@link storeStatus}, in portions, by account, region and id. */
export async function* interfaceStatuses(store: Store): AsyncGenerator<readonly InterfaceStatus[]> {
  const { columns, chunks } = await store.stream(loadSql('status/interfaces'));
  for await (const rows of chunks) {
    yield rows.map((cells) =>
      interfaceOf(new RowReader(Object.fromEntries(columns.map(({ name }, i) => [name, cells[i] ?? null])))),
    );
  }
}

function listedOf<T>(rows: readonly RowReader[], read: (row: RowReader) => T): Listed<T> {
  return { total: rows[0]?.numberOrNull('total') ?? 0, listed: rows.map(read) };
}

function integer(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

function usedIn<T>(sql: string, parameters: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name]) => new RegExp(`\\$${name}\\b`).test(sql)),
  );
}
