import type { SeededRandom } from '../seeded-random.ts';
import type { Tap } from './log-record.ts';
import { interfaceAt, type ShopInterface, type ShopNetwork } from './shop-network.ts';

/** 2026-03-02, a Monday, 00:00 UTC. */
export const DAY_START = 1772409600;
export const DAY_SECONDS = 86_400;

/** Where the shop's hosts are. */
export const HOST = {
  loadBalancers: ['10.20.0.21', '10.20.1.22'],
  nat: '10.20.0.10',
  bastion: '10.20.1.40',
  web1: '10.20.11.31',
  web2: '10.20.12.32',
  worker1: '10.20.11.33',
  worker2: '10.20.12.34',
  payments: '10.20.11.35',
  debug: '10.20.12.99',
  secrets: '10.20.11.80',
  filesA: '10.20.11.90',
  filesB: '10.20.12.91',
  db1: '10.20.20.51',
  db2: '10.20.21.52',
  cache: '10.20.20.60',
  reportFunction: '10.20.21.77',
} as const;

/** What the writers of traffic need. */
export interface Shop {
  readonly network: ShopNetwork;
  readonly random: SeededRandom;
}

/** The network and, beside it, the interface of a function that was gone when the network was described. */
export function withReportFunction(network: ShopNetwork): ShopNetwork {
  const neighbour = interfaceAt(network, HOST.db2);
  const gone: ShopInterface = {
    ...neighbour,
    id: 'eni-0d36b1f27ac94e805',
    address: HOST.reportFunction,
    name: '-',
    instanceId: '-',
  };
  return new Map([...network, [gone.address, gone]]);
}

/** A port that Linux gives to the side that opens a connection. */
export function ephemeralPort(random: SeededRandom): number {
  return random.between(32_768, 60_999);
}

/** A time of the day, more often when a shop in Europe is busy. */
export function busyTime(random: SeededRandom, earliest = 0): number {
  for (;;) {
    const second = random.between(earliest, DAY_SECONDS - 900);
    const busy = 0.12 + 0.88 * Math.max(0, Math.sin((Math.PI * (second / 3600 - 6)) / 17));
    if (random.chance(busy)) return DAY_START + second;
  }
}

/** A time of the day, the night like the day. */
export function anyTime(random: SeededRandom): number {
  return DAY_START + random.between(0, DAY_SECONDS - 900);
}

/** Both interfaces of a flow between two hosts of the VPC. */
export function insideTaps(
  shop: Shop,
  from: string,
  to: string,
  dstport: number,
): [sender: Tap, receiver: Tap] {
  const srcport = ephemeralPort(shop.random);
  const ends = { srcaddr: from, dstaddr: to, srcport, dstport, pktSrcaddr: from, pktDstaddr: to };
  return [
    { ...ends, at: interfaceAt(shop.network, from), direction: 'egress' },
    { ...ends, at: interfaceAt(shop.network, to), direction: 'ingress' },
  ];
}

/** The interface of a host that is reached from outside the VPC. */
export function inboundTap(shop: Shop, from: string, to: string, dstport: number): Tap {
  const srcport = shop.random.between(1025, 65_535);
  const at = interfaceAt(shop.network, to);
  const dstaddr = from.includes(':') ? at.ipv6 : to;
  return {
    at,
    direction: 'ingress',
    srcaddr: from,
    dstaddr,
    srcport,
    dstport,
    pktSrcaddr: from,
    pktDstaddr: dstaddr,
  };
}

/** The interface of a host that opens a connection to outside the VPC. */
export function outboundTap(shop: Shop, from: string, to: string, dstport: number): Tap {
  const at = interfaceAt(shop.network, from);
  const srcaddr = to.includes(':') ? at.ipv6 : from;
  const srcport = ephemeralPort(shop.random);
  return {
    at,
    direction: 'egress',
    srcaddr,
    dstaddr: to,
    srcport,
    dstport,
    pktSrcaddr: srcaddr,
    pktDstaddr: to,
  };
}

/** A flow through the NAT gateway: at the host, entering the gateway, leaving the gateway. */
export function natTaps(
  shop: Shop,
  from: string,
  to: string,
  dstport: number,
): [host: Tap, entering: Tap, leaving: Tap] {
  const host = outboundTap(shop, from, to, dstport);
  const at = interfaceAt(shop.network, HOST.nat);
  const srcport = shop.random.between(1024, 65_535);
  return [
    host,
    { ...host, at, direction: 'ingress', dstaddr: HOST.nat },
    { ...host, at, srcaddr: HOST.nat, pktSrcaddr: HOST.nat, srcport },
  ];
}
