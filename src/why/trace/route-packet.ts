import { ICMP, ICMPV6, TCP } from '../../model/protocol.ts';
import type { FoundRoute } from '../../network/routing/route-lookup.ts';
import type { RouteTargetKind } from '../../network/routing/route-target.ts';
import type { Packet } from '../path.ts';
import { overEgressOnlyGateway, overInternetGateway } from './internet-gateway.ts';
import { overGatewayLoadBalancerEndpoint, overInterface } from './middlebox.ts';
import { overNatGateway } from './nat-gateway.ts';
import { overPeering } from './peering.ts';
import type { Spot } from './terrain.ts';
import { overTransitGateway } from './transit-gateway.ts';
import { deny, type Finding, type Move, unknown, type Walk } from './walk.ts';

type Follow = (walk: Walk, at: Spot, packet: Packet, found: FoundRoute) => Move;

/** What each target does with a packet. */
const TARGETS: Readonly<Record<RouteTargetKind, Follow>> = {
  local: withinVpc,
  'internet-gateway': overInternetGateway,
  'egress-only-internet-gateway': overEgressOnlyGateway,
  'nat-gateway': overNatGateway,
  'gateway-endpoint': overGatewayEndpoint,
  'gateway-load-balancer-endpoint': overGatewayLoadBalancerEndpoint,
  interface: overInterface,
  peering: overPeering,
  'transit-gateway': overTransitGateway,
  'virtual-private-gateway': outOfSight,
  'local-gateway': outOfSight,
  'carrier-gateway': outOfSight,
  'core-network': outOfSight,
  'odb-network': outOfSight,
  other: outOfSight,
};

/** Internet gateways themselves, what stands before them, and those that say why not. */
const MAY_ANSWER_THE_INTERNET: ReadonlySet<RouteTargetKind> = new Set([
  'internet-gateway',
  'egress-only-internet-gateway',
  'interface',
  'gateway-load-balancer-endpoint',
  'local',
]);

/** A packet is routed: what the route table of its place says, and what stands behind the route. */
export function routePacket(walk: Walk, at: Spot, packet: Packet): Move {
  const { terrain } = walk;
  if (walk.leg === 'forward' && terrain.isService(packet.dstaddr, at.subnetId)) {
    walk.decide(at, packet, { id: null, words: null, target: { id: 'local' } }, []);
    return outside('other', at, packet);
  }
  if (!at.table) {
    return stuck(walk, at, packet, null, unknown('UNKNOWN_RESOURCE', at.routedAs));
  }
  const lookup = terrain.lookUp(packet.dstaddr, at.table);
  switch (lookup.kind) {
    case 'route':
      return alongRoute(walk, at, packet, lookup.found);
    case 'blackhole':
      return stuck(walk, at, packet, lookup.found, deny('BAD_STATE_ROUTE'));
    case 'filtered':
      return stuck(walk, at, packet, lookup.found, unknown('UNKNOWN_DESTINATION'));
    case 'unknown':
      return stuck(walk, at, packet, null, unknown('UNKNOWN_RESOURCE', lookup.prefixListId));
    case 'none':
      return withoutRoute(walk, at, packet, at.table.RouteTableId);
    default:
      return lookup satisfies never;
  }
}

function alongRoute(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const { kind } = found.target;
  if (takesAnotherWay(walk, kind)) return stuck(walk, at, packet, found, deny('REPLY_TAKES_ANOTHER_WAY'));
  return TARGETS[kind](walk, at, packet, found);
}

function stuck(walk: Walk, at: Spot, packet: Packet, found: FoundRoute | null, finding: Finding): Move {
  walk.decide(at, packet, found, [finding]);
  return { kind: 'straight', from: 'here', packet };
}

function withoutRoute(walk: Walk, at: Spot, packet: Packet, tableId: string): Move {
  const nat = walk.leg === 'reply' && at.kind === 'end' ? walk.translations.at(-1) : undefined;
  if (nat && nat.returnsOver !== null && nat.privateAddress === packet.dstaddr) {
    walk.decide(at, packet, { id: null, words: null, target: { id: nat.returnsOver } }, []);
    return { kind: 'arrive', packet, vpcId: nat.at.vpcId };
  }
  return stuck(walk, at, packet, null, deny('NO_ROUTE_TO_DESTINATION', tableId));
}

function withinVpc(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const to = walk.addressee(packet.dstaddr);
  if (to && to.vpcId === at.vpcId) {
    walk.decide(at, packet, found, []);
    return { kind: 'arrive', packet, vpcId: at.vpcId };
  }
  // Another VPC has the same block; or the block has no subnet there that was imported.
  return stuck(walk, at, packet, found, to ? deny('DISCONNECTED_VPCS') : unknown('UNKNOWN_DESTINATION'));
}

/**
 * To Amazon S3 or DynamoDB through a gateway endpoint. It takes TCP and ICMP echo; a question about ICMP is one about
 * echo. Sources: AWS PrivateLink Guide, "Gateway endpoints"; Reachability Analyzer, VPCE_GATEWAY_PROTOCOL_RESTRICTION.
 */
function overGatewayEndpoint(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const endpoint = walk.terrain.resources.vpcEndpoints.find(
    ({ VpcEndpointId }) => VpcEndpointId === found.target.id,
  );
  const state = endpoint?.State?.toLowerCase() ?? 'available';
  const isTaken = [TCP, ICMP, ICMPV6].includes(packet.protocol);
  walk.decide(at, packet, found, [
    ...(state === 'available' ? [] : [deny('BAD_STATE')]),
    ...(isTaken ? [] : [deny('VPCE_GATEWAY_PROTOCOL_RESTRICTION')]),
    ...(walk.leadsInside ? [unknown('UNKNOWN_DESTINATION')] : []),
  ]);
  return walk.leadsInside ? { kind: 'straight', from: 'here', packet } : outside('other', at, packet);
}

/** To a gateway behind which nothing is known: other networks. */
function outOfSight(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const isUnclear = walk.leadsInside || found.target.kind === 'other';
  walk.decide(at, packet, found, [...(isUnclear ? [unknown('UNKNOWN_DESTINATION')] : [])]);
  return walk.leadsInside ? { kind: 'straight', from: 'here', packet } : outside('other', at, packet);
}

/**
 * Whether a reply would leave over a gateway that does not know the connection: what came in over an internet gateway is
 * answered over it, and a NAT gateway takes part only in connections that went out over it.
 */
function takesAnotherWay({ leg, entrance }: Walk, kind: RouteTargetKind): boolean {
  if (leg === 'forward') return false;
  return kind === 'nat-gateway' || (entrance === 'internet' && !MAY_ANSWER_THE_INTERNET.has(kind));
}

function outside(over: 'other', { vpcId }: Spot, packet: Packet): Move {
  return { kind: 'outside', exit: { over, packet, vpcId, transitGatewayId: null } };
}
