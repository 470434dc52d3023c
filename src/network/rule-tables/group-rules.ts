import { type Cidr, formatCidr } from '../../model/cidr.ts';
import type { Direction } from '../../model/direction.ts';
import { isIcmp, parseProtocol } from '../../model/protocol.ts';
import type { IpPermission, SecurityGroup, SecurityGroupRule } from '../aws/resources.ts';
import { groupRuleName } from '../rule-names.ts';
import type { UnnumberedRule } from './acl-rules.ts';
import { checkedCidr, EVERYWHERE } from './address-space.ts';
import { doubtAbout } from './doubt.ts';
import type { GroupMembers } from './group-members.ts';
import type { PrefixLists } from './prefix-lists.ts';
import { anyTraffic, icmpTraffic, portTraffic, type TrafficMatch, usesPorts } from './traffic-match.ts';

/** One source or destination of one rule of a group: what DescribeSecurityGroupRules lists as one rule. */
interface GroupRule {
  readonly groupId: string;
  readonly ruleId: string | null;
  readonly direction: Direction;
  readonly protocol: string;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly source: string;
  readonly kind: 'cidr' | 'prefix-list' | 'group';
  /** Of a reference to a group over peering. */
  readonly peeringStatus?: string | undefined;
}

/** Blocks that a rule's source or destination stands for. */
interface Extent {
  readonly cidrs: readonly Cidr[];
  readonly doubt: string | null;
}

/** A rule that has its blocks but not yet their set. */
export type GroupRuleRow = Omit<UnnumberedRule, 'setId'> & { readonly cidrs: readonly Cidr[] };

export interface GroupSources {
  readonly securityGroups: readonly SecurityGroup[];
  readonly securityGroupRules: readonly SecurityGroupRule[];
  readonly members: GroupMembers;
  readonly prefixLists: PrefixLists;
}

/** The rules of every group that the network knows, by group id. */
export function groupRules(sources: GroupSources): ReadonlyMap<string, readonly GroupRuleRow[]> {
  const rules = new Map<string, readonly GroupRule[]>();
  for (const rule of sources.securityGroupRules) {
    rules.set(rule.GroupId, [...(rules.get(rule.GroupId) ?? []), listedRule(rule)]);
  }
  // Permissions are complete where they are known; the listing adds the ids of the rules.
  for (const group of sources.securityGroups) {
    rules.set(group.GroupId, permissionRules(group, rules.get(group.GroupId) ?? []));
  }
  return new Map(
    [...rules].map(([groupId, own]) => [groupId, own.flatMap((rule) => ruleRows(rule, sources))]),
  );
}

/** What stands for groups of which nothing is known: they may allow anything. */
export function unknownGroupRules(doubt: string): readonly GroupRuleRow[] {
  return [false, true].map((egress) => ({
    egress,
    ruleId: null,
    rule: null,
    action: 'allow',
    implicit: false,
    ...anyTraffic(),
    cidrs: EVERYWHERE,
    doubt,
  }));
}

function listedRule(rule: SecurityGroupRule): GroupRule {
  const [source, kind] = rule.ReferencedGroupInfo
    ? ([rule.ReferencedGroupInfo.GroupId, 'group'] as const)
    : rule.PrefixListId
      ? ([rule.PrefixListId, 'prefix-list'] as const)
      : ([rule.CidrIpv4 ?? rule.CidrIpv6 ?? '', 'cidr'] as const);
  return {
    groupId: rule.GroupId,
    ruleId: rule.SecurityGroupRuleId,
    direction: rule.IsEgress ? 'egress' : 'ingress',
    protocol: rule.IpProtocol,
    fromPort: rule.FromPort,
    toPort: rule.ToPort,
    source,
    kind,
    peeringStatus: rule.ReferencedGroupInfo?.PeeringStatus,
  };
}

