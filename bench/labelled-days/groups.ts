/** The security groups of the VPC and what they admit; the same rules stand in its describe-security-groups.json. */
import type { End, Host } from './ends.ts';

export const VPC_CIDR = '10.40.0.0/16';
export const OFFICE_CIDR = '203.0.113.0/25';
export const PARTNER_ADDRESS = '203.0.113.200';
const EVERYONE = '0.0.0.0/0';
const ANY = -1;
const ICMP = 1;
const TCP = 6;
const UDP = 17;
const GRE = 47;
const ESP = 50;

export interface GroupRule {
  /** IANA number, -1 for all. */
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
  /** A CIDR block or the name of a group. */
  readonly peer: string;
}

export interface Group {
  readonly inbound: readonly GroupRule[];
  readonly outbound: readonly GroupRule[];
}

const rule = (protocol: number, from: number, to: number, peer: string): GroupRule => ({
  protocol,
  from,
  to,
  peer,
});
const tcp = (port: number, ...peers: readonly string[]) => peers.map((peer) => rule(TCP, port, port, peer));
const udp = (port: number, ...peers: readonly string[]) => peers.map((peer) => rule(UDP, port, port, peer));
const everything = (peer: string) => rule(ANY, 0, 65_535, peer);
const group = (...inbound: readonly GroupRule[]): Group => ({ inbound, outbound: [everything(EVERYONE)] });

/** What every instance lets in. */
const ADMINISTRATION: readonly GroupRule[] = [
  ...tcp(22, 'sg-bastion', 'sg-ci'),
  ...tcp(9100, 'sg-monitoring'),
  ...tcp(8301, VPC_CIDR),
  ...udp(8301, VPC_CIDR),
  rule(TCP, 0, 65_535, 'sg-scanner'),
  rule(ICMP, -1, -1, VPC_CIDR),
];

/** By name. `worker` and `node` admit SSH from the whole VPC, as groups made in a hurry do. */
export const GROUPS: Readonly<Record<string, Group>> = {
  'sg-base': group(...ADMINISTRATION),
  'sg-alb': group(...tcp(80, EVERYONE), ...tcp(443, EVERYONE)),
  'sg-nlb': group(...tcp(8883, EVERYONE)),
  'sg-web': group(...tcp(8080, 'sg-alb')),
  'sg-app': group(...tcp(8443, 'sg-web', 'sg-app', 'sg-ci'), ...tcp(7000, 'sg-nlb')),
  'sg-payment': {
    inbound: [...tcp(8443, 'sg-web'), ...ADMINISTRATION],
    outbound: [rule(TCP, 443, 443, EVERYONE), everything(VPC_CIDR)],
  },
  'sg-worker': group(...tcp(22, VPC_CIDR)),
  'sg-node': group(...tcp(22, VPC_CIDR), ...tcp(10_250, 'sg-node'), rule(TCP, 30_000, 32_767, 'sg-node')),
  'sg-cache': group(...tcp(6379, 'sg-web', 'sg-app')),
  'sg-db': group(...tcp(5432, 'sg-app', 'sg-worker', 'sg-backup')),
  'sg-search': group(...tcp(9200, 'sg-app', 'sg-worker'), ...tcp(9300, 'sg-search')),
  'sg-queue': group(...tcp(9092, 'sg-app', 'sg-worker')),
  'sg-bastion': group(...tcp(22, OFFICE_CIDR)),
  'sg-ci': group(),
  'sg-monitoring': group(...tcp(3000, 'sg-bastion')),
  'sg-scanner': group(),
  'sg-backup': group(...tcp(873, VPC_CIDR)),
  'sg-mail': group(...tcp(25, EVERYONE), ...tcp(587, VPC_CIDR)),
  'sg-resolver': group(...tcp(53, VPC_CIDR), ...udp(53, VPC_CIDR)),
  'sg-origin': group(...tcp(80, EVERYONE), ...tcp(443, EVERYONE), ...udp(443, EVERYONE)),
  'sg-media': group(rule(UDP, 10_000, 20_000, EVERYONE), ...tcp(443, EVERYONE)),
  'sg-vpn': group(
    ...udp(4500, `${PARTNER_ADDRESS}/32`),
    rule(ESP, 0, 65_535, `${PARTNER_ADDRESS}/32`),
    rule(GRE, 0, 65_535, `${PARTNER_ADDRESS}/32`),
  ),
  'sg-dev-box': group(
    ...[22, 2375, 3389, 8088, 9200].flatMap((port) => tcp(port, EVERYONE)),
    rule(ICMP, -1, -1, EVERYONE),
  ),
  'sg-legacy': group(...[21, 22, 5985].flatMap((port) => tcp(port, EVERYONE))),
  'sg-files': group(...tcp(22, VPC_CIDR), ...tcp(2049, VPC_CIDR)),
  'sg-partner': group(...tcp(8080, VPC_CIDR)),
};

/** Whether the groups of a host let a connection in that the peer opens to this port. */
export function admits(host: Host, peer: End, protocol: number, port: number): boolean {
  return hasNoGroups(host) || matches(host, 'inbound', peer, protocol, port);
}

/** Whether the groups of a host let it open a connection to this port of the peer. */
export function letsOut(host: Host, peer: End, protocol: number, port: number): boolean {
  return hasNoGroups(host) || matches(host, 'outbound', peer, protocol, port);
}

function hasNoGroups(host: Host): boolean {
  return host.groups.length === 0;
}

function matches(host: Host, direction: keyof Group, peer: End, protocol: number, port: number): boolean {
  return host.groups.some((name) =>
    GROUPS[name]?.[direction].some(
      (each) =>
        (each.protocol === ANY || each.protocol === protocol) &&
        ((protocol !== TCP && protocol !== UDP) || (each.from <= port && port <= each.to)) &&
        isPeer(each.peer, peer),
    ),
  );
}

function isPeer(named: string, peer: End): boolean {
  if (named === EVERYONE) return true;
  if (!named.includes('/')) return peer.side === 'inside' && peer.groups.includes(named);
  return contains(named, peer.address);
}

/** Whether an IPv4 block holds an address. */
function contains(cidr: string, address: string): boolean {
  const [network = '', length = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(numberOf(network) / size) === Math.floor(numberOf(address) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
