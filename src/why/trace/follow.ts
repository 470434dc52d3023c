import type { Packet } from '../path.ts';
import { enterFromInternet, stopAtNatGateway } from './internet-gateway.ts';
import { backThroughNatGateway } from './nat-gateway.ts';
import { routePacket } from './route-packet.ts';
import { isKnown, type Spot } from './terrain.ts';
import { type Move, unknown, type Walk } from './walk.ts';

const NOWHERE = { over: null, transitGatewayId: null } as const;

/** Follows a packet, move by move, until it has arrived, has left the network or is lost. */
export function follow(walk: Walk, first: Move): void {
  const seen = new Set<string>();
  for (let move: Move | null = first; move !== null; ) {
    move = move.kind === 'leave' ? leave(walk, move.at, move.packet, seen) : next(walk, move);
  }
}

function next(walk: Walk, move: Exclude<Move, { kind: 'leave' }>): Move | null {
  switch (move.kind) {
    case 'internet':
      return onTheInternet(walk, move.packet);
    case 'enter':
      return enter(walk, move.packet);
    case 'arrive':
      return arrive(walk, move.packet);
    case 'straight':
      return straight(walk, move.from, move.packet);
    case 'outside':
      walk.exit = move.exit;
      return null;
    case 'lost':
      return lost(walk, move.packet);
    default:
      return move satisfies never;
  }
}

function leave(walk: Walk, at: Spot, packet: Packet, seen: Set<string>): Move {
  const place = [at.interfaceId ?? at.subnetId ?? at.table?.RouteTableId, packet.dstaddr].join(' ');
  if (!seen.has(place)) {
    seen.add(place);
    return routePacket(walk, at, packet);
  }
  // Routes that lead in a circle are only known so when what stands between them does nothing else.
  walk.decide(at, packet, null, [unknown('UNKNOWN_DESTINATION', at.interfaceId ?? at.vpcId)]);
  return { kind: 'straight', from: 'here', packet };
}

function onTheInternet(walk: Walk, packet: Packet): Move | null {
  const to = walk.addressee(packet.dstaddr);
  if (to?.kind === 'nat') return arrive(walk, packet);
  if (to?.kind === 'goal') return enter(walk, packet);
  if (walk.leadsInside) return straight(walk, 'here', packet);
  const vpcId = walk.start.vpcId ?? '';
  walk.exit = { over: 'internet', packet, vpcId, transitGatewayId: null };
  return null;
}

function enter(walk: Walk, packet: Packet): null {
  if (!isKnown(walk.goal)) return null;
  enterFromInternet(walk, walk.goal, packet);
  deliver(walk, packet);
  walk.entrance = 'internet';
  return null;
}

function arrive(walk: Walk, packet: Packet): Move | null {
  const nat = walk.leg === 'reply' ? walk.translations.at(-1) : undefined;
  if (nat && walk.addressee(packet.dstaddr)?.kind === 'nat') return backThroughNatGateway(walk, nat, packet);
  deliver(walk, packet);
  if (walk.leg === 'forward') walk.entrance = 'network';
  return null;
}

function deliver(walk: Walk, packet: Packet): void {
  if (!isKnown(walk.goal)) return;
  const { address } = walk.goal;
  walk.arrived = { ...packet, dstaddr: address };
  walk.crossEnd('ingress', walk.goal, walk.arrived);
  stopAtNatGateway(walk, walk.arrived);
}

/**
 * What should have led the packet on does not, and it is followed as if a plain way did, so that whatever else refuses it
 * is found too: the request as it was sent, an answer to the NAT gateway or the end that it is for.
 */
function straight(walk: Walk, from: 'here' | 'start', packet: Packet): Move | null {
  const { start, goal } = walk;
  if (walk.leg === 'reply') {
    const asSent = { ...packet, srcaddr: start.sentTo };
    const nat = walk.translations.at(-1);
    return arrive(walk, nat ? { ...asSent, dstaddr: nat.privateAddress } : asSent);
  }
  if (from === 'start') walk.translations.length = 0;
  const sender = walk.translations.at(-1);
  const [own, ownPublic] = sender
    ? [sender.privateAddress, sender.at.publicAddress]
    : [start.address, start.publicAddress];
  if (!walk.leadsInside) {
    walk.exit = { ...NOWHERE, packet: { ...packet, srcaddr: own }, vpcId: start.vpcId ?? '' };
    return null;
  }
  // Over the Internet only a public address is seen; without one, nobody knows which it would be.
  const srcaddr = goal.sentTo === goal.address ? own : ownPublic;
  if (srcaddr !== null) deliver(walk, { ...packet, srcaddr });
  return null;
}

/** The answer of somebody outside comes back all the same, to the one who asked. */
function lost(walk: Walk, packet: Packet): null {
  const { leg, start } = walk;
  if (leg === 'reply' || walk.leadsInside) return null;
  walk.translations.length = 0;
  walk.exit = { ...NOWHERE, packet: { ...packet, srcaddr: start.address }, vpcId: start.vpcId ?? '' };
  return null;
}
