import type {
  AwsGroupPair,
  AwsIpPermission,
  AwsSecurityGroup,
  AwsSecurityGroupRule,
} from '../../oracle/aws-json.ts';
import { awsId } from './aws-ids.ts';
import type { Dice } from './dice.ts';
import { drawPorts, drawTypeCode, type RuleBlocks } from './rule-parts.ts';

/** A group that interfaces may carry although the import lacks it. */
export const MISSING_GROUP = awsId('sg', 0xdead);
/** A group that only rules name. */
export const UNKNOWN_PEER = awsId('sg', 0xbeef);

const PROTOCOLS = ['tcp', 'tcp', 'tcp', 'udp', 'icmp', 'icmpv6', '-1', '50', '47'] as const;

/** Groups with up to four permissions in each direction; the first members of `ids` are the ones to make. */
export function drawGroups(
  dice: Dice,
  ids: readonly string[],
  vpcIds: readonly string[],
  blocks: RuleBlocks,
) {
  return ids.map(
    (id): AwsSecurityGroup => ({
      GroupId: id,
      GroupName: `name of ${id}`,
      VpcId: dice.pickAny(vpcIds) ?? awsId('vpc', 0),
      IpPermissions: dice.list(4, () => drawPermission(dice, ids, id, blocks)),
      IpPermissionsEgress: dice.once(3)
        ? [openToAll()]
        : dice.list(3, () => drawPermission(dice, ids, id, blocks)),
    }),
  );
}

/** The same rules as describe-security-group-rules prints them. */
export function ruleRows(groups: readonly AwsSecurityGroup[]): AwsSecurityGroupRule[] {
  const rows = groups.flatMap((group) =>
    [false, true].flatMap((IsEgress) =>
      ((IsEgress ? group.IpPermissionsEgress : group.IpPermissions) ?? []).flatMap((permission) =>
        peersOf(permission).map((peer) => ({
          GroupId: group.GroupId,
          IsEgress,
          IpProtocol: permission.IpProtocol,
          FromPort: permission.FromPort ?? -1,
          ToPort: permission.ToPort ?? -1,
          ...peer,
        })),
      ),
    ),
  );
  return rows.map((row, i) => ({ SecurityGroupRuleId: awsId('sgr', i), ...row }));
}

function peersOf(permission: AwsIpPermission) {
  return [
    ...(permission.IpRanges ?? []).map(({ CidrIp }) => ({ CidrIpv4: CidrIp })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => ({ CidrIpv6 })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId }) => ({ PrefixListId })),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => ({ ReferencedGroupInfo: pair })),
  ];
}

function openToAll(): AwsIpPermission {
  return {
    ...permissionOf('-1', {}),
    IpRanges: [{ CidrIp: '0.0.0.0/0' }],
    Ipv6Ranges: [{ CidrIpv6: '::/0' }],
  };
}

function drawPermission(
  dice: Dice,
  ids: readonly string[],
  self: string,
  blocks: RuleBlocks,
): AwsIpPermission {
  const protocol = dice.pick(PROTOCOLS);
  const permission = permissionOf(protocol, drawRange(dice, protocol));
  const peer = dice.below(8);
  if (peer <= 1) return { ...permission, IpRanges: [{ CidrIp: dice.pick(blocks.ipv4) }] };
  if (peer === 2) return { ...permission, Ipv6Ranges: [{ CidrIpv6: dice.pick(blocks.ipv6) }] };
  if (peer === 3) return { ...permission, PrefixListIds: [{ PrefixListId: awsId('pl', dice.below(4)) }] };
  if (peer <= 6) return { ...permission, UserIdGroupPairs: [drawPair(dice, ids, self)] };
  return {
    ...permission,
    IpRanges: [{ CidrIp: dice.pick(blocks.ipv4) }, { CidrIp: '192.0.2.0/24' }],
    Ipv6Ranges: [{ CidrIpv6: dice.pick(blocks.ipv6) }],
    UserIdGroupPairs: [drawPair(dice, ids, self)],
  };
}

/** Sets of members that DescribeSecurityGroups always prints, empty. */
function permissionOf(IpProtocol: string, range: { FromPort?: number; ToPort?: number }): AwsIpPermission {
  return { IpProtocol, ...range, IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
}

function drawRange(dice: Dice, protocol: string): { FromPort?: number; ToPort?: number } {
  if (dice.once(8)) return dice.once(2) ? {} : { FromPort: -1, ToPort: -1 };
  const [FromPort, ToPort] = protocol.startsWith('icmp') ? drawTypeCode(dice) : drawPorts(dice);
  if (protocol === '-1' || protocol === '50' || protocol === '47')
    return dice.once(2) ? { FromPort, ToPort } : {};
  return { FromPort, ToPort };
}

function drawPair(dice: Dice, ids: readonly string[], self: string): AwsGroupPair {
  const GroupId = dice.pickAny([...ids, ...ids, ...ids, self, self, MISSING_GROUP, UNKNOWN_PEER]) ?? self;
  const PeeringStatus = dice.pick([null, null, null, 'active', 'deleted', 'expired']);
  return {
    GroupId,
    UserId: '123456789012',
    ...(PeeringStatus === null ? {} : { PeeringStatus, VpcPeeringConnectionId: awsId('pcx', 0) }),
  };
}
