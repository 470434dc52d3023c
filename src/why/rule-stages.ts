import { missingEntry } from '../blame/missing-entry.ts';
import type { NearestMisses } from '../blame/nearest-misses.ts';
import type { NearestMiss } from '../blame/verdict.ts';
import { ICMP, ICMPV6 } from '../model/protocol.ts';
import type { Crossing, PathStep, Stage } from './path.ts';
import type { Reason } from './reasons.ts';
import type { Probe, ProbeDecisions, RuleScratch, StageDecision } from './rule-scratch.ts';

/** The type of an echo request and of its answer: RFC 792, RFC 4443. Their code is 0. */
const ECHO: ReadonlyMap<number, { readonly forward: number; readonly reply: number }> = new Map([
  [ICMP, { forward: 8, reply: 0 }],
  [ICMPV6, { forward: 128, reply: 129 }],
]);

const SKIPS = {
  'not-filtered': 'NOT_FILTERED',
  'same-subnet': 'SAME_SUBNET',
  'transit-gateway-in-subnet': 'TRANSIT_GATEWAY_IN_SUBNET',
} as const;

/** What is asked of the rules where a packet crosses an interface. */
export function probeOf({ leg, direction, interfaceId, subnetId, packet, askGroups }: Crossing): Probe {
  const echo = ECHO.get(packet.protocol);
  return {
    interfaceId,
    subnetId,
    direction,
    protocol: packet.protocol,
    dstport: packet.dstport,
    remote: direction === 'egress' ? packet.dstaddr : packet.srcaddr,
    tracked: leg === 'reply' || !askGroups,
    icmp: echo ? { type: echo[leg], code: 0 } : null,
  };
}

/** The stages of several paths: each crossing becomes its groups and its network ACL, in the order of the packet. */
export async function askRules(
  paths: readonly (readonly PathStep[])[],
  scratch: RuleScratch,
): Promise<readonly (readonly Stage[])[]> {
  const crossings = paths.flat().filter((step) => step.kind === 'crossing');
  const decisions = await scratch.ask(crossings.map(probeOf));
  const misses = await scratch.nearestMisses();
  const decided = new Map(crossings.map((crossing, i) => [crossing, decisions[i]]));
  return paths.map((path) =>
    path.flatMap((step) => {
      if (step.kind === 'crossing') return crossingStages(step, decided.get(step), misses);
      const { kind: _, ...route } = step;
      return [{ ...route, layer: 'route' as const, securityGroups: [], nearestMiss: null, doubts: [] }];
    }),
  );
}

function crossingStages(
  crossing: Crossing,
  decisions: ProbeDecisions | undefined,
  misses: NearestMisses,
): readonly Stage[] {
  if (!decisions) throw new TypeError(`nothing was decided on ${crossing.interfaceId}`);
  const { kind: _, askGroups: __, ...place } = crossing;
  const stage = (layer: 'sg' | 'nacl', decision: StageDecision, reason: Reason | null): Stage => ({
    ...place,
    layer,
    outcome: outcomeOf(decision),
    ...decidingRule(crossing, layer, decision, decisions.aclId),
    securityGroups: layer === 'sg' ? decisions.securityGroups : [],
    reason,
    resource: layer === 'nacl' ? decisions.aclId : null,
    nearestMiss: nearestMiss(crossing, decision, misses),
    doubts: decision.refuses === null && decision.doubt ? [decision.doubt] : [],
  });
  const groups = stage('sg', decisions.sg, groupReason(crossing, decisions));
  const acl = stage('nacl', decisions.nacl, aclReason(decisions.nacl));
  return crossing.direction === 'egress' ? [groups, acl] : [acl, groups];
}

function outcomeOf({ applies, refuses }: StageDecision): Stage['outcome'] {
  if (!applies) return 'skip';
  if (refuses === null) return 'unknown';
  return refuses ? 'deny' : 'allow';
}

function decidingRule(
  { direction }: Crossing,
  layer: 'sg' | 'nacl',
  { applies, refuses, ruleNo, ruleId, rule }: StageDecision,
  aclId: string | null,
): Pick<Stage, 'ruleId' | 'rule'> {
  if (!applies) return { ruleId: null, rule: null };
  const refusedByNone = layer === 'nacl' && refuses === true && ruleNo === null && aclId !== null;
  return refusedByNone ? missingEntry(aclId, direction) : { ruleId, rule };
}

function groupReason(
  crossing: Crossing,
  { nacl, sg, hasGroups, securityGroups }: ProbeDecisions,
): Reason | null {
  if (!sg.applies) {
    if (!crossing.askGroups) return 'END_IS_A_SUBNET';
    if (!hasGroups) return 'NO_SECURITY_GROUPS';
    return nacl.exemption === 'not-filtered' ? 'NOT_FILTERED' : 'STATEFUL';
  }
  if (sg.refuses === null) return unknownReason(sg);
  if (!sg.refuses) return null;
  return sg.hasRules || securityGroups.length === 0 ? 'ENI_SG_RULES_MISMATCH' : 'SG_HAS_NO_RULES';
}

function aclReason(nacl: StageDecision): Reason | null {
  if (!nacl.applies) return nacl.exemption === null ? null : SKIPS[nacl.exemption];
  if (nacl.refuses === null) return unknownReason(nacl);
  return nacl.refuses ? 'SUBNET_ACL_RESTRICTION' : null;
}

function unknownReason({ doubt }: StageDecision): Reason {
  if (doubt === null) return 'UNDECIDED';
  return doubt.doubt.startsWith('referenced-group') ? 'UNKNOWN_PEERED_SGS' : 'UNKNOWN_RESOURCE';
}

function nearestMiss(
  { direction, packet }: Crossing,
  { applies, refuses, owner, blockId, ruleNo, implicit }: StageDecision,
  misses: NearestMisses,
): NearestMiss | null {
  // Only where nothing allows is it of use what came closest; an entry that denies says enough.
  if (!applies || refuses !== true || owner === null || (ruleNo !== null && !implicit)) return null;
  return misses.of({ owner, direction, protocol: packet.protocol, dstport: packet.dstport, blockId });
}
