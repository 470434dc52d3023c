import type { NetworkAcl } from '../aws/resources.ts';
import { aclRules, type UnnumberedRule } from './acl-rules.ts';
import { type AddressSpace, EVERYWHERE } from './address-space.ts';
import { doubtAbout } from './doubt.ts';
import { type GroupRuleRow, unknownGroupRules } from './group-rules.ts';
import type { OwnerRow, RuleRow } from './rows.ts';
import { anyTraffic } from './traffic-match.ts';

/** All owners of rules and their rules, numbered in evaluation order. Owners with equal rules are one. */
export class RuleBook {
  readonly #space: AddressSpace;
  readonly #owners = new Map<string, number>();
  readonly ownerRows: OwnerRow[] = [];
  readonly ruleRows: RuleRow[] = [];

  constructor(space: AddressSpace) {
    this.#space = space;
  }

  /** The owner of a network ACL's entries; without one, an owner that may refuse anything. */
  aclOwner(acl: NetworkAcl | undefined): number {
    const rules = acl ? aclRules(acl, this.#space) : this.#unknownAcl();
    return this.#owner({ kind: 'nacl', aclId: acl?.NetworkAclId ?? null, securityGroups: [] }, rules);
  }

  /** The owner of the pooled rules of these groups; a group of which nothing is known may allow anything. */
  groupOwner(groupIds: readonly string[], rulesOf: ReadonlyMap<string, readonly GroupRuleRow[]>): number {
    const securityGroups = [...new Set(groupIds)].toSorted();
    const rules = securityGroups.flatMap(
      (groupId) => rulesOf.get(groupId) ?? unknownGroupRules(doubtAbout('attached-group', groupId)),
    );
    return this.#groupOwner(securityGroups, rules);
  }

  /** The owner that stands for the groups of an interface that nothing is known of. */
  unknownGroups(): number {
    return this.#groupOwner([], unknownGroupRules(doubtAbout('interface-groups')));
  }

  #groupOwner(securityGroups: readonly string[], rules: readonly GroupRuleRow[]): number {
    const sureFirst = [
      ...rules.filter(({ doubt }) => doubt === null),
      ...rules.filter(({ doubt }) => doubt !== null),
    ];
    return this.#owner(
      { kind: 'groups', aclId: null, securityGroups },
      sureFirst.map(({ cidrs, ...rule }) => ({ ...rule, setId: this.#space.setOf(cidrs) })),
    );
  }

  #owner(owner: Omit<OwnerRow, 'owner'>, rules: readonly UnnumberedRule[]): number {
    const key = JSON.stringify([owner, rules]);
    const known = this.#owners.get(key);
    if (known !== undefined) return known;
    const number = this.ownerRows.length + 1;
    this.#owners.set(key, number);
    this.ownerRows.push({ ...owner, owner: number });
    for (const rule of rules)
      this.ruleRows.push({ ...rule, owner: number, ruleNo: this.ruleRows.length + 1 });
    return number;
  }

  #unknownAcl(): readonly UnnumberedRule[] {
    return [false, true].map((egress) => ({
      egress,
      ruleId: null,
      rule: null,
      action: 'deny',
      implicit: false,
      ...anyTraffic(),
      setId: this.#space.setOf(EVERYWHERE),
      doubt: doubtAbout('network-acl'),
    }));
  }
}
