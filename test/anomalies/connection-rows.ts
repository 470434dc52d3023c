import { DuckDBDataChunk, type DuckDBValue, listValue } from '@duckdb/node-api';
import type { Leg, VerdictKind } from '../../src/blame/verdict.ts';
import { addressKey, parseAddress } from '../../src/model/address.ts';
import { loadSql } from '../../src/sql/load.ts';
import { Store } from '../../src/store/store.ts';

/** A connection as a test states it; `client`, `server` and `start_s` are enough, everything else is as in an ordinary one. */
export interface ConnectionRow {
  readonly client: string;
  readonly server: string;
  readonly start_s: number;
  /** Default: ten seconds later. */
  readonly end_s?: number;
  /** Default: 50 000 and on, each its own. */
  readonly client_port?: number | null;
  /** Default: 443. */
  readonly server_port?: number | null;
  /** Default: TCP. */
  readonly protocol?: number;
  readonly packets_up?: number;
  readonly bytes_up?: number;
  readonly packets_down?: number;
  readonly bytes_down?: number;
  readonly records?: number;
  readonly accepted_records?: number;
  readonly refused_records?: number;
  readonly flags_up?: number | null;
  readonly flags_down?: number | null;
  /** Default: it is answered unless it is refused. */
  readonly answered?: boolean;
  readonly refused?: boolean;
  readonly decision_id?: number | null;
  readonly aws_service?: string | null;
  readonly orientation?: number;
  readonly backscatter?: boolean;
}

/** What is said of an address; without it a private address is inside, and no host has a role. */
export interface HostRow {
  readonly inside?: boolean;
  /** Default: true. */
  readonly speaks?: boolean;
  readonly interface_id?: string;
  readonly instance_id?: string;
  readonly name?: string;
  readonly security_groups?: readonly string[];
  readonly roles?: readonly string[];
  readonly declared_ports?: readonly number[];
}

/** A pair of hosts on a day before the window. */
export interface EdgeRow {
  /** Unix day. */
  readonly day: number;
  readonly client: string;
  readonly server: string;
  readonly server_port: number;
  readonly protocol?: number;
  readonly connections?: number;
  readonly answered_connections?: number;
  readonly bytes_up?: number;
  readonly bytes_down?: number;
  readonly first_s?: number;
  readonly last_s?: number;
}

/** Connections from outside that a service answered in an hour of a day before the window. */
export interface ArrivalsRow {
  /** Unix day. */
  readonly day: number;
  /** 0–23. */
  readonly hour: number;
  readonly server: string;
  readonly server_port: number;
  readonly protocol?: number;
  readonly connections: number;
}

/** A decision of blame, to which connections point. */
export interface DecisionRow {
  readonly decision_id: number;
  readonly verdict: VerdictKind;
  readonly leg?: Leg;
}

export interface AnalysisRow {
  readonly since_s?: number;
  readonly until_s?: number;
  readonly aggregation_s?: number;
  readonly has_flags?: boolean;
  readonly has_direction?: boolean;
  readonly has_packet_addresses?: boolean;
  readonly has_aws_service?: boolean;
  readonly has_accepts?: boolean;
  readonly has_refusals?: boolean;
  readonly has_network?: boolean;
  readonly inside_hosts?: number;
  readonly history_days?: number;
}

export interface Rows {
  readonly connections?: readonly ConnectionRow[];
  readonly hosts?: Readonly<Record<string, HostRow>>;
  readonly edges?: readonly EdgeRow[];
  readonly arrivals?: readonly ArrivalsRow[];
  readonly decisions?: readonly DecisionRow[];
  readonly analysis?: AnalysisRow;
}

/** Midnight of the day that rows are of when a test does not care: 2026-03-02, UTC. */
export const DAY_START_S = 1_772_409_600;

/** DuckDB's own. */
const CHUNK_ROWS = 2048;

const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/;

/** What the rows fill, and a run leaves. */
const TABLES = [
  'hosts',
  'connections',
  'daily_edges',
  'hourly_arrivals',
  'analysis',
  'verdict_decisions',
  'contexts',
] as const;

/** A store in memory in which the tables that detectors read hold these rows, by default of a whole day. */
export async function connectionStore(rows: Rows = {}): Promise<Store> {
  const store = await Store.open(':memory:');
  await store.run(loadSql('anomalies/connections/00-tables'));
  await fillConnections(store, rows);
  return store;
}

