import type { OracleNetwork } from '../../oracle/aws-json.ts';
import type { OracleRecord } from '../../oracle/oracle-record.ts';
import { familyOfText } from './block-edges.ts';
import type { Dice } from './dice.ts';
import { type Observer, observersOf } from './observers.ts';
import { BPA_REMOTE, EC_REMOTE, remotePools } from './remotes.ts';
import { RULE_PORTS } from './rule-parts.ts';

/** Unix seconds at which the records begin. */
export const EPOCH_START_S = 1_760_000_000;

const EPHEMERAL = [40000, 1024, 32768, 49152, 65535] as const;
const FLAGS = [2, 2, 0, 18, 3, 19, 1, 4, 16, null] as const;

/** One refused (or accepted) flow from a tape, and often records of its other half or of itself a little earlier or later. */
export function recordDrawer(network: OracleNetwork): (dice: Dice) => OracleRecord[] {
  const observers = observersOf(network);
  const pools = remotePools(network);
  return (dice) => {
    const observer = dice.pickAny(observers);
    const remote = dice.pickAny(pools[dice.pick([0, 1, 2, 4, 0, 1, 2, 4, 3])] ?? []);
    if (observer === null || remote === null) return [];
    const record = drawRecord(dice, observer, remote);
    const companions = [
      ...(dice.once(3) ? [later(dice, reverse(record))] : []),
      ...(dice.once(6) ? [later(dice, record)] : []),
    ];
    return [record, ...companions].map((r) => smudge(dice, r));
  };
}

function drawRecord(dice: Dice, observer: Observer, remote: string): OracleRecord {
  const family = familyOfText(remote);
  const own = dice.pickAny(observer.own.filter((a) => familyOfText(a) === family));
  const outside = family === 4 ? '10.99.2.2' : '2a00:99::2';
  const local = own === null || (observer.forwards && dice.once(2)) ? outside : own;
  const shown = family === 4 ? (observer.primary ?? local) : (own ?? local);
  const ingress = dice.once(2);
  const protocol = dice.pick([6, 6, 6, 6, 6, 17, 17, ...(family === 4 ? [1, 1, 58] : [58, 58, 1]), 50, 47]);
  const [service, client] = drawPorts(dice, protocol);
  const isReply = dice.once(3);
  const start = EPOCH_START_S + 30 * dice.below(20);
  const refused = !dice.once(4);
  return {
    interfaceId: observer.interfaceId,
    direction: ingress ? 'ingress' : 'egress',
    srcaddr: ingress ? remote : shown,
    dstaddr: ingress ? shown : remote,
    pktSrcaddr: ingress ? remote : local,
    pktDstaddr: ingress ? local : remote,
    srcport: isReply ? service : client,
    dstport: isReply ? client : service,
    protocol,
    packets: 1 + dice.below(9),
    bytes: 40 + dice.below(1000),
    start,
    end: start + dice.pick([30, 0, 59, 60]),
    action: refused ? 'REJECT' : 'ACCEPT',
    tcpFlags: protocol === 6 ? dice.pick(FLAGS) : 0,
    vpcId: observer.vpcId,
    subnetId: observer.subnetId,
    rejectReason: refused ? reasonFor(remote) : null,
  };
}

function drawPorts(dice: Dice, protocol: number): [service: number, client: number] {
  if (protocol !== 6 && protocol !== 17) return [0, 0];
  const port = dice.pick(RULE_PORTS) + dice.pick([0, 0, 1, -1]);
  return [Math.min(65535, Math.max(0, port)), dice.pick(EPHEMERAL)];
}

/** The reason hangs on the address alone, so that no key has two. */
function reasonFor(remote: string): string | null {
  if (remote === BPA_REMOTE) return 'BPA';
  return remote === EC_REMOTE ? 'EC' : null;
}

/** The other half of the connection at the same interface. */
function reverse(record: OracleRecord): OracleRecord {
  return {
    ...record,
    direction: record.direction === 'ingress' ? 'egress' : 'ingress',
    srcaddr: record.dstaddr,
    dstaddr: record.srcaddr,
    pktSrcaddr: record.pktDstaddr,
    pktDstaddr: record.pktSrcaddr,
    srcport: record.dstport,
    dstport: record.srcport,
  };
}

/** The record at another time, often right at the other one's end, mostly accepted. */
function later(dice: Dice, record: OracleRecord): OracleRecord {
  const start = dice.pick([record.start, record.end, record.end + 1, record.start - 60, record.end + 600]);
  const accepted = !dice.once(4);
  const remotes = [record.pktSrcaddr, record.pktDstaddr];
  const reason = remotes.map((a) => (a === null ? null : reasonFor(a))).find((r) => r !== null) ?? null;
  return {
    ...record,
    start,
    end: start + dice.pick([30, 0]),
    packets: 1 + dice.below(9),
    action: accepted ? 'ACCEPT' : 'REJECT',
    tcpFlags: record.protocol === 6 ? dice.pick(FLAGS) : 0,
    rejectReason: accepted ? null : reason,
  };
}

/** Now and then a field that the log could not tell. */
function smudge(dice: Dice, record: OracleRecord): OracleRecord {
  if (!dice.once(12)) return record;
  return dice.pick<OracleRecord>([
    { ...record, pktSrcaddr: null, pktDstaddr: null },
    { ...record, direction: null },
    { ...record, pktDstaddr: null },
    { ...record, dstport: null },
    { ...record, protocol: null },
    { ...record, dstaddr: null, pktDstaddr: null },
    { ...record, srcaddr: null, pktSrcaddr: null },
  ]);
}
