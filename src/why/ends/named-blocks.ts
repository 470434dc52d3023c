import { type Address, type AddressFamily, parseAddress } from '../../model/address.ts';
import { type Cidr, cidrOfAddress } from '../../model/cidr.ts';
import { peeredBlocks, subnetBlocks, vpcBlocks } from '../../network/address-blocks.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { checkedCidr } from '../../network/rule-tables/address-space.ts';
import { delegatedPrefixes, privateAddresses } from '../../network/rule-tables/group-members.ts';

/** The blocks of one family that rules, routes and prefix lists name, and those that belong to something in the network. */
export function namedBlocks(resources: NetworkResources, family: AddressFamily): readonly Cidr[] {
  const texts = new Set([...ruleBlocks(resources), ...routeBlocks(resources)]);
  const all = [...[...texts].map(checkedCidr), ...networkBlocks(resources), ...takenBlocks(resources)];
  return all.filter((block) => block.family === family);
}

/** All blocks of the VPCs of the network and of those that are peered with it, known otherwise or not. */
export function networkBlocks(resources: NetworkResources): readonly Cidr[] {
  return [
    ...resources.vpcs.flatMap(vpcBlocks),
    ...resources.subnets.flatMap(subnetBlocks),
    ...resources.vpcPeeringConnections.flatMap(peeredBlocks),
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
