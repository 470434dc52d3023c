import { isPrivate } from '../model/special-addresses.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import { peerOf } from '../network/routing/gateways.ts';
import type { FoundRoute } from '../network/routing/route-lookup.ts';
import type { RouteTargetKind } from '../network/routing/route-target.ts';
import type { End, Packet, PathStep } from './path.ts';
import { follow } from './trace/follow.ts';
import { addressOf, isKnown, type KnownEnd, Terrain } from './trace/terrain.ts';
import { inOverTransitGateway } from './trace/transit-gateway.ts';
import { answerTo, type Exit, type Move, unknown, Walk } from './trace/walk.ts';

/** Over these, connections come in from other networks; the routes back tell which. */
const NETWORK_GATEWAYS: ReadonlySet<RouteTargetKind> = new Set([
  'virtual-private-gateway',
  'local-gateway',
  'carrier-gateway',
  'core-network',
  'odb-network',
  'transit-gateway',
  'peering',
]);

/**
 * The path of a connection through a network, both legs in the order in which packets take it: each interface that they
 * cross, to have its rules asked, and each route that leads them on. A refusal or something unknown does not end it, as
 * far as it is known what would follow. Without steps when both ends are outside of the network. Sources: Amazon VPC User
 * Guide; Reachability Analyzer, "Explanation codes".
 */
export function trace(
  resources: NetworkResources,
  src: End,
  dst: End,
  ports: Pick<Packet, 'protocol' | 'srcport' | 'dstport'>,
): readonly PathStep[] {
  if (!isKnown(src) && !isKnown(dst)) return [];
  const terrain = new Terrain(resources);
  const request: Packet = { ...ports, srcaddr: src.address, dstaddr: dst.sentTo };
  const forward = new Walk(terrain, 'forward', { start: src, goal: dst });
  if (isKnown(src)) {
    forward.crossEnd('egress', src, request);
    follow(forward, { kind: 'leave', at: terrain.spotOfEnd(src), packet: request });
  } else if (isKnown(dst)) {
    comeIn(forward, dst, request);
  }
  return [...forward.steps, ...answer(forward)];
}

/** The way back of what the forward leg brought to its goal or out of the network. */
function answer({ terrain, start, goal, translations, entrance, exit, arrived }: Walk): readonly PathStep[] {
  const walk = new Walk(terrain, 'reply', { start: goal, goal: start }, translations);
  walk.entrance = entrance;
  if (exit) {
    comeBack(walk, exit);
  } else if (arrived && isKnown(goal)) {
    const packet = answerTo(arrived);
    walk.crossEnd('egress', goal, packet);
    follow(walk, { kind: 'leave', at: terrain.spotOfEnd(goal), packet });
  }
  return walk.steps;
}

/** An answer from outside takes the way by which the request left. */
function comeBack(walk: Walk, { over, packet, vpcId, transitGatewayId }: Exit): void {
  const back = answerTo(packet);
  if (over === 'internet') follow(walk, { kind: 'internet', packet: back });
  else if (transitGatewayId !== null) follow(walk, inOverTransitGateway(walk, transitGatewayId, vpcId, back));
  else follow(walk, { kind: 'arrive', packet: back, vpcId });
}

/**
 * A connection from outside comes in from the Internet, or over the gateway to other networks that the destination's own
 * route leads back to. A default route back does not make a public address one of another network.
 */
function comeIn(walk: Walk, dst: KnownEnd, packet: Packet): void {
  const { table } = walk.terrain.spotOfEnd(dst);
  const isInternet = walk.start.kind === 'internet' || !isPrivate(addressOf(packet.srcaddr));
  const lookup = table && walk.terrain.lookUp(packet.srcaddr, table);
  const back = lookup?.kind === 'route' ? lookup.found : null;
  const isGateway = back !== null && NETWORK_GATEWAYS.has(back.target.kind);
  const inner = { ...packet, dstaddr: dst.address };
  if (isGateway && !(isInternet && back.prefixLength === 0)) {
    follow(walk, overNetworkGateway(walk, dst, inner, back));
  } else if (isInternet) {
    follow(walk, { kind: 'enter', packet: inner });
  } else {
    follow(walk, overOther(walk, inner, back));
  }
}

function overNetworkGateway(walk: Walk, { vpcId }: KnownEnd, packet: Packet, back: FoundRoute): Move {
  const { kind, id } = back.target;
  if (kind === 'transit-gateway') return inOverTransitGateway(walk, id, vpcId, packet);
  if (kind === 'peering') {
    const { resources } = walk.terrain;
    const peering = resources.vpcPeeringConnections.find((one) => one.VpcPeeringConnectionId === id);
    const peer = peering && peerOf(peering, vpcId, resources);
    walk.decide(null, packet, null, [unknown('UNKNOWN_DESTINATION', peer?.vpcId ?? id)], 'ingress');
  }
  return { kind: 'arrive', packet, vpcId };
}

/** A private address to which no gateway leads back: how it comes in is not known, or is a middlebox's affair. */
function overOther(walk: Walk, packet: Packet, back: FoundRoute | null): Move {
  if (back?.target.kind === 'interface' || back?.target.kind === 'gateway-load-balancer-endpoint')
    walk.decide(null, packet, null, [unknown('UNKNOWN_DESTINATION', back.target.id)], 'ingress');
  return { kind: 'straight', from: 'here', packet };
}
