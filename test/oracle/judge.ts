import type { OracleNetwork } from './aws-json.ts';
import { decide } from './decide.ts';
import { directionOf } from './direction.ts';
import { nearestMiss } from './nearest-miss.ts';
import type { FlowKey, OracleRecord } from './oracle-record.ts';
import { packetOf } from './packet.ts';
import { placeOf } from './place.ts';
import type { Blocker } from './stage.ts';
import { hasSynAck, isAnswered, isSameFlow, type KeyedRecord, legOf } from './tracking.ts';
import { walk } from './walk.ts';
import { worldsOf } from './worlds.ts';

export type { OracleNetwork } from './aws-json.ts';
export type { OracleRecord } from './oracle-record.ts';

/** One refused key and what refused it. */
export interface OracleVerdict extends FlowKey {
  readonly records: number;
  readonly packets: number;
  readonly verdict: string;
  readonly leg: 'forward' | 'reply';
  /** The entry of a network ACL verdict. */
  readonly ruleId: string | null;
  /** For `sg-no-allow` all groups of the interface, sorted; empty otherwise. */
  readonly securityGroups: readonly string[];
  readonly alsoBlockedBy: readonly ({ ruleId: string } | { securityGroups: string[] })[];
  /** See {@link nearestMiss}. */
  readonly nearestMissMismatches: number | null;
}

/**
 * docs/verdicts.md over one configuration, written for plainness: every key walks every rule.
 * Verdicts come in the order in which the keys first appear among the records.
 */
export function judge(network: OracleNetwork, records: readonly OracleRecord[]): OracleVerdict[] {
  const all = records.map((record) => ({ record, key: keyOf(network, records, record) }));
  const refused = all.filter(({ record }) => record.action === 'REJECT');
  const firsts = refused.filter((r, i) => refused.findIndex((o) => isSameFlow(o.key, r.key)) === i);
  return firsts.map(({ key }) => {
    const group = refused.filter((r) => isSameFlow(r.key, key));
    return judgeKey(network, key, group, all);
  });
}

function keyOf(network: OracleNetwork, records: readonly OracleRecord[], record: OracleRecord): FlowKey {
  return {
    interfaceId: record.interfaceId,
    direction: directionOf(network, records, record),
    srcaddr: record.pktSrcaddr ?? record.srcaddr,
    dstaddr: record.pktDstaddr ?? record.dstaddr,
    srcport: record.srcport,
    dstport: record.dstport,
    protocol: record.protocol,
  };
}

function judgeKey(
  network: OracleNetwork,
  key: FlowKey,
  group: readonly KeyedRecord[],
  all: readonly KeyedRecord[],
): OracleVerdict {
  const refused = group.map(({ record }) => record).toSorted((a, b) => a.start - b.start);
  const answered = isAnswered(key, refused, all);
  const base = {
    ...key,
    records: refused.length,
    packets: refused.reduce((sum, r) => sum + r.packets, 0),
    leg: legOf(key, refused, all),
    ruleId: null,
    securityGroups: [],
    alsoBlockedBy: [],
    nearestMissMismatches: null,
  };
  if (refused.some((r) => r.rejectReason === 'BPA')) return { ...base, verdict: 'bpa' };
  if (refused.some((r) => r.rejectReason === 'EC')) return { ...base, verdict: 'encryption-control' };
  const place = placeOf(network, key, refused);
  if (place === null) return { ...base, verdict: 'unknown-interface' };
  const packet = packetOf(key);
  if (packet === null) return { ...base, verdict: 'indeterminate' };
  const stages = walk(network, place, packet, answered || hasSynAck(refused));
  const decision = decide(worldsOf(network, packet).map(stages));
  const alsoBlockedBy = decision.alsoBlockedBy.map(named);
  if (decision.kind === 'indeterminate') return { ...base, verdict: 'indeterminate', alsoBlockedBy };
  const { blocker } = decision;
  if (blocker === null) return { ...base, verdict: answered ? 'late-packet' : 'rules-allow' };
  return {
    ...base,
    ...named(blocker),
    verdict: blocker.kind,
    alsoBlockedBy,
    nearestMissMismatches: nearestMiss(network, place, packet, blocker),
  };
}

function named(blocker: Blocker): { ruleId: string } | { securityGroups: string[] } {
  return blocker.kind === 'sg-no-allow'
    ? { securityGroups: [...blocker.securityGroups] }
    : { ruleId: blocker.ruleId };
}
