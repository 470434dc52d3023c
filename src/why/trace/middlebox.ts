import type { NetworkInterface } from '../../network/aws/resources.ts';
import type { FoundRoute } from '../../network/routing/route-lookup.ts';
import { privateAddresses } from '../../network/rule-tables/group-members.ts';
import type { Packet } from '../path.ts';
import { addressOf, type Spot } from './terrain.ts';
import { deny, type Move, unknown, type Walk } from './walk.ts';

/**
 * To an interface that is not the destination: a firewall, a NAT instance. It must not check source and destination, and
 * what it does with packets is not known. Source: Reachability Analyzer, ENI_SOURCE_DEST_CHECK_RESTRICTION.
 */
export function overInterface(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const box = walk.terrain.interface(found.target.id);
  if (!box) {
    walk.decide(at, packet, found, [unknown('UNKNOWN_RESOURCE')]);
    return beyond(walk, packet);
  }
  const to = addressOf(packet.dstaddr);
  const isOwn = privateAddresses(box).some(({ value }) => value === to.value);
  if (isOwn) {
    walk.decide(at, packet, found, []);
    return { kind: 'arrive', packet, vpcId: box.VpcId };
  }
  walk.decide(
    at,
    packet,
    found,
    box.SourceDestCheck === true ? [deny('ENI_SOURCE_DEST_CHECK_RESTRICTION')] : [],
  );
  pass(walk, box, packet, found.target.id);
  return beyond(walk, packet);
}

/**
 * To a Gateway Load Balancer endpoint: what stands behind it may drop packets, and those that come back look the same and
 * go on by the routes of the endpoint's subnet. Source: AWS PrivateLink Guide, "Gateway Load Balancer endpoints".
 */
export function overGatewayLoadBalancerEndpoint(
  walk: Walk,
  at: Spot,
  packet: Packet,
  found: FoundRoute,
): Move {
  const { terrain } = walk;
  const { id } = found.target;
  const endpoint = terrain.resources.vpcEndpoints.find(({ VpcEndpointId }) => VpcEndpointId === id);
  const [only, ...others] = endpoint?.NetworkInterfaceIds ?? [];
  const box = others.length === 0 ? terrain.interface(only) : undefined;
  walk.decide(at, packet, found, []);
  if (!box) {
    walk.decide(at, packet, null, [unknown('UNKNOWN_DESTINATION', id)]);
    return beyond(walk, packet);
  }
  pass(walk, box, packet, id);
  const { publicAddress, isAssociationKnown } = at;
  const behind = { ...terrain.spotOfInterface('middlebox', box), publicAddress, isAssociationKnown };
  return { kind: 'leave', at: behind, packet };
}

function pass(walk: Walk, box: NetworkInterface, packet: Packet, id: string): void {
  const { NetworkInterfaceId: interfaceId, SubnetId: subnetId } = box;
  walk.cross('ingress', { interfaceId, subnetId }, packet);
  walk.cross('egress', { interfaceId, subnetId }, packet);
  walk.decide({ interfaceId, subnetId }, packet, null, [unknown('UNKNOWN_DESTINATION', id)]);
}

/** On to the destination by its address; behind what may translate addresses a public one is not followed. */
function beyond(walk: Walk, packet: Packet): Move {
  const to = walk.addressee(packet.dstaddr);
  const isPublic = walk.goal.publicAddress === packet.dstaddr;
  if (to && !isPublic) return { kind: 'arrive', packet, vpcId: to.vpcId };
  return walk.leg === 'reply' ? { kind: 'straight', from: 'here', packet } : { kind: 'lost', packet };
}
