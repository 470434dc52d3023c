import type { OracleNetwork } from './aws-json.ts';
import { isExempt } from './exempt.ts';
import { isClassicLoadBalancer, isInSubnet } from './interfaces.ts';
import { askAcl } from './network-acl.ts';
import type { Packet } from './packet.ts';
import type { Place } from './place.ts';
import { askGroups } from './security-groups.ts';
import { type Outcome, PASS, UNKNOWN, type World } from './stage.ts';
import { isReachedOverOwnTransitGateway } from './transit-gateway.ts';

/** What the two stages do with the packet in one world, in the order in which it meets them. */
export function walk(
  network: OracleNetwork,
  place: Place,
  packet: Packet,
  groupsLeftOut: boolean,
): (world: World) => readonly [Outcome, Outcome] {
  const exempt = isExempt(network, place, packet.remote);
  const subnet = { SubnetId: place.subnetId, VpcId: place.vpcId };
  const acl = (world: World) =>
    exempt || !aclApplies(network, place, packet) ? PASS : askAcl(network, subnet, packet, world);
  const groups = (world: World) => {
    if (exempt || groupsLeftOut) return PASS;
    return place.ni === null ? UNKNOWN : askGroups(network, place.ni, packet, world);
  };
  return (world) =>
    packet.direction === 'ingress' ? [acl(world), groups(world)] : [groups(world), acl(world)];
}

/** Whether the packet crosses the border of the subnet, or is one of those that are checked inside it (or not checked at it). */
function aclApplies(network: OracleNetwork, place: Place, packet: Packet): boolean {
  const { ni, subnet } = place;
  const isTransitGateway = ni?.InterfaceType === 'transit_gateway';
  if (subnet !== null && isInSubnet(subnet, packet.remote)) {
    return packet.direction === 'egress' ? ni !== null && isClassicLoadBalancer(ni) : isTransitGateway;
  }
  const delivered = packet.direction === 'ingress' && !isTransitGateway;
  return !(delivered && isReachedOverOwnTransitGateway(network, place, packet.remote));
}
