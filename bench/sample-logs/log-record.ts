import type { ShopInterface } from './shop-network.ts';

export type Direction = 'ingress' | 'egress';

/** TCP flags as flow logs show them: ACK alone counts as 0. */
export const FLAGS = { none: 0, fin: 1, syn: 2, rst: 4, synAck: 18 } as const;

/** IANA protocol numbers that the sample uses. */
export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17 } as const;

/** The two ends of a flow as one interface's record shows them. */
export interface Ends {
  readonly srcaddr: string;
  readonly dstaddr: string;
  readonly srcport: number;
  readonly dstport: number;
  readonly pktSrcaddr: string;
  readonly pktDstaddr: string;
}

/** One line of a flow log before it has a format. `ends` is null in NODATA and SKIPDATA lines. */
export interface LogRecord {
  readonly at: ShopInterface;
  readonly start: number;
  readonly end: number;
  readonly status: 'OK' | 'NODATA' | 'SKIPDATA';
  readonly traffic: Traffic | null;
}

export interface Traffic {
  readonly direction: Direction;
  readonly ends: Ends;
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly flags: number;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly rejectReason: 'BPA' | '-';
}

/** Where the opener's packets are seen, and which way they go there. */
export interface Tap extends Ends {
  readonly at: ShopInterface;
  readonly direction: Direction;
}

/** The flow in the other direction at the same place. */
export function reversed(tap: Tap): Tap {
  return {
    at: tap.at,
    direction: tap.direction === 'egress' ? 'ingress' : 'egress',
    srcaddr: tap.dstaddr,
    dstaddr: tap.srcaddr,
    srcport: tap.dstport,
    dstport: tap.srcport,
    pktSrcaddr: tap.pktDstaddr,
    pktDstaddr: tap.pktSrcaddr,
  };
}

/** Second of the minute at which the aggregation windows of an interface begin. */
export function windowOffset(at: ShopInterface): number {
  return Number.parseInt(at.id.slice(-4), 16) % 60;
}
