import type { DuckDBValue } from '@duckdb/node-api';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { loadDecisions } from './load-decisions.ts';
import { NearestMisses } from './nearest-misses.ts';
import type { Decision, FlowVerdict } from './verdict.ts';

type FlowRow = readonly [
  decisionId: number,
  blockId: number | null,
  interfaceId: string | null,
  srcaddr: string | null,
  dstaddr: string | null,
  srcport: number | null,
  dstport: number | null,
  protocol: number | null,
  records: bigint,
  packets: bigint | null,
  bytes: bigint | null,
  firstSeenS: bigint | null,
  lastSeenS: bigint | null,
];

/** The flows that the last blame judged, oldest first, in portions of at most 2048. */
export async function* flowVerdicts(store: Store): AsyncGenerator<readonly FlowVerdict[], void, undefined> {
  const decisions = await loadDecisions(store);
  const misses = await NearestMisses.load(store);
  const { chunks } = await store.stream(loadSql('blame/flows'));
  for await (const rows of chunks) yield rows.map((row) => flowVerdict(row, decisions, misses));
}

function flowVerdict(
  row: readonly DuckDBValue[],
  decisions: ReadonlyMap<number, Decision>,
  misses: NearestMisses,
): FlowVerdict {
  const [
    decisionId,
    blockId,
    interfaceId,
    srcaddr,
    dstaddr,
    srcport,
    dstport,
    protocol,
    records,
    packets,
    bytes,
    firstSeenS,
    lastSeenS,
  ] = row as unknown as FlowRow;
  const decision = decisions.get(decisionId);
  if (!decision) throw new Error(`verdict_flows names decision ${decisionId}, which verdict_decisions lacks`);
  const { missedOwner: owner, direction } = decision;
  return {
    decision,
    interfaceId,
    srcaddr,
    dstaddr,
    srcport,
    dstport,
    protocol,
    records,
    packets,
    bytes,
    firstSeenS: firstSeenS === null ? null : Number(firstSeenS),
    lastSeenS: lastSeenS === null ? null : Number(lastSeenS),
    nearestMiss:
      owner === null || direction === null ? null : misses.of({ owner, direction, protocol, dstport, blockId }),
  };
}
