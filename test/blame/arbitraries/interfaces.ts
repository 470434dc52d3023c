import type { AwsNetworkInterface, AwsSubnet } from '../../oracle/aws-json.ts';
import { awsId } from './aws-ids.ts';
import { addressAt } from './block-edges.ts';
import type { Dice } from './dice.ts';

/** What makes an interface one of the kinds that rules treat differently. */
const KINDS = [
  { InterfaceType: 'interface', Description: '' },
  { InterfaceType: 'interface', Description: '' },
  { InterfaceType: 'interface', Description: 'Primary network interface', SourceDestCheck: false },
  { InterfaceType: 'lambda', Description: 'AWS Lambda VPC ENI-orders', RequesterManaged: true },
  { InterfaceType: 'nat_gateway', Description: 'Interface for NAT Gateway nat-0a1', SourceDestCheck: false },
  {
    InterfaceType: 'transit_gateway',
    Description: 'Network Interface for Transit Gateway Attachment tgw-attach-0a1',
    SourceDestCheck: false,
  },
  { InterfaceType: 'network_load_balancer', Description: 'ELB net/front/50dc6c495c0c9188' },
  { InterfaceType: 'interface', Description: 'ELB classic-front', RequesterId: 'amazon-elb' },
  { InterfaceType: 'interface', Description: 'ELB app/front/50dc6c495c0c9188', RequesterId: 'amazon-elb' },
] as const;

/** Types that AWS never gives groups. */
const WITHOUT_GROUPS: readonly string[] = ['nat_gateway', 'transit_gateway'];

/** Two to eight interfaces in the subnets, with one to many addresses and any of the groups. */
export function drawInterfaces(
  dice: Dice,
  subnets: readonly [AwsSubnet, ...AwsSubnet[]],
  groupIds: readonly string[],
): AwsNetworkInterface[] {
  return Array.from({ length: 2 + dice.below(7) }, (_, i) =>
    drawInterface(dice, dice.pick(subnets), groupIds, i),
  );
}

function drawInterface(
  dice: Dice,
  subnet: AwsSubnet,
  groupIds: readonly string[],
  number: number,
): AwsNetworkInterface {
  const kind = dice.pick(KINDS);
  const ipv4 = drawIpv4(dice, subnet, number);
  const [primary] = ipv4;
  const ipv6Block = subnet.Ipv6CidrBlockAssociationSet?.find(
    (a) => a.Ipv6CidrBlockState?.State === 'associated',
  );
  const ipv6 = ipv6Block && (primary === undefined || dice.once(2)) ? ipv6Block.Ipv6CidrBlock : null;
  const publicIp = dice.once(3) ? `52.0.0.${number + 1}` : null;
  const groups = WITHOUT_GROUPS.includes(kind.InterfaceType) ? [] : drawGroups(dice, groupIds);
  return {
    NetworkInterfaceId: awsId('eni', number),
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    SourceDestCheck: true,
    ...kind,
    Groups: groups.map((GroupId) => ({ GroupId, GroupName: `name of ${GroupId}` })),
    ...(primary === undefined ? {} : { PrivateIpAddress: primary }),
    PrivateIpAddresses: ipv4.map((PrivateIpAddress, i) => ({ PrivateIpAddress, Primary: i === 0 })),
    Ipv6Addresses: ipv6 === null ? [] : [{ Ipv6Address: addressAt(ipv6, 0x100 + number) }],
    Ipv4Prefixes: prefix4(dice, subnet, number),
    Ipv6Prefixes:
      ipv6 !== null && dice.once(4) ? [{ Ipv6Prefix: `${addressAt(ipv6, (number + 1) * 65536)}/80` }] : [],
    ...(publicIp === null ? {} : { Association: { PublicIp: publicIp } }),
  };
}

function drawIpv4(dice: Dice, { CidrBlock }: AwsSubnet, number: number): string[] {
  if (CidrBlock === undefined) return [];
  if (CidrBlock.endsWith('/28')) return [addressAt(CidrBlock, 4 + number)];
  return [0, 40, 80].slice(0, 1 + dice.below(3)).map((offset) => addressAt(CidrBlock, 10 + number + offset));
}

function prefix4(dice: Dice, { CidrBlock }: AwsSubnet, number: number) {
  const has = CidrBlock?.endsWith('/24') && number < 6 && dice.once(4);
  return has && CidrBlock ? [{ Ipv4Prefix: `${addressAt(CidrBlock, 144 + 16 * number)}/28` }] : [];
}

function drawGroups(dice: Dice, groupIds: readonly string[]): string[] {
  return dice.once(6) ? [] : [dice.pickAny(groupIds), ...dice.some(groupIds, 2)].filter(isNew);
}

function isNew(id: string | null, index: number, all: readonly (string | null)[]): id is string {
  return id !== null && all.indexOf(id) === index;
}
