/** An ICMP type and code; "other" stands for every one that no rule names. Packets of other protocols have one world. */
export interface World {
  readonly type: number | 'other';
  readonly code: number | 'other';
}

/** What refuses: an entry of a network ACL (`*` for the default rule), or the groups of the interface. */
export type Blocker =
  | { readonly kind: 'nacl-deny' | 'nacl-implicit-deny'; readonly ruleId: string }
  | { readonly kind: 'sg-no-allow'; readonly securityGroups: readonly string[] };

/** What a stage does with one packet in one world. A stage that does not apply lets it pass. */
export type Outcome =
  | { readonly kind: 'pass' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refuse'; readonly blocker: Blocker };

export const PASS: Outcome = { kind: 'pass' };
export const UNKNOWN: Outcome = { kind: 'unknown' };

/** Whether a rule's type or code holds the world's; -1 and absent hold all. */
export function icmpHolds(wanted: number | undefined, actual: number | 'other'): boolean {
  return wanted === undefined || wanted === -1 || wanted === actual;
}

/** One text per blocker, to tell whether two are the same. */
export function blockerId(blocker: Blocker): string {
  return blocker.kind === 'sg-no-allow' ? 'groups' : blocker.ruleId;
}
