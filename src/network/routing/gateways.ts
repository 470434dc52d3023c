import type {
  InternetGateway,
  NatGateway,
  NetworkInterface,
  NetworkResources,
  VpcPeeringConnection,
} from '../aws/resources.ts';
import { type Cidr } from '../../model/cidr.ts';
import { checkedCidr } from '../rule-tables/address-space.ts';
import { hasType } from '../rule-tables/interface-type.ts';
import { targetOf } from './route-target.ts';

/** Whether a gateway is attached to the VPC. The API says `available` for it, and its model `attached`. */
export function isAttachedTo({ Attachments }: Pick<InternetGateway, 'Attachments'>, vpcId: string): boolean {
  return Attachments.some(
    ({ VpcId, State }) => VpcId === vpcId && (State === 'available' || State === 'attached'),
  );
}

/**
 * The internet gateway of a VPC, null when none is known: an attached one, or one that an active route leads to, for such
 * a route is a blackhole when its gateway is not attached.
 */
export function internetGatewayOf(
  vpcId: string,
  { internetGateways, routeTables, vpcEndpoints }: NetworkResources,
): string | null {
  const attached = internetGateways.find((gateway) => isAttachedTo(gateway, vpcId));
  if (attached) return attached.InternetGatewayId;
  const known = new Set(internetGateways.map(({ InternetGatewayId }) => InternetGatewayId));
  const targets = routeTables
    .filter(({ VpcId }) => VpcId === vpcId)
    .flatMap(({ Routes }) => Routes.filter(({ State }) => State === 'active'))
    .map((route) => targetOf(route, vpcEndpoints));
  return targets.find(({ kind, id }) => kind === 'internet-gateway' && !known.has(id))?.id ?? null;
}

/** The egress-only internet gateway that is attached to a VPC; null when none is known. */
export function egressOnlyInternetGatewayOf(
  vpcId: string,
  { egressOnlyInternetGateways }: NetworkResources,
): string | null {
  const attached = egressOnlyInternetGateways.find((gateway) => isAttachedTo(gateway, vpcId));
  return attached?.EgressOnlyInternetGatewayId ?? null;
}

/** Whether a NAT gateway is one of the whole VPC: without subnet, interface and network ACL. */
export function isRegional({ AvailabilityMode, SubnetId }: NatGateway): boolean {
  return AvailabilityMode === 'regional' || SubnetId === undefined;
}

/** The primary of a NAT gateway's addresses. */
export function primaryAddress({
  NatGatewayAddresses,
}: NatGateway): NatGateway['NatGatewayAddresses'][number] | undefined {
  return NatGatewayAddresses.find(({ IsPrimary }) => IsPrimary === true) ?? NatGatewayAddresses[0];
}

/** The interface of a zonal NAT gateway: the one that its primary address names, else the one that has that address. */
export function natInterface(
  nat: NatGateway,
  interfaces: readonly NetworkInterface[],
): NetworkInterface | undefined {
  const { NetworkInterfaceId, PrivateIp } = primaryAddress(nat) ?? {};
  return (
    interfaces.find((candidate) => candidate.NetworkInterfaceId === NetworkInterfaceId) ??
    interfaces.find(
      (candidate) =>
        candidate.SubnetId === nat.SubnetId &&
        hasType(candidate, 'nat_gateway') &&
        candidate.PrivateIpAddress !== undefined &&
        candidate.PrivateIpAddress === PrivateIp,
    )
  );
}

/** The NAT gateway that an interface belongs to. */
export function natOfInterface(
  interfaceId: string | null,
  { natGateways, networkInterfaces }: NetworkResources,
): NatGateway | undefined {
  if (interfaceId === null) return undefined;
  return natGateways.find(
    (nat) => !isRegional(nat) && natInterface(nat, networkInterfaces)?.NetworkInterfaceId === interfaceId,
  );
}

/** The other side of a peering connection, seen from a VPC, with what is known of its blocks; null: not one of its sides. */
export function peerOf(
  { AccepterVpcInfo, RequesterVpcInfo }: VpcPeeringConnection,
  vpcId: string,
  { vpcs }: NetworkResources,
): { readonly vpcId: string | null; readonly blocks: readonly Cidr[] } | null {
  const sides = [AccepterVpcInfo, RequesterVpcInfo];
  const own = sides.findIndex((side) => side?.VpcId === vpcId);
  if (own < 0) return null;
  const peer = sides[1 - own];
  const vpc = vpcs.find(({ VpcId }) => VpcId === peer?.VpcId);
  const texts = [
    ...(peer?.CidrBlockSet ?? []).map(({ CidrBlock }) => CidrBlock),
    ...(peer?.Ipv6CidrBlockSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    vpc?.CidrBlock,
    ...(vpc?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock),
    ...(vpc?.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ];
  const blocks = texts.filter((text) => text !== undefined).map(checkedCidr);
  return { vpcId: peer?.VpcId ?? null, blocks };
}
