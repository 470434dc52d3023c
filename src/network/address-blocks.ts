import type { Cidr } from '../model/cidr.ts';
import type { Subnet, Vpc, VpcPeeringConnection } from './aws/resources.ts';
import { checkedCidr } from './rule-tables/address-space.ts';

/** The IPv4 blocks of a VPC and its IPv6 blocks, as far as they are associated. */
export function vpcBlocks(vpc: Vpc): readonly Cidr[] {
  const secondary = vpc.CidrBlockAssociationSet.filter(
    ({ CidrBlockState }) => CidrBlockState.State === 'associated',
  ).map(({ CidrBlock }) => checkedCidr(CidrBlock));
  return [checkedCidr(vpc.CidrBlock), ...secondary, ...associated(vpc.Ipv6CidrBlockAssociationSet)];
}

/** The IPv4 block and the associated IPv6 blocks of a subnet. An IPv6-only one has no IPv4 block. */
export function subnetBlocks(subnet: Subnet): readonly Cidr[] {
  return [
    ...(subnet.CidrBlock === undefined ? [] : [checkedCidr(subnet.CidrBlock)]),
    ...associated(subnet.Ipv6CidrBlockAssociationSet),
  ];
}

/** The blocks of both sides of a peering, which are known while it is active. */
export function peeredBlocks({ AccepterVpcInfo, RequesterVpcInfo }: VpcPeeringConnection): readonly Cidr[] {
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
