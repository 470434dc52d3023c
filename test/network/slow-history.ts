/** The configuration in force as docs/verdicts.md words it, asked for one time and without keeping anything. */
import {
  type NetworkResources,
  type ResourceKind,
  type ResourceOf,
  resourceId,
  resourcesBy,
  resourceVpcId,
  type SecurityGroupRule,
} from '../../src/network/aws/resources.ts';
import type { NetworkSnapshot } from '../../src/network/snapshot.ts';

export function inForceAt(time: number, history: readonly NetworkSnapshot[]): NetworkResources {
  const latestFirst = history.toSorted((a, b) => b.capturedAtS - a.capturedAtS);
  const past = latestFirst.filter((snapshot) => snapshot.capturedAtS <= time);
  const counting = (past.length > 0 ? past : latestFirst.slice(-1)).map((snapshot) => snapshot.resources);
  const found = resourcesBy((kind) => resourcesInForce(kind, counting));
  return { ...found, securityGroupRules: rulesInForce(counting, history) };
}

function resourcesInForce<K extends ResourceKind>(
  kind: K,
  latestFirst: readonly NetworkResources[],
): ResourceOf<K>[] {
  const place = (resource: ResourceOf<K>) => resourceVpcId(kind, resource) ?? resourceId(kind, resource);
  const places = new Set(latestFirst.flatMap((resources) => resources[kind].map(place)));
  const found = [...places].flatMap((here) => {
    const latest = latestFirst.find((resources) =>
      resources[kind].some((resource) => place(resource) === here),
    );
    const list: readonly ResourceOf<K>[] = latest?.[kind] ?? [];
    return list.filter((resource) => place(resource) === here);
  });
  return found.toSorted((a, b) => (resourceId(kind, a) < resourceId(kind, b) ? -1 : 1));
}

/** In these histories the VPC of a group stands in its id: `sg-vpc-a-0`. */
function vpcOf(groupId: string): string {
  return groupId.slice(3, 8);
}

function rulesInForce(
  latestFirst: readonly NetworkResources[],
  history: readonly NetworkSnapshot[],
): SecurityGroupRule[] {
  const seenAsGroup = new Set(
    history.flatMap((s) => s.resources.securityGroups.map((group) => group.GroupId)),
  );
  const groups = new Set(latestFirst.flatMap((r) => r.securityGroupRules.map((rule) => rule.GroupId)));
  const found = [...groups].flatMap((groupId) => {
    const covering = latestFirst.find(
      (resources) =>
        resources.securityGroupRules.some((rule) => rule.GroupId === groupId) ||
        (seenAsGroup.has(groupId) &&
          resources.securityGroupRules.some(
            (rule) =>
              vpcOf(rule.GroupId) === vpcOf(groupId) &&
              resources.securityGroups.some((group) => group.GroupId === rule.GroupId),
          )),
    );
    return covering?.securityGroupRules.filter((rule) => rule.GroupId === groupId) ?? [];
  });
  return found.toSorted((a, b) => (a.SecurityGroupRuleId < b.SecurityGroupRuleId ? -1 : 1));
}
