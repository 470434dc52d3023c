import type {
  AwsPrefixList,
  AwsPrefixListEntries,
  AwsRoute,
  AwsRouteTable,
  AwsSubnet,
  AwsVpc,
} from '../../oracle/aws-json.ts';
import { awsId } from './aws-ids.ts';
import type { Dice } from './dice.ts';

/** Four prefix lists: with entries of either family, and without, the family known or not. */
export function drawPrefixLists(dice: Dice): { lists: AwsPrefixList[]; entries: AwsPrefixListEntries[] } {
  const entries = [
    { PrefixListId: awsId('pl', 0), Entries: [{ Cidr: '198.51.100.0/25' }, { Cidr: '10.0.1.0/24' }] },
    {
      PrefixListId: awsId('pl', 1),
      Entries: [{ Cidr: '2001:db8:0:7::/64' }, { Cidr: '2600:1f18:0:2::/64' }],
    },
  ];
  const lists = [list(0, 'IPv4'), list(1, 'IPv6'), list(2, dice.pick(['IPv4', 'IPv6']))];
  return { lists: lists.filter(() => !dice.once(4)), entries: entries.filter(() => !dice.once(6)) };
}

/** Main tables for most VPCs and one for a single subnet, with routes to a transit gateway among others. */
export function drawRouteTables(
  dice: Dice,
  vpcs: readonly AwsVpc[],
  subnets: readonly AwsSubnet[],
): AwsRouteTable[] {
  const mains = vpcs
    .filter(() => !dice.once(6))
    .map((vpc, i) => ({
      RouteTableId: awsId('rtb', i),
      VpcId: vpc.VpcId,
      Associations: [{ Main: true, RouteTableAssociationId: awsId('rtbassoc', i) }],
      Routes: drawRoutes(dice, vpc.CidrBlock),
    }));
  const subnet = dice.once(2) ? dice.pickAny(subnets) : null;
  if (subnet === null) return mains;
  const own = {
    RouteTableId: awsId('rtb', 16),
    VpcId: subnet.VpcId,
    Associations: [
      { Main: false, SubnetId: subnet.SubnetId, RouteTableAssociationId: awsId('rtbassoc', 16) },
    ],
    Routes: drawRoutes(dice, vpcs.find((vpc) => vpc.VpcId === subnet.VpcId)?.CidrBlock),
  };
  return [...mains, own];
}

function drawRoutes(dice: Dice, local: string | undefined): AwsRoute[] {
  const gateways: AwsRoute[] = [
    { DestinationCidrBlock: '0.0.0.0/0', GatewayId: awsId('igw', 0) },
    { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: awsId('tgw', 0) },
  ];
  const others: AwsRoute[] = [
    { DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: awsId('tgw', 0) },
    { DestinationCidrBlock: '198.51.100.0/24', NatGatewayId: awsId('nat', 0) },
    { DestinationCidrBlock: '203.0.113.0/24', TransitGatewayId: awsId('tgw', 0), State: 'blackhole' },
    { DestinationIpv6CidrBlock: '::/0', TransitGatewayId: awsId('tgw', 0) },
    { DestinationPrefixListId: awsId('pl', 0), TransitGatewayId: awsId('tgw', 0) },
  ];
  return [
    ...(local === undefined ? [] : [{ DestinationCidrBlock: local, GatewayId: 'local' }]),
    dice.pickAny(gateways),
    ...dice.some(others, 4),
  ]
    .filter((route) => route !== null)
    .map((route) => ({ State: 'active', Origin: 'CreateRoute', ...route }));
}

function list(number: number, AddressFamily: string): AwsPrefixList {
  return { PrefixListId: awsId('pl', number), PrefixListName: `list ${number}`, AddressFamily };
}
