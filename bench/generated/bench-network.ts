import { SeededRandom } from '../seeded-random.ts';

/** How large a network to make. */
export interface NetworkSize {
  readonly interfaces: number;
  readonly groups: number;
  /** Entries per direction of each network ACL, without the two `*`. */
  readonly aclEntries: number;
  readonly seed: number;
}

export const DEFAULT_NETWORK_SIZE: NetworkSize = { interfaces: 500, groups: 200, aclEntries: 40, seed: 1 };

export interface BenchSubnet {
  readonly id: string;
  readonly aclId: string;
  readonly cidr: string;
  readonly ipv6Cidr: string;
  readonly azId: string;
}

export interface BenchInterface {
  readonly id: string;
  readonly address: string;
  readonly secondary: string | null;
  readonly ipv6: string | null;
  readonly subnet: BenchSubnet;
  readonly instanceId: string;
  readonly groupIds: readonly string[];
}

/** The parts of a network that logs and configuration have in common. */
export interface BenchNetwork {
  readonly size: NetworkSize;
  readonly vpcId: string;
  readonly subnets: readonly BenchSubnet[];
  readonly interfaces: readonly BenchInterface[];
  readonly groupIds: readonly string[];
  readonly prefixListIds: readonly string[];
}

export const BENCH_ACCOUNT = '111122223333';
export const BENCH_REGION = 'eu-west-1';
export const BENCH_VPC_CIDR = '10.64.0.0/16';
export const BENCH_VPC_IPV6_CIDR = '2001:db8:64::/56';

const INTERFACES_PER_SUBNET = 120;
const FEWEST_SUBNETS = 20;
const MOST_SUBNETS = 256;
const PREFIX_LISTS = 6;

/** One VPC of that size; the same for the same size and seed. */
export function benchNetwork(size: NetworkSize): BenchNetwork {
  const random = new SeededRandom(size.seed);
  const groupIds = ids('sg', size.groups, random);
  const subnets = makeSubnets(size, random);
  const interfaces = Array.from({ length: size.interfaces }, (_, i) =>
    makeInterface(i, { interfaces: size.interfaces, subnets, groupIds, random }),
  );
  return {
    size,
    vpcId: id('vpc', random),
    subnets,
    interfaces,
    groupIds,
    prefixListIds: ids('pl', PREFIX_LISTS, random),
  };
}

function makeSubnets(size: NetworkSize, random: SeededRandom): BenchSubnet[] {
  const count = Math.max(FEWEST_SUBNETS, Math.ceil(size.interfaces / INTERFACES_PER_SUBNET));
  if (count > MOST_SUBNETS)
    throw new Error(
      `Cannot place ${size.interfaces} interfaces: at most ${MOST_SUBNETS * INTERFACES_PER_SUBNET}`,
    );
  return Array.from({ length: count }, (_, i) => ({
    id: id('subnet', random),
    aclId: id('acl', random),
    cidr: `10.64.${i}.0/24`,
    ipv6Cidr: `2001:db8:64:${i.toString(16)}::/64`,
    azId: `euw1-az${(i % 3) + 1}`,
  }));
}

interface Parts {
  readonly interfaces: number;
  readonly subnets: readonly BenchSubnet[];
  readonly groupIds: readonly string[];
  readonly random: SeededRandom;
}

function makeInterface(i: number, { interfaces, subnets, groupIds, random }: Parts): BenchInterface {
  const subnet = subnets[i % subnets.length];
  if (subnet === undefined) throw new Error('Cannot make an interface without subnets');
  const host = 4 + Math.floor(i / subnets.length);
  const hosts = Math.ceil(interfaces / subnets.length);
  const network = subnet.cidr.replace(/0\/24$/, '');
  return {
    id: id('eni', random),
    address: `${network}${host}`,
    secondary: random.chance(0.05) ? `${network}${host + hosts}` : null,
    ipv6: random.chance(0.2) ? subnet.ipv6Cidr.replace('/64', (host + 4096).toString(16)) : null,
    subnet,
    instanceId: id('i', random),
    groupIds: [...new Set(Array.from({ length: random.between(1, 3) }, () => random.pick(groupIds)))],
  };
}

function ids(kind: string, count: number, random: SeededRandom): string[] {
  return Array.from({ length: count }, () => id(kind, random));
}

/** An id in the form that EC2 gives: 17 hexadecimal digits, the first one 0. */
export function id(kind: string, random: SeededRandom): string {
  let hex = '';
  for (let i = 0; i < 4; i++) hex += random.between(0, 0xffff).toString(16).padStart(4, '0');
  return `${kind}-0${hex}`;
}
