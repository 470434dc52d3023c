import type { Address } from '../../model/address.ts';
import { isPrivate, isRfc1918, isRfc6598 } from '../../model/special-addresses.ts';
import {
  egressOnlyInternetGatewayOf,
  internetGatewayOf,
  isAttachedTo,
  natOfInterface,
} from '../../network/routing/gateways.ts';
import type { FoundRoute } from '../../network/routing/route-lookup.ts';
import { gatewayRouteTableOf } from '../../network/routing/route-tables.ts';
import type { Packet } from '../path.ts';
import type { DenyReason } from '../reasons.ts';
import { addressOf, isKnown, type KnownEnd, type Spot } from './terrain.ts';
import { deny, type Finding, type Move, unknown, type Walk } from './walk.ts';

/**
 * Out through an internet gateway. It takes packets to public addresses only, and of IPv4 only those whose source has a
 * public address, which it puts in its place. Sources: Reachability Analyzer, "Explanation codes"; Amazon VPC User Guide,
 * "Block public access to VPCs and subnets".
 */
export function overInternetGateway(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  const to = addressOf(packet.dstaddr);
  const gateway = walk.terrain.resources.internetGateways.find(
    ({ InternetGatewayId }) => InternetGatewayId === found.target.id,
  );
  const attachment = gateway && !isAttachedTo(gateway, at.vpcId) ? [deny('BAD_STATE_ATTACHMENT')] : [];
  if (isPrivate(to)) {
    walk.decide(at, packet, found, [...attachment, privateDestination(to)]);
    return { kind: 'straight', from: 'start', packet };
  }
  // The answer to what came in over this gateway: what stands against the gateway was said there.
  const isKnownThere = walk.leg === 'reply' && walk.entrance === 'internet';
  if (walk.leg === 'reply' && walk.entrance === 'network') {
    walk.decide(at, packet, found, [...attachment, deny('REPLY_TAKES_ANOTHER_WAY')]);
    return { kind: 'straight', from: 'here', packet };
  }
  const others = isKnownThere ? [] : outgoing(walk, at, packet);
  walk.decide(at, packet, found, [...attachment, ...others]);
  if (to.family === 6) return { kind: 'internet', packet };
  if (at.publicAddress !== null)
    return { kind: 'internet', packet: { ...packet, srcaddr: at.publicAddress } };
  return walk.leadsInside ? { kind: 'lost', packet } : { kind: 'internet', packet };
}

function privateDestination(to: Address): Finding {
  if (isRfc1918(to)) return deny('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS');
  if (isRfc6598(to)) return deny('IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS');
  return unknown('UNKNOWN_DESTINATION');
}

