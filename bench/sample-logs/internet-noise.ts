import { burstRecords } from './connection.ts';
import { FLAGS, type LogRecord, PROTOCOL } from './log-record.ts';
import { anyTime, HOST, inboundTap, type Shop } from './shop.ts';

const SOURCES = 420;
const PROBES = 820;
const TCP_PORTS = [
  22, 23, 25, 110, 135, 139, 445, 993, 1433, 2222, 2375, 3306, 3389, 5060, 5432, 5555, 5900, 6379, 6443, 7547,
  8081, 8088, 8443, 8888, 9000, 9200, 10_250, 11_211, 27_017, 37_215, 49_152, 60_023,
] as const;
const UDP_PORTS = [53, 123, 161, 389, 1900, 5060, 11_211] as const;
const OPEN_PORTS: readonly number[] = [80, 443];

/** Scans of the public addresses. What the NAT gateway's subnet lets in it accepts, and then drops without a word. */
export function internetNoise(shop: Shop): LogRecord[] {
  return Array.from({ length: PROBES }, () => probe(shop)).flat();
}

function probe(shop: Shop): LogRecord[] {
  const { random } = shop;
  const target = random.pick([...HOST.loadBalancers, HOST.bastion, HOST.nat]);
  const source = scanner(random.rank(SOURCES));
  if (random.chance(0.02)) return ping(shop, source, target);
  const udp = random.chance(0.12);
  const port = udp ? random.pick(UDP_PORTS) : tcpPort(shop);
  const passesAcl = !udp && (port >= 1024 || OPEN_PORTS.includes(port));
  const accepted = target === HOST.nat && passesAcl;
  return burstRecords({
    tap: inboundTap(shop, source, target, port),
    start: anyTime(random),
    seconds: random.between(0, 2),
    packets: random.pick([1, 1, 1, 1, 2, 3]),
    bytesPerPacket: udp ? random.between(28, 90) : random.pick([40, 40, 44, 52, 60]),
    protocol: udp ? PROTOCOL.udp : PROTOCOL.tcp,
    flags: udp ? FLAGS.none : FLAGS.syn,
    action: accepted ? 'ACCEPT' : 'REJECT',
  });
}

function ping(shop: Shop, source: string, target: string): LogRecord[] {
  const tap = { ...inboundTap(shop, source, target, 0), srcport: 0 };
  const packets = shop.random.between(1, 4);
  const start = anyTime(shop.random);
  const counts = { packets, seconds: packets - 1, bytesPerPacket: 84, flags: FLAGS.none };
  return burstRecords({ tap, start, ...counts, protocol: PROTOCOL.icmp, action: 'REJECT' });
}

function tcpPort({ random }: Shop): number {
  return random.chance(0.6) ? random.pick(TCP_PORTS) : random.between(1025, 65_535);
}

function scanner(n: number): string {
  return `198.19.${(n * 53) % 249}.${((n * 17) % 251) + 2}`;
}
