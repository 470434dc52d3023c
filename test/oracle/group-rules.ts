import type { AwsGroupPair, AwsIpPermission, OracleNetwork } from './aws-json.ts';
import type { Direction } from './oracle-record.ts';
import { protocolNumber } from './protocols.ts';

/** The one source or destination of a group rule. */
export type Peer =
  | { readonly kind: 'cidr'; readonly cidr: string }
  | { readonly kind: 'prefix-list'; readonly id: string }
  | { readonly kind: 'group'; readonly pair: AwsGroupPair };

/** One group rule: one protocol and range, one peer. */
export interface GroupRule {
  readonly groupId: string;
  readonly protocol: number;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly peer: Peer;
}

/** The rules of one group in one direction, from IpPermissions and from SecurityGroupRules (the same ones twice do no harm). */
export function groupRules(network: OracleNetwork, groupId: string, direction: Direction): GroupRule[] {
  const groups = (network.SecurityGroups ?? []).filter((g) => g.GroupId === groupId);
  const permissions = groups.flatMap((g) =>
    direction === 'ingress' ? (g.IpPermissions ?? []) : (g.IpPermissionsEgress ?? []),
  );
  const rows = (network.SecurityGroupRules ?? []).filter(
    (r) => r.GroupId === groupId && r.IsEgress === (direction === 'egress'),
  );
  const fromRows = rows.flatMap((r) =>
    permissionRules(groupId, {
      IpProtocol: r.IpProtocol,
      ...(r.FromPort === undefined ? {} : { FromPort: r.FromPort }),
      ...(r.ToPort === undefined ? {} : { ToPort: r.ToPort }),
      IpRanges: r.CidrIpv4 === undefined ? [] : [{ CidrIp: r.CidrIpv4 }],
      Ipv6Ranges: r.CidrIpv6 === undefined ? [] : [{ CidrIpv6: r.CidrIpv6 }],
      PrefixListIds: r.PrefixListId === undefined ? [] : [{ PrefixListId: r.PrefixListId }],
      UserIdGroupPairs: r.ReferencedGroupInfo === undefined ? [] : [r.ReferencedGroupInfo],
    }),
  );
  return [...permissions.flatMap((p) => permissionRules(groupId, p)), ...fromRows];
}

function permissionRules(groupId: string, permission: AwsIpPermission): GroupRule[] {
  const peers: Peer[] = [
    ...(permission.IpRanges ?? []).map((r) => ({ kind: 'cidr', cidr: r.CidrIp }) as const),
    ...(permission.Ipv6Ranges ?? []).map((r) => ({ kind: 'cidr', cidr: r.CidrIpv6 }) as const),
    ...(permission.PrefixListIds ?? []).map((p) => ({ kind: 'prefix-list', id: p.PrefixListId }) as const),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => ({ kind: 'group', pair }) as const),
  ];
  return peers.map((peer) => ({
    groupId,
    protocol: protocolNumber(permission.IpProtocol),
    from: permission.FromPort,
    to: permission.ToPort,
    peer,
  }));
}
