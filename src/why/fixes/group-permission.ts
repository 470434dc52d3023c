import { parseCidr } from '../../model/cidr.ts';
import { ICMP, ICMPV6, isIcmp, TCP, UDP } from '../../model/protocol.ts';
import type { IpPermission, SecurityGroup, SecurityGroupRule } from '../../network/aws/resources.ts';
import type { Change, OpenedTraffic } from '../answer.ts';

export type GroupRuleChange = Extract<Change, { readonly kind: 'authorize-group-rule' }>;

/** The names that EC2 gives the protocols of group rules that have names; other protocols are numbers. */
const PROTOCOL_NAMES: ReadonlyMap<number, string> = new Map([
  [TCP, 'tcp'],
  [UDP, 'udp'],
  [ICMP, 'icmp'],
  [ICMPV6, 'icmpv6'],
]);

/** `IpProtocol` of a group rule: `tcp`, `icmpv6`, `50`. */
export function groupProtocol({ protocol }: OpenedTraffic): string {
  return PROTOCOL_NAMES.get(protocol) ?? String(protocol);
}

/** `FromPort` and `ToPort` of a group rule, which hold type and code (-1: any) for ICMP; none for other protocols. */
export function groupPorts({
  protocol,
  ports,
  icmpType,
}: OpenedTraffic): { readonly FromPort: number; readonly ToPort: number } | null {
  if (isIcmp(protocol)) return { FromPort: icmpType ?? -1, ToPort: -1 };
  return ports && { FromPort: ports.from, ToPort: ports.to };
}

/** The group with the rule among its permissions. */
export function withPermission(group: SecurityGroup, change: GroupRuleChange): SecurityGroup {
  const isIpv6 = parseCidr(change.block)?.family === 6;
  const permission: IpPermission = {
    IpProtocol: groupProtocol(change),
    ...groupPorts(change),
    IpRanges: isIpv6 ? [] : [{ CidrIp: change.block }],
    Ipv6Ranges: isIpv6 ? [{ CidrIpv6: change.block }] : [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
  };
  return change.direction === 'ingress'
    ? { ...group, IpPermissions: [...group.IpPermissions, permission] }
    : { ...group, IpPermissionsEgress: [...group.IpPermissionsEgress, permission] };
}

/** The rule as DescribeSecurityGroupRules lists it, with -1 where there are no ports. The rule has no id before it is made. */
export function listedRule(change: GroupRuleChange): SecurityGroupRule {
  const isIpv6 = parseCidr(change.block)?.family === 6;
  const { FromPort, ToPort } = groupPorts(change) ?? { FromPort: -1, ToPort: -1 };
  const protocol = groupProtocol(change);
  return {
    SecurityGroupRuleId: `new:${change.groupId}:${change.direction}:${protocol}:${FromPort}-${ToPort}:${change.block}`,
    GroupId: change.groupId,
    IsEgress: change.direction === 'egress',
    IpProtocol: protocol,
    FromPort,
    ToPort,
    ...(isIpv6 ? { CidrIpv6: change.block } : { CidrIpv4: change.block }),
  };
}
