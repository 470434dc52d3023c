import type { NetworkInterface, TransitGatewayVpcAttachment } from '../../network/aws/resources.ts';
import type { FoundRoute } from '../../network/routing/route-lookup.ts';
import { hasType } from '../../network/rule-tables/interface-type.ts';
import type { Packet } from '../path.ts';
import type { Spot, Terrain } from './terrain.ts';
import { deny, type Finding, type Move, unknown, type Walk } from './walk.ts';

/**
 * Over a transit gateway: in at the attachment's interface of the own Availability Zone, through the route tables of the
 * gateway, which no import holds, and out at an attachment's interface of the other VPC. Sources: Amazon VPC Transit
 * Gateways, "VPC attachments", "Network ACLs for transit gateways".
 */
export function overTransitGateway(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const { terrain } = walk;
  const attachment = attachmentOf(terrain, found.target.id, at.vpcId);
  walk.decide(at, packet, found, objections(terrain, at, attachment));
  const own = attachment && enter(walk, at, packet, attachment);
  const between = own ? { interfaceId: own.NetworkInterfaceId, subnetId: own.SubnetId } : at;
  walk.decide(between, packet, null, [unknown('TGW_RTB_ROUTES_ARE_UNKNOWN', found.target.id)]);
  const to = walk.addressee(packet.dstaddr);
  if (to)
    return outOfTransitGateway(
      walk,
      found.target.id,
      to.vpcId,
      packet,
      terrain.zoneOf(own?.SubnetId ?? null),
    );
  if (walk.leadsInside) return { kind: 'straight', from: 'here', packet };
  const exit = {
    over: 'transit-gateway',
    packet,
    vpcId: at.vpcId,
    transitGatewayId: found.target.id,
  } as const;
  return { kind: 'outside', exit };
}

/** In at the interface of the attachment, which is given when it is known. */
function enter(
  walk: Walk,
  at: Spot,
  packet: Packet,
  attachment: TransitGatewayVpcAttachment,
): NetworkInterface | undefined {
  const { terrain } = walk;
  if (isElsewhere(terrain, at, attachment)) return undefined;
  const subnetId = subnetToEnterBy(terrain, at, attachment);
  const own = subnetId === null ? undefined : interfaceIn(terrain, subnetId);
  if (own) walk.cross('ingress', terrain.spotOfInterface('attachment', own), packet);
  else walk.decide(at, packet, null, [unknown('UNKNOWN_RESOURCE', attachment.TransitGatewayAttachmentId)]);
  return own;
}

/** From somewhere outside over a transit gateway into a VPC: how it got to the gateway is not known. */
export function inOverTransitGateway(
  walk: Walk,
  transitGatewayId: string,
  vpcId: string,
  packet: Packet,
): Move {
  // When the request went this way, it has been said already that the gateway's own routes are not known.
  if (walk.leg === 'forward')
    walk.decide(null, packet, null, [unknown('TGW_RTB_ROUTES_ARE_UNKNOWN', transitGatewayId)], 'ingress');
  return outOfTransitGateway(walk, transitGatewayId, vpcId, packet, null);
}

/**
 * Traffic stays in the Availability Zone that it came from where the other attachment has a subnet there; else, from
 * outside and in appliance mode the gateway chooses.
 */
function outOfTransitGateway(
  walk: Walk,
  transitGatewayId: string,
  vpcId: string,
  packet: Packet,
  zone: string | null,
): Move {
  const { terrain } = walk;
  const attachment = attachmentOf(terrain, transitGatewayId, vpcId);
  const straight: Move = { kind: 'arrive', packet, vpcId };
  if (!attachment) return straight;
  const id = attachment.TransitGatewayAttachmentId;
  if (!isAvailable(attachment)) walk.decide(null, packet, null, [deny('BAD_STATE_ATTACHMENT', id)]);
  const subnetId = subnetToLeaveBy(terrain, attachment, zone);
  const own = subnetId === null ? undefined : interfaceIn(terrain, subnetId);
  if (!own) {
    walk.decide(null, packet, null, [unknown(subnetId === null ? 'UNDECIDED' : 'UNKNOWN_RESOURCE', id)]);
    return straight;
  }
  const at = terrain.spotOfInterface('attachment', own);
  walk.cross('egress', at, packet);
  return { kind: 'leave', at, packet };
}

function objections(
  terrain: Terrain,
  at: Spot,
  attachment: TransitGatewayVpcAttachment | undefined,
): readonly Finding[] {
  if (!attachment) return [unknown('UNKNOWN_RESOURCE')];
  return [
    ...(isAvailable(attachment) ? [] : [deny('BAD_STATE_ATTACHMENT')]),
    ...(isElsewhere(terrain, at, attachment) ? [deny('TGW_ROUTE_AZ_RESTRICTION')] : []),
  ];
}

/** Whether the attachment has no subnet in the zone of a place, as far as zones are known. */
function isElsewhere(terrain: Terrain, at: Spot, { SubnetIds }: TransitGatewayVpcAttachment): boolean {
  const zone = terrain.zoneOf(at.subnetId);
  const zones = SubnetIds.map((id) => terrain.zoneOf(id));
  return zone !== null && !zones.includes(null) && !zones.includes(zone);
}

function attachmentOf(
  { resources }: Terrain,
  transitGatewayId: string,
  vpcId: string,
): TransitGatewayVpcAttachment | undefined {
  const all = resources.transitGatewayVpcAttachments.filter(
    (one) => one.TransitGatewayId === transitGatewayId && one.VpcId === vpcId,
  );
  // A deleted attachment is listed for some time beside its successor.
  return all.find(isAvailable) ?? all[0];
}

function isAvailable({ State }: TransitGatewayVpcAttachment): boolean {
  return (State ?? 'available') === 'available';
}

/** The attachment's subnet in the zone of a place, or its only one where zones are not known. */
function subnetToEnterBy(
  terrain: Terrain,
  { subnetId }: Spot,
  { SubnetIds }: TransitGatewayVpcAttachment,
): string | null {
  const zone = terrain.zoneOf(subnetId);
  const inZone = SubnetIds.find((id) => zone !== null && terrain.zoneOf(id) === zone);
  return inZone ?? (SubnetIds.length === 1 ? SubnetIds[0] : undefined) ?? null;
}

/**
 * The attachment's subnet in the zone that the packet came from, or its only one; null where the gateway chooses. Source:
 * Amazon VPC Transit Gateways, "Appliance in a shared services VPC".
 */
function subnetToLeaveBy(
  terrain: Terrain,
  { SubnetIds, Options }: TransitGatewayVpcAttachment,
  zone: string | null,
): string | null {
  const [only, ...others] = SubnetIds;
  if (only === undefined || others.length === 0) return only ?? null;
  if (zone === null || Options?.ApplianceModeSupport === 'enable') return null;
  return SubnetIds.find((id) => terrain.zoneOf(id) === zone) ?? null;
}

/** A transit gateway's interface in a subnet. Two gateways may be attached there, and interfaces do not say whose they are. */
function interfaceIn({ resources }: Terrain, subnetId: string): NetworkInterface | undefined {
  const [only, ...others] = resources.networkInterfaces.filter(
    (candidate) => candidate.SubnetId === subnetId && hasType(candidate, 'transit_gateway'),
  );
  return others.length === 0 ? only : undefined;
}
