import { SeededRandom } from '../seeded-random.ts';
import type { Host, HostKind, SubnetName } from './ends.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';
export const VPC_ID = 'vpc-0d4f1c8e6a2b39715';

export const SUBNETS: Readonly<Record<SubnetName, { readonly id: string; readonly prefix: string }>> = {
  'public-a': { id: 'subnet-0a1000000000000a1', prefix: '10.40.0' },
  'public-b': { id: 'subnet-0a1000000000000b1', prefix: '10.40.1' },
  'app-a': { id: 'subnet-0a1000000000000a2', prefix: '10.40.10' },
  'app-b': { id: 'subnet-0a1000000000000b2', prefix: '10.40.11' },
  'data-a': { id: 'subnet-0a1000000000000a3', prefix: '10.40.20' },
  'data-b': { id: 'subnet-0a1000000000000b3', prefix: '10.40.21' },
  'partner-a': { id: 'subnet-0a1000000000000a4', prefix: '10.40.30' },
};

interface HostPlan {
  readonly kind: HostKind;
  readonly count: number;
  readonly place: 'public' | 'app' | 'data' | 'partner';
  readonly groups: readonly string[];
  readonly listens: readonly number[];
}

const plan = (
  kind: HostKind,
  count: number,
  place: HostPlan['place'],
  groups: readonly string[],
  listens: readonly number[] = [],
): HostPlan => ({ kind, count, place, groups, listens });

const PLANS: readonly HostPlan[] = [
  plan('nat', 2, 'public', []),
  plan('alb', 2, 'public', ['sg-alb'], [80, 443]),
  plan('nlb', 1, 'public', ['sg-nlb'], [8883]),
  plan('bastion', 1, 'public', ['sg-bastion', 'sg-base'], [22, 9100]),
  plan('smtp-relay', 1, 'public', ['sg-mail', 'sg-base'], [22, 25, 587, 9100]),
  plan('origin', 1, 'public', ['sg-origin', 'sg-base'], [22, 80, 443, 9100]),
  plan('dev-box', 1, 'public', ['sg-dev-box', 'sg-base'], [22, 3389, 8088, 9100, 9200]),
  plan('legacy', 1, 'public', ['sg-legacy', 'sg-base'], [21, 22, 5985, 9100]),
  plan('vpn-gateway', 1, 'public', ['sg-vpn', 'sg-base'], [22, 9100]),
  plan('media', 1, 'public', ['sg-media', 'sg-base'], [22, 443, 9100]),
  plan('web', 6, 'app', ['sg-web', 'sg-base'], [22, 8080, 9100]),
  plan('app', 12, 'app', ['sg-app', 'sg-base'], [22, 7000, 8443, 9100]),
  plan('payment', 3, 'app', ['sg-payment'], [22, 8443, 9100]),
  plan('worker', 6, 'app', ['sg-worker', 'sg-base'], [22, 9100]),
  plan('node', 8, 'app', ['sg-node', 'sg-base'], [22, 9100, 10_250, 30_080]),
  plan('cache', 2, 'data', ['sg-cache'], [6379]),
  plan('db', 2, 'data', ['sg-db'], [5432]),
  plan('search', 3, 'app', ['sg-search', 'sg-base'], [22, 9100, 9200, 9300]),
  plan('queue', 3, 'app', ['sg-queue', 'sg-base'], [22, 9092, 9100]),
  plan('ci', 2, 'app', ['sg-ci', 'sg-base'], [22, 9100]),
  plan('prometheus', 1, 'app', ['sg-monitoring', 'sg-base'], [22, 3000, 9100]),
  plan('vuln-scanner', 1, 'app', ['sg-scanner', 'sg-base'], [22]),
  plan('backup', 1, 'app', ['sg-backup', 'sg-base'], [22, 873, 9100]),
  plan('resolver', 2, 'app', ['sg-resolver', 'sg-base'], [22, 53, 9100]),
  plan('files', 1, 'app', ['sg-files', 'sg-base'], [22, 2049, 9100]),
  plan('smokeping', 1, 'app', ['sg-base'], [22, 9100]),
  plan('crawler', 1, 'app', ['sg-base'], [22, 9100]),
  plan('load-test', 1, 'app', ['sg-base'], [22, 9100]),
  plan('partner-api', 1, 'partner', ['sg-partner'], [8080]),
];

/** Which interfaces AWS makes for its own services; they have no instance. */
const MANAGED: ReadonlySet<HostKind> = new Set(['nat', 'alb', 'nlb', 'db', 'cache']);
const FIRST_ADDRESS = 21;

/** The hosts of the VPC. The seed gives their ids; addresses, names and groups are always the same. */
export class DayNetwork {
  readonly hosts: readonly Host[];
  readonly #byKind = new Map<HostKind, Host[]>();
  readonly #byAddress: ReadonlyMap<string, Host>;

  constructor(seed: number) {
    const random = new SeededRandom(seed + 7);
    const used = new Map<SubnetName, number>();
    const hosts: Host[] = [];
    for (const each of PLANS) {
      for (let number = 1; number <= each.count; number++) {
        const subnet = subnetOf(each.place, number);
        const order = used.get(subnet) ?? 0;
        used.set(subnet, order + 1);
        // A few addresses stay free in between, as they do where hosts come and go.
        const host = makeHost(each, number, subnet, FIRST_ADDRESS + order * 2, hosts, random);
        hosts.push(host);
        this.#byKind.set(each.kind, [...(this.#byKind.get(each.kind) ?? []), host]);
      }
    }
    this.hosts = hosts;
    this.#byAddress = new Map(hosts.map((host) => [host.address, host]));
  }

  /** All hosts of these kinds. */
  of(...kinds: readonly HostKind[]): readonly Host[] {
    return kinds.flatMap((kind) => this.#byKind.get(kind) ?? []);
  }

  /** The first host of a kind. */
  one(kind: HostKind): Host {
    const [host] = this.of(kind);
    if (!host) throw new Error(`Cannot find a host: the network has no "${kind}"`);
    return host;
  }

  at(address: string): Host | undefined {
    return this.#byAddress.get(address);
  }
}

function subnetOf(place: HostPlan['place'], number: number): SubnetName {
  if (place === 'partner') return 'partner-a';
  return `${place}-${number % 2 === 1 ? 'a' : 'b'}`;
}

function makeHost(
  { kind, place, groups, listens }: HostPlan,
  number: number,
  subnet: SubnetName,
  last: number,
  before: readonly Host[],
  random: SeededRandom,
): Host {
  const nats = before.filter((host) => host.kind === 'nat');
  return {
    side: 'inside',
    kind,
    name: `${kind}-${number}`,
    address: `${SUBNETS[subnet].prefix}.${last}`,
    publicAddress: place === 'public' ? `203.0.113.${129 + before.length}` : null,
    interfaceId: `eni-${hex(random)}`,
    instanceId: MANAGED.has(kind) ? null : `i-${hex(random)}`,
    subnet,
    groups,
    listens,
    nat: place === 'app' ? (nats[(number - 1) % 2] ?? null) : null,
    index: before.length,
  };
}

/** Seventeen hexadecimal digits, as ids of AWS have. */
function hex(random: SeededRandom): string {
  return `0${Array.from({ length: 16 }, () => random.between(0, 15).toString(16)).join('')}`;
}
