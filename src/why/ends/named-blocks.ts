import { type Address, type AddressFamily, parseAddress } from '../../model/address.ts';
import { type Cidr, cidrOfAddress } from '../../model/cidr.ts';
import type { NetworkResources, Subnet, Vpc, VpcPeeringConnection } from '../../network/aws/resources.ts';
import { checkedCidr } from '../../network/rule-tables/address-space.ts';
import { delegatedPrefixes, privateAddresses } from '../../network/rule-tables/group-members.ts';

/** The blocks of one family that rules, routes and prefix lists name, and those that belong to something in the network. */
export function namedBlocks(resources: NetworkResources, family: AddressFamily): readonly Cidr[] {
  const texts = new Set([...ruleBlocks(resources), ...routeBlocks(resources)]);
  const all = [...[...texts].map(checkedCidr), ...vpcBlocks(resources), ...takenBlocks(resources)];
  return all.filter((block) => block.family === family);
}

/** All blocks of the VPCs of the network and of those that are peered with it, known otherwise or not. */
export function vpcBlocks(resources: NetworkResources): readonly Cidr[] {
  return [
    ...resources.vpcs.flatMap(blocksOfVpc),
    ...resources.subnets.flatMap(subnetBlocks),
    ...resources.vpcPeeringConnections.flatMap(peeredBlocks),
  ];
}

/** The IPv4 block and the associated IPv6 blocks of a subnet. An IPv6-only one has no IPv4 block. */
export function subnetBlocks(subnet: Subnet): readonly Cidr[] {
  return [
    ...(subnet.CidrBlock === undefined ? [] : [checkedCidr(subnet.CidrBlock)]),
    ...associated(subnet.Ipv6CidrBlockAssociationSet),
  ];
}

/** The addresses, one by one, and the delegated prefixes that interfaces, instances and NAT gateways have. */
export function takenBlocks(resources: NetworkResources): readonly Cidr[] {
  const interfaces = resources.networkInterfaces;
  const written = [
    ...interfaces.map(({ Association }) => Association?.PublicIp),
    ...interfaces.flatMap((one) => one.PrivateIpAddresses.map(({ Association }) => Association?.PublicIp)),
    ...resources.natGateways.flatMap((nat) =>
      nat.NatGatewayAddresses.flatMap(({ PrivateIp, PublicIp }) => [PrivateIp, PublicIp]),
    ),
    ...resources.instances.flatMap(({ PrivateIpAddress, PublicIpAddress }) => [
      PrivateIpAddress,
      PublicIpAddress,
    ]),
  ];
  const addresses: readonly Address[] = [
    ...interfaces.flatMap(privateAddresses),
    ...written.map((text) => parseAddress(text ?? '')).filter((address) => address !== null),
  ];
  return [...addresses.map(cidrOfAddress), ...interfaces.flatMap(delegatedPrefixes)];
}

function ruleBlocks(resources: NetworkResources): readonly string[] {
  const permissions = resources.securityGroups.flatMap((group) => [
    ...group.IpPermissions,
    ...group.IpPermissionsEgress,
  ]);
  return [
    ...permissions.flatMap(({ IpRanges }) => IpRanges.map(({ CidrIp }) => CidrIp)),
    ...permissions.flatMap(({ Ipv6Ranges }) => Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)),
    ...resources.securityGroupRules.flatMap(({ CidrIpv4, CidrIpv6 }) => CidrIpv4 ?? CidrIpv6 ?? []),
    ...resources.networkAcls.flatMap(({ Entries }) =>
      Entries.flatMap(({ CidrBlock, Ipv6CidrBlock }) => CidrBlock ?? Ipv6CidrBlock ?? []),
    ),
  ];
}

function routeBlocks(resources: NetworkResources): readonly string[] {
  return [
    ...resources.routeTables.flatMap(({ Routes }) =>
      Routes.flatMap((route) => route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? []),
    ),
    ...resources.prefixListEntries.flatMap(({ Entries }) => Entries.map((entry) => entry.Cidr)),
  ];
}

function blocksOfVpc(vpc: Vpc): readonly Cidr[] {
  const secondary = vpc.CidrBlockAssociationSet.filter(
    ({ CidrBlockState }) => CidrBlockState.State === 'associated',
  ).map(({ CidrBlock }) => checkedCidr(CidrBlock));
  return [checkedCidr(vpc.CidrBlock), ...secondary, ...associated(vpc.Ipv6CidrBlockAssociationSet)];
}

function peeredBlocks({ AccepterVpcInfo, RequesterVpcInfo }: VpcPeeringConnection): readonly Cidr[] {
  return [AccepterVpcInfo, RequesterVpcInfo].flatMap((side) => [
    ...(side?.CidrBlockSet ?? []).map(({ CidrBlock }) => checkedCidr(CidrBlock)),
    ...(side?.Ipv6CidrBlockSet ?? []).map(({ Ipv6CidrBlock }) => checkedCidr(Ipv6CidrBlock)),
  ]);
}

function associated(set: Subnet['Ipv6CidrBlockAssociationSet']): readonly Cidr[] {
  return set
    .filter(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState.State === 'associated')
    .flatMap(({ Ipv6CidrBlock }) => (Ipv6CidrBlock === undefined ? [] : [checkedCidr(Ipv6CidrBlock)]));
}
