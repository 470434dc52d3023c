import type { Blocker } from '../blame/verdict.ts';

/** A stage that would refuse next, as a member of JSON documents. */
export function blockerJson(blocker: Blocker): object {
  return blocker.kind === 'nacl'
    ? { ruleId: blocker.ruleId, rule: blocker.rule }
    : { securityGroups: blocker.securityGroups };
}
