import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import { loadDecisions } from './load-decisions.ts';
import { NearestMisses } from './nearest-misses.ts';
import type { Decision, NearestMiss } from './verdict.ts';

/** Refused flows of one decision to one target, or, from the Internet, to all targets together. */
export interface RuleSummary {
  readonly decision: Decision;
  /** Whether they came from inside; the Internet's background noise is summed up. */
  readonly internal: boolean;
  readonly interfaceId: string | null;
  /** The address and port that requests went to or replies came from. */
  readonly service: string | null;
  readonly servicePort: number | null;
  readonly protocol: number | null;
  readonly flows: number;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  readonly firstSeenS: number | null;
  readonly lastSeenS: number | null;
  /** Addresses on the other end, and up to four of them when internal. */
  readonly peers: number;
  readonly somePeers: readonly string[];
  /** Distinct services that an Internet row sums up. */
  readonly services: number;
  readonly ports: number;
  /** Of the flow with the most records. */
  readonly nearestMiss: NearestMiss | null;
}

/** The flows that the last blame judged, by rule and target: internal sources first, most records first. */
export async function ruleSummaries(store: Store): Promise<readonly RuleSummary[]> {
  const decisions = await loadDecisions(store);
  const misses = await NearestMisses.load(store);
  const rows = await store.rows(loadSql('blame/by-rule'));
  return rows.map((row) => readSummary(new RowReader(row), decisions, misses));
}

function readSummary(
  row: RowReader,
  decisions: ReadonlyMap<number, Decision>,
  misses: NearestMisses,
): RuleSummary {
  const number = (column: string) => row.numberOrNull(column) ?? 0;
  const decision = decisions.get(number('decision_id'));
  if (!decision) throw new Error(`verdict_flows names decision ${number('decision_id')}, which is missing`);
  return {
    decision,
    internal: row.text('internal') === 'true',
    interfaceId: row.textOrNull('interface_id'),
    service: row.textOrNull('service'),
    servicePort: row.numberOrNull('service_port'),
    protocol: row.numberOrNull('protocol'),
    flows: number('flows'),
    records: number('records'),
    packets: number('packets'),
    bytes: number('bytes'),
    firstSeenS: row.numberOrNull('first_seen_s'),
    lastSeenS: row.numberOrNull('last_seen_s'),
    peers: number('peers'),
    somePeers: [...row.texts('some_peers')].toSorted(),
    services: number('services'),
    ports: number('ports'),
    nearestMiss: misses.ofDecision(decision, {
      protocol: row.numberOrNull('packet_protocol'),
      dstport: row.numberOrNull('packet_dstport'),
      blockId: row.numberOrNull('block_id'),
    }),
  };
}
