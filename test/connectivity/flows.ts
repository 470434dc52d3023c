import { judge } from '../../src/blame/judge.ts';
import type { BrokenPair, BrokenPairs } from '../../src/connectivity/broken-pair.ts';
import { findBrokenPairs } from '../../src/connectivity/find-broken-pairs.ts';
import type { NetworkInterface, NetworkResources } from '../../src/network/aws/resources.ts';
import {
  aclEntry,
  network,
  networkAcl,
  networkInterface,
  securityGroup,
  subnet,
} from '../network/networks.ts';
import { ingestText, openStore, snapshot, takeNetworks } from '../store/stores.ts';

export const CLIENT = '10.0.1.10';
export const SERVER = '10.0.2.20';
export const NAT = '10.0.3.30';
export const HOST = '198.51.100.7';

const PLACES = { client: '10.0.1', server: '10.0.2', nat: '10.0.3' } as const;

/** Three subnets with one interface each. The server's group admits nothing, its network ACL lets no answers out. */
export function shop(more: readonly NetworkInterface[] = []): NetworkResources {
  const names = Object.keys(PLACES) as readonly (keyof typeof PLACES)[];
  const acl = (name: string, egress: boolean) => ({
    ...networkAcl(`acl-${name}`, 'vpc-1'),
    Associations: [{ SubnetId: `subnet-${name}` }],
    Entries: [aclEntry(100), ...(egress ? [aclEntry(100, { Egress: true })] : [])],
  });
  return network({
    subnets: names.map((name) => subnet(`subnet-${name}`, 'vpc-1', `${PLACES[name]}.0/24`)),
    networkInterfaces: [
      at('client', CLIENT),
      at('server', SERVER, ['sg-server']),
      at('nat', NAT, [], { InterfaceType: 'natGateway' }),
      ...more,
    ],
    networkAcls: names.map((name) => acl(name, name !== 'server')),
    securityGroups: [securityGroup('sg-server', 'vpc-1')],
  });
}

/** An interface `eni-NAME` in the subnet of that name. */
export function at(
  name: string,
  address: string,
  groups: readonly string[] = [],
  members: Partial<NetworkInterface> = {},
): NetworkInterface {
  const subnetName = name.replace(/\d+$/, '');
  const place = { SubnetId: `subnet-${subnetName}`, VpcId: 'vpc-1', address };
  return networkInterface(`eni-${name}`, place, groups, members);
}

const FIELDS =
  'interface-id flow-direction srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol tcp-flags packets bytes start end action log-status';

/** A record; what is not said is a SYN of the client to port 443 of the server as it leaves the client, let through. */
export interface Flow {
  readonly at?: string;
  readonly way?: 'ingress' | 'egress' | '-';
  readonly src?: string;
  readonly dst?: string;
  readonly shownSrc?: string;
  readonly shownDst?: string;
  readonly ports?: readonly [number, number];
  readonly protocol?: number;
  readonly flags?: number | '-';
  readonly packets?: number;
  readonly start?: number;
  readonly action?: 'ACCEPT' | 'REJECT';
}

function line(flow: Flow): string {
  const { at: place = 'client', way = 'egress', src = CLIENT, dst = SERVER, ports = [40_000, 443] } = flow;
  const { shownSrc = src, shownDst = dst, protocol = 6, flags = 2, packets = 3, start = 1000 } = flow;
  const addresses = `${shownSrc} ${shownDst} ${src} ${dst}`;
  return `eni-${place} ${way} ${addresses} ${ports.join(' ')} ${protocol} ${flags} ${packets} 100 ${start} ${start + 60} ${flow.action ?? 'ACCEPT'} OK`;
}

/** The request as the server's interface sees it. */
export function arrives(flow: Flow = {}): Flow {
  return { at: 'server', way: 'ingress', ...flow };
}

/** The answer as it leaves the server's interface. */
export function answers(flow: Flow = {}): Flow {
  return { at: 'server', src: SERVER, dst: CLIENT, ports: [443, 40_000], flags: 18, ...flow };
}

/** The answer as it comes to the client's interface. */
export function returns(flow: Flow = {}): Flow {
  return answers({ at: 'client', way: 'ingress', ...flow });
}

/** What is found in a log of these records. */
export async function brokenPairs(
  flows: readonly Flow[],
  {
    resources = shop(),
    limit = 100,
    window = { sinceS: null as number | null, untilS: null as number | null },
  } = {},
): Promise<BrokenPairs> {
  const store = await openStore();
  await ingestText(store, `${[FIELDS, ...flows.map(line)].join('\n')}\n`);
  await takeNetworks(store, [snapshot(0, resources)]);
  await judge(store, window);
  return await findBrokenPairs(store, { window, limit });
}

/** A pair in one line: kind, rule, ends, port, where. */
export function told(pair: BrokenPair): string {
  const { kind, decision, reached, client, server, port, interfaceId, direction } = pair;
  const cause = decision
    ? (decision.ruleId ?? decision.securityGroups.join(' ')) || decision.verdict
    : reached;
  return `${kind} ${cause} ${client} ${server} ${port} ${interfaceId} ${direction}`;
}