function outgoing(walk: Walk, at: Spot, packet: Packet): readonly Finding[] {
  const from = addressOf(packet.srcaddr);
  const mode = walk.terrain.blockPublicAccess(at);
  // "Ingress-only" leaves NAT gateways and egress-only internet gateways alone and refuses everything else.
  const isBlocked = mode !== null && !(mode === 'block-ingress' && at.kind === 'nat');
  return [
    ...unassociated(walk, from, at, 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'),
    ...(isBlocked ? [deny('VPC_BLOCK_PUBLIC_ACCESS_ENABLED')] : []),
  ];
}

/**
 * Out through an egress-only internet gateway, which lets IPv6 connections out and nobody in. Source: Amazon VPC User
 * Guide, "Enable outbound IPv6 traffic using an egress-only internet gateway".
 */
export function overEgressOnlyGateway(walk: Walk, at: Spot, packet: Packet, found: FoundRoute): Move {
  if (walk.leg === 'reply' && at.kind === 'end') {
    walk.decide(at, packet, found, [deny('OUTBOUND_ONLY')]);
    return { kind: 'straight', from: 'here', packet };
  }
  const gateway = walk.terrain.resources.egressOnlyInternetGateways.find(
    ({ EgressOnlyInternetGatewayId }) => EgressOnlyInternetGatewayId === found.target.id,
  );
  const mode = walk.terrain.blockPublicAccess(at);
  walk.decide(at, packet, found, [
    ...(gateway && !isAttachedTo(gateway, at.vpcId) ? [deny('BAD_STATE_ATTACHMENT')] : []),
    ...(isPrivate(addressOf(packet.srcaddr)) ? [deny('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS')] : []),
    ...(isPrivate(addressOf(packet.dstaddr)) ? [unknown('UNKNOWN_DESTINATION')] : []),
    ...(mode === 'block-bidirectional' ? [deny('VPC_BLOCK_PUBLIC_ACCESS_ENABLED')] : []),
  ]);
  return { kind: 'internet', packet };
}

/** What an internet gateway does with a packet from the Internet to an end of the network, before it arrives there. */
export function enterFromInternet(walk: Walk, goal: KnownEnd, packet: Packet): void {
  const { resources } = walk.terrain;
  const gatewayId = internetGatewayOf(goal.vpcId, resources);
  const inner = { ...packet, dstaddr: goal.address };
  const edge = gatewayId === null ? null : edgeRoute(walk, gatewayId, goal.address);
  const findings = [
    ...(walk.leg === 'forward' ? incoming(walk, goal, gatewayId) : []),
    ...(edge === null ? [] : [edge.finding]),
  ];
  // Answers pass a gateway that knows their connection without more ado.
  if (walk.leg === 'reply' && findings.length === 0) return;
  const plain = { id: null, words: null, target: gatewayId === null ? null : { id: gatewayId } };
  if (findings.length === 0) walk.decide(goal, inner, plain, [], 'ingress');
  for (const finding of findings) {
    walk.decide(goal, inner, finding === edge?.finding ? edge.found : plain, [finding], 'ingress');
  }
}

function incoming(walk: Walk, goal: KnownEnd, gatewayId: string | null): readonly Finding[] {
  const to = addressOf(goal.address);
  const outboundOnly =
    to.family === 6 ? egressOnlyInternetGatewayOf(goal.vpcId, walk.terrain.resources) : null;
  return [
    ...(gatewayId === null && outboundOnly !== null ? [deny('OUTBOUND_ONLY', outboundOnly)] : []),
    ...(gatewayId === null && outboundOnly === null ? [deny('NO_INTERNET_GATEWAY', goal.vpcId)] : []),
    ...unassociated(walk, to, walk.terrain.spotOfEnd(goal), 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'),
    ...(walk.terrain.blockPublicAccess(goal) === null ? [] : [deny('VPC_BLOCK_PUBLIC_ACCESS_ENABLED')]),
  ];
}

/**
 * What keeps an address of the VPC from having a public one: IPv6 addresses are public by themselves. Of an address that
 * no known interface has, only the subnet tells what a new interface would get.
 */
function unassociated(walk: Walk, own: Address, at: Spot, reason: DenyReason): readonly Finding[] {
  if (own.family === 6) return isPrivate(own) ? [deny(reason)] : [];
  if (at.publicAddress !== null) return [];
  if (at.isAssociationKnown) return [deny(reason)];
  const subnet = walk.terrain.subnet(at.subnetId);
  return subnet?.MapPublicIpOnLaunch === true ? [] : [unknown('UNDECIDED', at.routedAs)];
}

/** What the route table of the gateway has for an address, where it leads anywhere else than to the address itself. */
function edgeRoute(
  { terrain }: Walk,
  gatewayId: string,
  to: string,
): { readonly found: FoundRoute; readonly finding: Finding } | null {
  const table = gatewayRouteTableOf(gatewayId, terrain.resources.routeTables);
  const lookup = table && terrain.lookUp(to, table);
  if (!lookup || lookup.kind === 'none' || lookup.kind === 'unknown') return null;
  const { found } = lookup;
  if (found.target.kind === 'local') return null;
  const finding = lookup.kind === 'blackhole' ? deny('BAD_STATE_ROUTE') : unknown('UNKNOWN_DESTINATION');
  return { found, finding: { ...finding, resource: found.target.id } };
}

/** A NAT gateway lets nobody in from outside, though its interface accepts the packets. Source: AWS re:Post on flow logs of NAT gateways. */
export function stopAtNatGateway(walk: Walk, packet: Packet): void {
  if (walk.leg === 'reply' || isKnown(walk.start)) return;
  const nat = natOfInterface(walk.goal.interfaceId, walk.terrain.resources);
  if (nat) walk.decide(walk.goal, packet, null, [deny('OUTBOUND_ONLY', nat.NatGatewayId)], 'ingress');
}
