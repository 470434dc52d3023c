import { formatAddressKey } from '../model/address.ts';
import { loadSql } from '../sql/load.ts';
import { type ColumnChunks, streamColumns } from '../store/column-chunks.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import { loadDecisions } from './load-decisions.ts';
import { NearestMisses } from './nearest-misses.ts';
import type { Decision, FlowVerdict } from './verdict.ts';

/** The columns of `queries/blame/flows.sql`, in their order. */
const COLUMNS = [
  'decisionId',
  'blockId',
  'contextId',
  'srcHi',
  'srcLo',
  'dstHi',
  'dstLo',
  'srcport',
  'dstport',
  'protocol',
  'records',
  'packets',
  'bytes',
  'firstSeenS',
  'lastSeenS',
] as const;
type ColumnName = (typeof COLUMNS)[number];

interface Lookups {
  readonly decisions: ReadonlyMap<number, Decision>;
  readonly misses: NearestMisses;
  /** Of each context. */
  readonly interfaces: ReadonlyMap<number, string | null>;
}

/** The flows that the last blame judged, oldest first, in portions of at most 2048. */
export async function* flowVerdicts(store: Store): AsyncGenerator<readonly FlowVerdict[], void, undefined> {
  const lookups = {
    decisions: await loadDecisions(store),
    misses: await NearestMisses.load(store),
    interfaces: await loadInterfaces(store),
  };
  for await (const chunk of streamColumns(store, loadSql('blame/flows'))) yield readFlows(chunk, lookups);
}

async function loadInterfaces(store: Store): Promise<ReadonlyMap<number, string | null>> {
  const rows = await store.rows(loadSql('blame/flow-interfaces'));
  const readers = rows.map((row) => new RowReader(row));
  return new Map(readers.map((row) => [row.numberOrNull('context_id') ?? 0, row.textOrNull('interface_id')]));
}

function readFlows({ rows, columns }: ColumnChunks, lookups: Lookups): readonly FlowVerdict[] {
  const at = (name: ColumnName) => {
    const column = columns[COLUMNS.indexOf(name)];
    if (!column) throw new TypeError(`the flows have no column ${name}`);
    return column;
  };
  const integers = (name: ColumnName) => {
    const column = at(name);
    return (row: number) => column.getItem(row) as number | null;
  };
  const bigints = (name: ColumnName) => {
    const column = at(name);
    return (row: number) => column.getItem(row) as bigint | null;
  };
  const addresses = (hiName: ColumnName, loName: ColumnName) => {
    const [hi, lo] = [bigints(hiName), bigints(loName)];
    return (row: number) => addressOrNull(hi(row), lo(row));
  };
  const seconds = (name: ColumnName) => {
    const value = bigints(name);
    return (row: number) => numberOrNull(value(row));
  };
  const [decisionId, blockId, contextId] = [
    integers('decisionId'),
    integers('blockId'),
    integers('contextId'),
  ];
  const [srcport, dstport, protocol] = [integers('srcport'), integers('dstport'), integers('protocol')];
  const [records, packets, bytes] = [bigints('records'), bigints('packets'), bigints('bytes')];
  const [srcaddr, dstaddr] = [addresses('srcHi', 'srcLo'), addresses('dstHi', 'dstLo')];
  const [firstSeenS, lastSeenS] = [seconds('firstSeenS'), seconds('lastSeenS')];

  return Array.from({ length: rows }, (_, row): FlowVerdict => {
    const decision = lookups.decisions.get(decisionId(row) ?? -1);
    if (!decision) throw new Error(`verdict_flows names decision ${decisionId(row)}, which is missing`);
    const packet = { protocol: protocol(row), dstport: dstport(row), blockId: blockId(row) };
    return {
      decision,
      interfaceId: lookups.interfaces.get(contextId(row) ?? -1) ?? null,
      srcaddr: srcaddr(row),
      dstaddr: dstaddr(row),
      srcport: srcport(row),
      dstport: packet.dstport,
      protocol: packet.protocol,
      records: records(row) ?? 0n,
      packets: packets(row),
      bytes: bytes(row),
      firstSeenS: firstSeenS(row),
      lastSeenS: lastSeenS(row),
      nearestMiss: lookups.misses.ofDecision(decision, packet),
    };
  });
}

function addressOrNull(hi: bigint | null, lo: bigint | null): string | null {
  return hi === null || lo === null ? null : formatAddressKey(hi, lo);
}

function numberOrNull(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
