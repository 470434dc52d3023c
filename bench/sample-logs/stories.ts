import { type Burst, burstRecords, type Connection, connectionRecords } from './connection.ts';
import { FLAGS, type LogRecord, PROTOCOL, reversed, type Tap } from './log-record.ts';
import { customer } from './ordinary-traffic.ts';
import {
  anyTime,
  busyTime,
  DAY_START,
  HOST,
  inboundTap,
  insideTaps,
  natTaps,
  outboundTap,
  type Shop,
} from './shop.ts';

const HOUR = 3600;
const MAIL_RELAY = '198.51.100.25';
const MIRROR_IPV6 = '2001:db8:beef::10';
const VPN_CLIENTS = ['192.168.30.12', '192.168.30.15', '192.168.30.17', '192.168.30.40'] as const;

/** Everything that is refused for a reason; `sample-logs/README.md` tells which. */
export function stories(shop: Shop): LogRecord[] {
  return [
    ...repeat(130, () =>
      unansweredQuery(shop, shop.random.pick([HOST.web2, HOST.web2, HOST.worker2]), HOST.db1, 5432),
    ),
    ...repeat(36, () => unansweredQuery(shop, HOST.web2, HOST.cache, 6379)),
    ...repeat(26, () => refusedInside(shop, shop.random.pick([HOST.web2, HOST.worker2]), HOST.secrets, 443)),
    ...repeat(44, () => refusedInside(shop, HOST.payments, HOST.db1, 5432)),
    ...repeat(28, () => refusedInside(shop, HOST.worker1, HOST.db2, 5433)),
    ...repeat(10, () => refusedInside(shop, HOST.worker1, HOST.db1, 3306)),
    ...repeat(12, () => refusedAt(shop, inboundTap(shop, shop.random.pick(VPN_CLIENTS), HOST.bastion, 22))),
    ...repeat(24, () => refusedAt(shop, outboundTap(shop, HOST.web1, MIRROR_IPV6, 443))),
    ...repeat(30, () => mailThroughNat(shop)),
    ...repeat(34, () => lateFromCustomer(shop)),
    ...repeat(9, () => lateFromWebHost(shop)),
    ...repeat(5, (i) => pingToDatabase(shop, i)),
    ...repeat(9, (i) => nightlyReport(shop, i)),
    ...repeat(2, () => blockedPublicAccess(shop)),
  ];
}

function repeat(times: number, story: (i: number) => LogRecord[]): LogRecord[] {
  return Array.from({ length: times }, (_, i) => story(i)).flat();
}

/** The request arrives, the answer does not leave the subnet: the opener repeats its SYN, the server its SYN-ACK. */
function unansweredQuery(shop: Shop, from: string, to: string, port: number): LogRecord[] {
  const [sender, receiver] = insideTaps(shop, from, to, port);
  return handshakeWithoutEnd(sender, receiver, busyTime(shop.random));
}

function handshakeWithoutEnd(sender: Tap, receiver: Tap, start: number): LogRecord[] {
  const syn = {
    start,
    seconds: 7,
    packets: 4,
    bytesPerPacket: 60,
    flags: FLAGS.syn,
    action: 'ACCEPT',
  } as const;
  const synAck = { start, seconds: 7, packets: 7, bytesPerPacket: 60, flags: FLAGS.synAck } as const;
  return [
    ...burstRecords({ ...syn, tap: sender }),
    ...burstRecords({ ...syn, tap: receiver }),
    ...burstRecords({ ...synAck, tap: reversed(receiver), action: 'REJECT' }),
  ];
}

/** The sender's own rules let the SYN go; it is refused on arrival. */
function refusedInside(shop: Shop, from: string, to: string, port: number): LogRecord[] {
  const [sender, receiver] = insideTaps(shop, from, to, port);
  return refusedOnArrival(sender, receiver, busyTime(shop.random));
}

function refusedOnArrival(sender: Tap, receiver: Tap, start: number): LogRecord[] {
  const syn = synBurst(start);
  return [
    ...burstRecords({ ...syn, tap: sender, action: 'ACCEPT' }),
    ...burstRecords({ ...syn, tap: receiver, action: 'REJECT' }),
  ];
}

function refusedAt(shop: Shop, tap: Tap): LogRecord[] {
  return burstRecords({ ...synBurst(busyTime(shop.random)), tap, action: 'REJECT' });
}

