import { ICMP, TCP, UDP } from '../../model/protocol.ts';
import type { NatGateway } from '../../network/aws/resources.ts';
import { isRegional, natInterface, primaryAddress } from '../../network/routing/gateways.ts';
import type { FoundRoute } from '../../network/routing/route-lookup.ts';
import type { Packet } from '../path.ts';
import { addressOf, type Spot, type Terrain } from './terrain.ts';
import { deny, type Finding, type Move, type Translation, unknown, type Walk } from './walk.ts';

const PROTOCOLS: ReadonlySet<number> = new Set([ICMP, TCP, UDP]);

interface NatPlace {
  readonly at: Spot;
  readonly privateAddress: string;
  /** False: what filters at its interface cannot be asked. */
  readonly isKnown: boolean;
}

/**
 * Through a NAT gateway: in and out at its interface, with its own address as the new source, and on by the routes of its
 * subnet. The source port is left as it is, though a NAT gateway takes one of 1024-65535. Sources: Amazon VPC User Guide,
 * "NAT gateway basics", "Flow log record examples" (traffic through a NAT gateway).
 */
export function overNatGateway(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const nat = walk.terrain.natGateway(found.target.id);
  // IPv6 packets are translated to IPv4 (NAT64), which is not followed.
  const isFollowed = addressOf(packet.srcaddr).family === 4;
  if (!nat || !isFollowed) {
    walk.decide(at, packet, found, [unknown(nat ? 'UNKNOWN_DESTINATION' : 'UNKNOWN_RESOURCE')]);
    return { kind: 'lost', packet };
  }
  if (walk.translations.some(({ natGatewayId }) => natGatewayId === nat.NatGatewayId)) {
    // Led back to a gateway that it has passed, it goes round and never out.
    walk.decide(at, packet, found, [deny('NO_ROUTE_TO_DESTINATION', at.table?.RouteTableId)]);
    return { kind: 'straight', from: 'here', packet };
  }
  walk.decide(at, packet, found, objections(nat, at, packet));
  const place = isRegional(nat) ? regionalPlace(walk.terrain, nat, at) : zonalPlace(walk.terrain, nat);
  if (place === null) {
    walk.decide(null, packet, null, [unknown('UNKNOWN_RESOURCE', nat.NatGatewayId)]);
    return { kind: 'lost', packet };
  }
  return translate(walk, nat, place, packet);
}

function objections(nat: NatGateway, at: Spot, { protocol }: Packet): readonly Finding[] {
  return [
    ...((nat.State ?? 'available') === 'available' ? [] : [deny('BAD_STATE')]),
    ...(PROTOCOLS.has(protocol) ? [] : [deny('PROTOCOL_RESTRICTION')]),
    ...(nat.VpcId === at.vpcId ? [] : [deny('NGW_REQUIRES_SOURCE_IN_VPC')]),
  ];
}

function translate(walk: Walk, nat: NatGateway, place: NatPlace, before: Packet): Move {
  const { at, privateAddress } = place;
  const packet = { ...before, srcaddr: privateAddress };
  if (!isRegional(nat) && !place.isKnown)
    walk.decide(at, before, null, [unknown('UNKNOWN_RESOURCE', nat.NatGatewayId)], 'ingress');
  if (place.isKnown) {
    walk.cross('ingress', at, before);
    walk.cross('egress', at, packet);
  }
  walk.translations.push({
    at,
    natGatewayId: nat.NatGatewayId,
    isKnown: place.isKnown,
    privateAddress,
    before,
    returnsOver: null,
  });
  return { kind: 'leave', at, packet };
}

function zonalPlace(terrain: Terrain, nat: NatGateway): NatPlace | null {
  const own = natInterface(nat, terrain.resources.networkInterfaces);
  const address = primaryAddress(nat);
  const privateAddress = address?.PrivateIp ?? own?.PrivateIpAddress;
  if (privateAddress === undefined || nat.SubnetId === undefined) return null;
  const publicAddress =
    nat.ConnectivityType === 'private' ? null : (address?.PublicIp ?? own?.Association?.PublicIp ?? null);
  const at: Spot = own
    ? terrain.spotOfInterface('nat', own, publicAddress)
    : { ...terrain.spotIn(nat.SubnetId, nat.VpcId), publicAddress };
  return { at, privateAddress, isKnown: own !== undefined };
}

/**
 * A regional NAT gateway is in no subnet, so no network ACL stands before it; it has a route table of its own, and its
 * flows carry its public address. Sources: Amazon VPC User Guide, "Regional NAT gateways for automatic multi-AZ expansion".
 */
function regionalPlace(terrain: Terrain, nat: NatGateway, from: Spot): NatPlace | null {
  const zone = terrain.subnet(from.subnetId)?.AvailabilityZoneId;
  const addresses = nat.NatGatewayAddresses;
  const own = addresses.find(({ AvailabilityZoneId }) => AvailabilityZoneId === zone) ?? addresses[0];
  if (own?.PublicIp === undefined) return null;
  const table = terrain.resources.routeTables.find(({ RouteTableId }) => RouteTableId === nat.RouteTableId);
  const at: Spot = {
    kind: 'nat',
    interfaceId: null,
    subnetId: null,
    vpcId: nat.VpcId,
    table,
    routedAs: nat.NatGatewayId,
    publicAddress: own.PublicIp,
    isAssociationKnown: true,
  };
  return { at, privateAddress: own.PublicIp, isKnown: false };
}

/** The answer comes back to the NAT gateway, which gives it the address of whoever asked, and goes on by its routes. */
export function backThroughNatGateway(walk: Walk, translation: Translation, packet: Packet): Move {
  const { at, privateAddress, before, isKnown } = translation;
  walk.translations.pop();
  // From here on it is traffic inside of the network, whatever it came over.
  walk.entrance = null;
  const answer = { ...packet, dstaddr: before.srcaddr };
  if (isKnown) {
    walk.cross('ingress', at, { ...packet, dstaddr: privateAddress });
    walk.cross('egress', at, answer);
  }
  return { kind: 'leave', at, packet: answer };
}
