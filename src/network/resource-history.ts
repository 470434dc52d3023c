import {
  type NetworkResources,
  type ResourceKind,
  type ResourceOf,
  resourceId,
  resourceVpcId,
  type SecurityGroupRule,
} from './aws/resources.ts';

/** The resources of one kind that are in force while snapshots are taken in the order of their dates. */
export interface ResourceHistory {
  readonly kind: ResourceKind;
  /** Takes the next snapshot. */
  take(resources: NetworkResources): void;
  /** What is in force now, oldest first; an id that moved from one VPC to another is there twice. */
  current(): Iterable<ResourceOf<ResourceKind>>;
}

/** A VPC's resources of a kind are replaced as a whole; a resource without a VPC stands by itself. */
export class VpcHistory<K extends ResourceKind> implements ResourceHistory {
  readonly kind: K;
  readonly #byPlace = new Map<string, readonly ResourceOf<K>[]>();

  constructor(kind: K) {
    this.kind = kind;
  }

  take(resources: NetworkResources): void {
    const kind = this.kind;
    const list: readonly ResourceOf<K>[] = resources[kind];
    const byPlace = groupBy(
      list,
      (resource) => resourceVpcId(kind, resource) ?? `:${resourceId(kind, resource)}`,
    );
    for (const [place, here] of byPlace) replace(this.#byPlace, place, here);
  }

  *current(): Iterable<ResourceOf<K>> {
    for (const here of this.#byPlace.values()) yield* here;
  }
}

/**
 * Group rules name no VPC. A snapshot with a group and its VPC replaces the rules of all groups of that VPC, if it
 * has any; a snapshot with rules alone replaces only those of the groups that they name.
 */
export class GroupRuleHistory implements ResourceHistory {
  readonly kind = 'securityGroupRules';
  readonly #byGroup = new Map<string, readonly SecurityGroupRule[]>();
  readonly #vpcOfGroup: ReadonlyMap<string, string | undefined>;

  /** `snapshots` are all that will be taken: a group never changes its VPC, so that any of them may tell it. */
  constructor(snapshots: readonly NetworkResources[]) {
    const groups = snapshots.flatMap((resources) => resources.securityGroups);
    this.#vpcOfGroup = new Map(groups.map(({ GroupId, VpcId }) => [GroupId, VpcId]));
  }

  take(resources: NetworkResources): void {
    const here = new Set(resources.securityGroups.map((group) => group.GroupId));
    const byGroup = groupBy(resources.securityGroupRules, (rule) => rule.GroupId);
    const vpcs = new Set(
      [...byGroup.keys()].filter((id) => here.has(id)).map((id) => this.#vpcOfGroup.get(id)),
    );
    for (const groupId of this.#byGroup.keys()) {
      const vpc = this.#vpcOfGroup.get(groupId);
      if (vpc !== undefined && vpcs.has(vpc)) this.#byGroup.delete(groupId);
    }
    for (const [groupId, rules] of byGroup) replace(this.#byGroup, groupId, rules);
  }

  *current(): Iterable<SecurityGroupRule> {
    for (const rules of this.#byGroup.values()) yield* rules;
  }
}

/** Sets a value at the end of the map, so that its order is that of the replacements. */
function replace<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
