import type { Blocker, Decision, NearestMiss } from '../blame/verdict.ts';

/** Who refused, in one line: the rule as the console words it, the groups, or why no rule is named. */
export function deciderWords(decision: Decision): string {
  switch (decision.verdict) {
    case 'nacl-deny':
    case 'nacl-implicit-deny':
      return decision.rule ?? '';
    case 'sg-no-allow':
      return `${decision.securityGroups.join(', ')} ${bound(decision)}: no rule allows it`;
    case 'late-packet':
      return 'late packet: the connection was closed or forgotten';
    case 'bpa':
      return 'VPC Block Public Access';
    case 'encryption-control':
      return 'VPC encryption control';
    case 'rules-allow':
      return 'every imported rule allows it: the configuration changed since, or another cause';
    case 'indeterminate':
      return 'cannot tell';
    case 'unknown-interface':
      return 'interface not in the imported network';
  }
}

/** `sg-0abc inbound rule … (fails in port)`, or empty. */
export function nearestMissWords(miss: NearestMiss | null): string {
  return miss === null ? '' : `${miss.rule} (fails in ${miss.mismatch.join(', ') || 'nothing'})`;
}

/** The rule or the groups. */
export function blockerWords(blocker: Blocker): string {
  return blocker.kind === 'nacl' ? blocker.rule : blocker.securityGroups.join(', ');
}

function bound({ direction }: Decision): string {
  return direction === 'egress' ? 'outbound' : 'inbound';
}
