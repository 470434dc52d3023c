import type { AwsNetworkAcl, AwsNetworkAclEntry, AwsSubnet, AwsVpc } from '../../oracle/aws-json.ts';
import { awsId } from './aws-ids.ts';
import type { Dice } from './dice.ts';
import { drawPorts, drawTypeCode, type RuleBlocks } from './rule-parts.ts';

const PROTOCOLS = ['6', '6', '6', '-1', '-1', '17', '1', '58', '50', '47'] as const;
const NUMBERS = [100, 99, 1, 101, 110, 200, 32766] as const;

/** A default ACL for most VPCs and up to two others; some subnets named by an association, some left to the default. */
export function drawAcls(
  dice: Dice,
  vpcs: readonly AwsVpc[],
  subnets: readonly AwsSubnet[],
  blocks: RuleBlocks,
): AwsNetworkAcl[] {
  const custom = dice.list(2, (i) =>
    drawAcl(dice, awsId('acl', 16 + i), vpcs[i % vpcs.length], false, blocks),
  );
  const defaults = vpcs
    .filter(() => !dice.once(8))
    .map((vpc, i) => drawAcl(dice, awsId('acl', i), vpc, true, blocks));
  const acls = [...defaults, ...custom];
  const choices = subnets.map((subnet) =>
    dice.once(3) ? null : dice.pickAny(acls.filter((acl) => acl.VpcId === subnet.VpcId)),
  );
  return acls.map((acl) => ({
    ...acl,
    Associations: subnets
      .filter((_, i) => choices[i]?.NetworkAclId === acl.NetworkAclId)
      .map(({ SubnetId }, i) => ({
        NetworkAclAssociationId: awsId('aclassoc', i),
        NetworkAclId: acl.NetworkAclId,
        SubnetId,
      })),
  }));
}

function drawAcl(
  dice: Dice,
  NetworkAclId: string,
  vpc: AwsVpc | undefined,
  IsDefault: boolean,
  blocks: RuleBlocks,
): AwsNetworkAcl {
  const open = !dice.once(4);
  const own = [true, false].flatMap((egress) => [
    ...dice.some(NUMBERS, 5).map((number) => drawEntry(dice, number, egress, blocks)),
    ...(open ? [entry(300, egress, 'allow', { CidrBlock: '0.0.0.0/0' })] : []),
    ...(open ? [entry(301, egress, 'allow', { Ipv6CidrBlock: '::/0' })] : []),
  ]);
  const last = [true, false].flatMap((egress) => [
    entry(32767, egress, 'deny', { CidrBlock: '0.0.0.0/0' }),
    ...(dice.once(2) ? [entry(32768, egress, 'deny', { Ipv6CidrBlock: '::/0' })] : []),
  ]);
  const entries = [...last, ...own];
  const turn = dice.below(entries.length);
  return {
    NetworkAclId,
    VpcId: vpc?.VpcId ?? awsId('vpc', 0),
    IsDefault,
    Associations: [],
    Entries: [...entries.slice(turn), ...entries.slice(0, turn)],
  };
}

function drawEntry(dice: Dice, number: number, egress: boolean, blocks: RuleBlocks): AwsNetworkAclEntry {
  const Protocol = dice.pick(PROTOCOLS);
  const wide = dice.once(3);
  const block = dice.once(3)
    ? { Ipv6CidrBlock: wide ? '::/0' : dice.pick(blocks.ipv6) }
    : { CidrBlock: wide ? '0.0.0.0/0' : dice.pick(blocks.ipv4) };
  const [From, To] = drawPorts(dice);
  const [Type, Code] = drawTypeCode(dice);
  const bare = dice.once(6);
  const ports = !bare && Protocol !== '1' && Protocol !== '58' ? { PortRange: { From, To } } : {};
  const types = !bare && (Protocol === '1' || Protocol === '58') ? { IcmpTypeCode: { Type, Code } } : {};
  const action = dice.pick(['deny', 'allow', 'deny']);
  return { ...entry(number, egress, action, block), Protocol, ...ports, ...types };
}

function entry(
  RuleNumber: number,
  Egress: boolean,
  RuleAction: string,
  block: { CidrBlock: string } | { Ipv6CidrBlock: string },
): AwsNetworkAclEntry {
  return { RuleNumber, Egress, RuleAction, Protocol: '-1', ...block };
}
