import { cidrContains } from '../../model/cidr.ts';
import { peerOf } from '../../network/routing/gateways.ts';
import type { FoundRoute } from '../../network/routing/route-lookup.ts';
import type { Packet } from '../path.ts';
import { addressOf, type Spot } from './terrain.ts';
import { deny, type Finding, type Move, unknown, type Walk } from './walk.ts';

/**
 * Over a VPC peering connection, which takes packets to the blocks of the other VPC alone. Sources: Amazon VPC Peering
 * Guide, "How VPC peering connections work"; Reachability Analyzer, PCX_REQUIRES_ADDRESS_IN_VPC_CIDR.
 */
export function overPeering(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const { resources } = walk.terrain;
  const peering = resources.vpcPeeringConnections.find(
    ({ VpcPeeringConnectionId }) => VpcPeeringConnectionId === found.target.id,
  );
  const peer = peering && peerOf(peering, at.vpcId, resources);
  const to = walk.addressee(packet.dstaddr);
  const isActive = (peering?.Status?.Code ?? 'active') === 'active';
  const state: readonly Finding[] = isActive ? [] : [deny('BAD_STATE')];
  if (!peer) {
    walk.decide(at, packet, found, [...state, unknown('UNKNOWN_RESOURCE')]);
    return { kind: 'straight', from: 'here', packet };
  }
  const isHeld =
    peer.blocks.length === 0 || peer.blocks.some((block) => cidrContains(block, addressOf(packet.dstaddr)));
  if (!isHeld) {
    walk.decide(at, packet, found, [...state, deny('PCX_REQUIRES_ADDRESS_IN_VPC_CIDR')]);
    return { kind: 'straight', from: 'here', packet };
  }
  if (to && to.vpcId === peer.vpcId) {
    walk.decide(at, packet, found, state);
    rememberReturn(walk, at, found.target.id);
    return { kind: 'arrive', packet, vpcId: peer.vpcId };
  }
  if (to) {
    // Another VPC has the same address.
    walk.decide(at, packet, found, [...state, deny('DISCONNECTED_VPCS')]);
    return { kind: 'straight', from: 'here', packet };
  }
  walk.decide(at, packet, found, state);
  walk.decide(null, packet, null, [unknown('UNKNOWN_DESTINATION', peer.vpcId ?? found.target.id)], 'ingress');
  const exit = { over: 'other', packet, vpcId: at.vpcId, transitGatewayId: null } as const;
  return { kind: 'outside', exit };
}

/** Answers to a NAT gateway find back over the peering connection by themselves: "NAT gateway basics", "Return to Sender". */
function rememberReturn(walk: Walk, at: Spot, peeringId: string): void {
  const last = walk.leg === 'forward' && at.kind === 'nat' ? walk.translations.pop() : undefined;
  if (last) walk.translations.push({ ...last, returnsOver: peeringId });
}