function synBurst(start: number): Omit<Burst, 'tap' | 'action'> {
  return { start, seconds: 3, packets: 3, bytesPerPacket: 60, flags: FLAGS.syn };
}

/** Mail is let out of the gateway's subnet, but not into it. */
function mailThroughNat(shop: Shop): LogRecord[] {
  const [host, entering] = natTaps(shop, HOST.worker1, MAIL_RELAY, 587);
  return refusedOnArrival(host, entering, busyTime(shop.random));
}

/** A customer's FIN or RST that comes when the connection is closed already. */
function lateFromCustomer(shop: Shop): LogRecord[] {
  const { random } = shop;
  const tap = inboundTap(shop, customer(shop), random.pick(HOST.loadBalancers), 443);
  const connection = {
    taps: [tap],
    start: busyTime(random),
    seconds: random.around(12),
    bytesOut: 2_900,
    bytesBack: 41_000,
  };
  return [
    ...connectionRecords(connection),
    ...latePacket(connection, tap, random.pick([FLAGS.fin, FLAGS.rst]), 65),
  ];
}

/** The same inside the VPC, from the opener and now and then from the database. */
function lateFromWebHost(shop: Shop): LogRecord[] {
  const { random } = shop;
  const taps = insideTaps(shop, HOST.web1, HOST.db1, 5432);
  const connection = {
    taps,
    start: busyTime(random),
    seconds: random.around(20),
    bytesOut: 8_200,
    bytesBack: 96_000,
  };
  const atDatabase = taps[1];
  const late = random.chance(0.3)
    ? latePacket(connection, reversed(atDatabase), FLAGS.fin, 70)
    : latePacket(connection, atDatabase, FLAGS.rst, 70);
  return [...connectionRecords(connection), ...late];
}

function latePacket({ start, seconds }: Connection, tap: Tap, flags: number, after: number): LogRecord[] {
  const counts = { seconds: 0, packets: 1, bytesPerPacket: flags === FLAGS.rst ? 40 : 52 };
  return burstRecords({ tap, start: start + seconds + after, ...counts, flags, action: 'REJECT' });
}

/** Someone looks whether the database is there at all. */
function pingToDatabase(shop: Shop, i: number): LogRecord[] {
  const start = DAY_START + 10 * HOUR + 420 * i;
  const [sender, receiver] = insideTaps(shop, HOST.payments, HOST.db1, 0);
  const echo = {
    start,
    seconds: 4,
    packets: 5,
    bytesPerPacket: 84,
    flags: FLAGS.none,
    protocol: PROTOCOL.icmp,
  };
  return [
    ...burstRecords({ ...echo, tap: { ...sender, srcport: 0 }, action: 'ACCEPT' }),
    ...burstRecords({ ...echo, tap: { ...receiver, srcport: 0 }, action: 'REJECT' }),
  ];
}

/** A function in the database subnet asks a web host, whose answer is refused on its way back into the subnet. */
function nightlyReport(shop: Shop, i: number): LogRecord[] {
  const start = DAY_START + 2 * HOUR + 30 * i;
  const [sender, receiver] = insideTaps(shop, HOST.reportFunction, HOST.web1, 8080);
  const syn = {
    start,
    seconds: 7,
    packets: 4,
    bytesPerPacket: 60,
    flags: FLAGS.syn,
    action: 'ACCEPT',
  } as const;
  const synAck = { start, seconds: 7, packets: 7, bytesPerPacket: 60, flags: FLAGS.synAck } as const;
  return [
    ...burstRecords({ ...syn, tap: sender }),
    ...burstRecords({ ...syn, tap: receiver }),
    ...burstRecords({ ...synAck, tap: reversed(receiver), action: 'ACCEPT' }),
    ...burstRecords({ ...synAck, tap: reversed(sender), action: 'REJECT' }),
  ];
}

/** A forgotten public address in a subnet that VPC Block Public Access guards. */
function blockedPublicAccess(shop: Shop): LogRecord[] {
  const tap = inboundTap(shop, shop.random.pick(['198.19.212.6', '198.19.40.171']), HOST.debug, 22);
  const syn = { start: anyTime(shop.random), seconds: 0, packets: 1, bytesPerPacket: 0, flags: FLAGS.syn };
  return burstRecords({ ...syn, tap, action: 'REJECT', rejectReason: 'BPA' });
}