/** Replaces what the tables hold that detectors read; they are those of a store of connections. */
export async function fillConnections(store: Store, rows: Rows): Promise<void> {
  const { connections = [], hosts = {}, edges = [], arrivals = [], decisions = [], analysis = {} } = rows;
  await store.run(TABLES.map((table) => `DELETE FROM ${table};`).join(' '));
  const addresses = new Set([
    ...connections.flatMap(({ client, server }) => [client, server]),
    ...Object.keys(hosts),
  ]);
  const numbers = new Map([...addresses].toSorted(inAddressOrder).map((address, i) => [address, i + 1]));
  const inside = (address: string) => hosts[address]?.inside ?? PRIVATE.test(address);
  await insert(
    store,
    'hosts',
    [...numbers].map(([address, host_no]) => ({
      host_no,
      ...key(address, ''),
      address,
      speaks: true,
      interface_id: null,
      instance_id: null,
      name: null,
      security_groups: [],
      roles: [],
      declared_ports: [],
      ...hosts[address],
      inside: inside(address),
    })),
  );
  await insert(
    store,
    'connections',
    connections.map((row, i) => connectionOf(row, i, numbers, inside)),
  );
  await insert(store, 'daily_edges', edges.map(edgeOf));
  await insert(
    store,
    'hourly_arrivals',
    arrivals.map(({ server, ...given }) => ({ ...key(server, 'server_'), protocol: 6, ...given })),
  );
  await insert(
    store,
    'verdict_decisions',
    decisions.map((row) => ({ leg: 'forward', confidence: 'high', evidence: '', ...row })),
  );
  await insert(store, 'analysis', [
    {
      since_s: DAY_START_S,
      until_s: DAY_START_S + 86_400,
      aggregation_s: 60,
      has_flags: true,
      has_direction: true,
      has_packet_addresses: true,
      has_aws_service: true,
      has_accepts: true,
      has_refusals: true,
      has_network: true,
      inside_hosts: [...addresses].filter(inside).length,
      history_days: 0,
      ...analysis,
    },
  ]);
  await insert(store, 'contexts', [{ context_id: 1, interface_id: 'eni-0test', vpc_id: 'vpc-0test' }]);
}

function connectionOf(
  row: ConnectionRow,
  i: number,
  numbers: ReadonlyMap<string, number>,
  inside: (address: string) => boolean,
): object {
  const { client, server, ...given } = row;
  const refused = given.refused ?? false;
  const answered = given.answered ?? !refused;
  return {
    connection_id: i + 1,
    context_id: 1,
    client_no: numbers.get(client),
    server_no: numbers.get(server),
    ...key(client, 'client_'),
    ...key(server, 'server_'),
    client_port: 50_000 + (i % 10_000),
    server_port: 443,
    protocol: 6,
    end_s: given.start_s + 10,
    packets_up: refused ? 1 : 10,
    bytes_up: refused ? 60 : 1000,
    packets_down: answered ? 10 : 0,
    bytes_down: answered ? 5000 : 0,
    records: answered ? 2 : 1,
    accepted_records: refused ? 0 : answered ? 2 : 1,
    refused_records: refused ? 1 : 0,
    flags_up: 2,
    flags_down: answered ? 18 : null,
    decision_id: null,
    aws_service: null,
    orientation: 200,
    backscatter: false,
    client_inside: inside(client),
    server_inside: inside(server),
    ...given,
    answered,
    refused,
  };
}

function edgeOf(row: EdgeRow): object {
  const { client, server, ...given } = row;
  return {
    ...key(client, 'client_'),
    ...key(server, 'server_'),
    protocol: 6,
    connections: 10,
    answered_connections: 10,
    bytes_up: 10_000,
    bytes_down: 50_000,
    first_s: given.day * 86_400,
    last_s: given.day * 86_400 + 3600,
    ...given,
  };
}

/** Rows by column name; what a row does not name is NULL. */
async function insert(store: Store, table: (typeof TABLES)[number], rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const { columns } = await store.stream(`FROM ${table} LIMIT 0`);
  const appender = await store.connection.createAppender(table);
  const types = columns.map((_, i) => appender.columnType(i));
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const part: readonly Readonly<Record<string, unknown>>[] = rows
      .slice(from, from + CHUNK_ROWS)
      .map((row) => ({ ...row }));
    const chunk = DuckDBDataChunk.create(types, part.length);
    chunk.setColumns(columns.map(({ name, type }) => part.map((row) => cellOf(row[name], type))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function cellOf(value: unknown, type: string): DuckDBValue {
  if (value === undefined) return null;
  if (Array.isArray(value)) return listValue(value as DuckDBValue[]);
  return typeof value === 'number' && type === 'BIGINT' ? BigInt(value) : (value as DuckDBValue);
}

function key(address: string, prefix: string): Readonly<Record<string, bigint>> {
  const parsed = parseAddress(address);
  if (!parsed) throw new Error(`"${address}" is no address`);
  const { hi, lo } = addressKey(parsed.value);
  return { [`${prefix}hi`]: hi, [`${prefix}lo`]: lo };
}

function inAddressOrder(a: string, b: string): number {
  const [left, right] = [parseAddress(a)?.value ?? 0n, parseAddress(b)?.value ?? 0n];
  return left < right ? -1 : left > right ? 1 : 0;
}