function permissionRules(group: SecurityGroup, listed: readonly GroupRule[]): readonly GroupRule[] {
  const ids = new Map(listed.map((rule) => [sameness(rule), rule.ruleId]));
  const rules = [
    ...group.IpPermissions.flatMap((permission) => sourcesOf(group.GroupId, 'ingress', permission)),
    ...group.IpPermissionsEgress.flatMap((permission) => sourcesOf(group.GroupId, 'egress', permission)),
  ];
  return rules.map((rule) => ({ ...rule, ruleId: ids.get(sameness(rule)) ?? null }));
}

function sourcesOf(groupId: string, direction: Direction, permission: IpPermission): readonly GroupRule[] {
  const { IpProtocol: protocol, FromPort: fromPort, ToPort: toPort } = permission;
  const common = { groupId, ruleId: null, direction, protocol, fromPort, toPort };
  return [
    ...permission.IpRanges.map(({ CidrIp }) => ({ ...common, source: CidrIp, kind: 'cidr' as const })),
    ...permission.Ipv6Ranges.map(({ CidrIpv6 }) => ({ ...common, source: CidrIpv6, kind: 'cidr' as const })),
    ...permission.PrefixListIds.map(({ PrefixListId }) => ({
      ...common,
      source: PrefixListId,
      kind: 'prefix-list' as const,
    })),
    ...permission.UserIdGroupPairs.map(({ GroupId, PeeringStatus }) => ({
      ...common,
      source: GroupId,
      kind: 'group' as const,
      peeringStatus: PeeringStatus,
    })),
  ];
}

/** What makes a permission and a listed rule the same rule. */
function sameness(rule: GroupRule): string {
  const { protocol, portFrom, portTo, codeFrom, codeTo } = ruleTraffic(rule);
  const source = rule.kind === 'cidr' ? formatCidr(checkedCidr(rule.source)) : rule.source;
  return [rule.direction, protocol, portFrom, portTo, codeFrom, codeTo, source].join(' ');
}

function ruleRows(rule: GroupRule, sources: GroupSources): readonly GroupRuleRow[] {
  return extents(rule, sources).map(({ cidrs, doubt }) => ({
    egress: rule.direction === 'egress',
    ruleId: rule.ruleId ?? madeUpId(rule),
    rule: groupRuleName(rule),
    action: 'allow',
    implicit: false,
    ...ruleTraffic(rule),
    cidrs,
    doubt,
  }));
}

/** IpPermission: FromPort and ToPort are type and code for ICMP, and mean nothing for other protocols than TCP and UDP. */
function ruleTraffic({ protocol: text, fromPort, toPort }: GroupRule): TrafficMatch {
  const protocol = parseProtocol(text);
  if (protocol === null) throw new TypeError(`"${text}" is no protocol`);
  if (usesPorts(protocol)) return portTraffic(protocol, fromPort, toPort);
  return isIcmp(protocol) ? icmpTraffic(protocol, fromPort, toPort) : anyTraffic(protocol);
}

function extents(rule: GroupRule, { members, prefixLists }: GroupSources): readonly Extent[] {
  switch (rule.kind) {
    case 'cidr':
      return [{ cidrs: [checkedCidr(rule.source)], doubt: null }];
    case 'prefix-list':
      return [prefixLists.extentOf(rule.source)];
    case 'group': {
      if (rule.peeringStatus && rule.peeringStatus !== 'active') return [{ cidrs: [], doubt: null }];
      if (!members.knows(rule.source)) {
        return [{ cidrs: EVERYWHERE, doubt: doubtAbout('referenced-group', rule.source) }];
      }
      const known = { cidrs: members.addressesOf(rule.source), doubt: null };
      // A load balancer that keeps client addresses makes a reference to its group match them too.
      const preserved = rule.direction === 'ingress' && members.hasNetworkLoadBalancer(rule.source);
      const clients = { cidrs: EVERYWHERE, doubt: doubtAbout('load-balancer-clients', rule.source) };
      return preserved ? [known, clients] : [known];
    }
  }
}

/** Names a rule whose sgr- id was not imported. */
function madeUpId(rule: GroupRule): string {
  const ports = rule.fromPort === undefined ? 'all' : `${rule.fromPort}-${rule.toPort ?? rule.fromPort}`;
  return `${rule.groupId}:${rule.direction}:${rule.protocol}:${ports}:${rule.source}`;
}
