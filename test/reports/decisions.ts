import type { Decision, FlowVerdict } from '../../src/blame/verdict.ts';

/** A decision about which only what a test is about is said. */
export function decision(members: Partial<Decision> = {}): Decision {
  return {
    decisionId: 1,
    verdict: 'sg-no-allow',
    leg: 'forward',
    direction: 'ingress',
    ruleId: null,
    rule: null,
    securityGroups: [],
    alsoBlockedBy: [],
    confidence: 'high',
    evidence: [],
    doubts: [],
    missedOwner: null,
    ...members,
  };
}

export function flow(members: Partial<FlowVerdict> = {}): FlowVerdict {
  return {
    decision: decision(),
    interfaceId: 'eni-1',
    srcaddr: '192.0.2.1',
    dstaddr: '10.0.0.10',
    srcport: 40000,
    dstport: 22,
    protocol: 6,
    records: 2n,
    packets: 3n,
    bytes: 120n,
    firstSeenS: 1772445600,
    lastSeenS: 1772445660,
    nearestMiss: null,
    ...members,
  };
}
