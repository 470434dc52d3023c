import type { NetworkInterface } from '../../src/network/aws/resources.ts';
import type { Store } from '../../src/store/store.ts';
import type { ObservedPoint } from '../../src/why/observed/observed-point.ts';
import type { End } from '../../src/why/path.ts';
import { network, networkInterface, subnet } from '../network/networks.ts';
import { ingestText, openStore } from '../store/stores.ts';

const AT = { SubnetId: 'subnet-1', VpcId: 'vpc-1' };

/** A client with two addresses, a server and a NAT gateway in 10.0.0.0/24. */
export const NETWORK = network({
  vpcs: [
    {
      VpcId: 'vpc-1',
      CidrBlock: '10.0.0.0/16',
      CidrBlockAssociationSet: [],
      Ipv6CidrBlockAssociationSet: [],
      Tags: [],
    },
  ],
  subnets: [
    {
      ...subnet('subnet-1', 'vpc-1'),
      Ipv6CidrBlockAssociationSet: [
        { Ipv6CidrBlock: '2001:db8:1::/64', Ipv6CidrBlockState: { State: 'associated' } },
      ],
    },
  ],
  networkInterfaces: [
    withSecondary(networkInterface('eni-client', { ...AT, address: '10.0.0.10' }), '10.0.0.11'),
    networkInterface('eni-server', { ...AT, address: '10.0.0.20' }),
    networkInterface('eni-nat', { ...AT, address: '10.0.0.220' }, [], { InterfaceType: 'natGateway' }),
  ],
});

function withSecondary(of: NetworkInterface, address: string): NetworkInterface {
  return { ...of, PrivateIpAddresses: [...of.PrivateIpAddresses, { PrivateIpAddress: address }] };
}

const FULL =
  'interface-id flow-direction srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol tcp-flags packets bytes start end action log-status';
const PLAIN =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** One record; what is not said is a SYN of the client to port 443 of the server, let through at the client. */
export interface LogRecord {
  readonly at?: string;
  readonly direction?: 'ingress' | 'egress' | '-';
  readonly src?: string;
  readonly dst?: string;
  /** What the interface itself shows, where that is not the packet's. */
  readonly shownSrc?: string;
  readonly shownDst?: string;
  readonly ports?: readonly [number, number];
  readonly protocol?: number;
  readonly flags?: number | '-';
  readonly start?: number;
  readonly action?: 'ACCEPT' | 'REJECT';
}

/** A store of these records with direction, flags and packet-level addresses. */
export async function fullLog(...records: readonly LogRecord[]): Promise<Store> {
  return storeOf(FULL, records.map(fullLine));
}

/** A store of these records without direction, flags and packet-level addresses. */
export async function plainLog(...records: readonly LogRecord[]): Promise<Store> {
  return storeOf(PLAIN, records.map(plainLine));
}

async function storeOf(header: string, lines: readonly string[]): Promise<Store> {
  const store = await openStore();
  await ingestText(store, `${[header, ...lines].join('\n')}\n`);
  return store;
}

function fullLine(record: LogRecord): string {
  const { at = 'eni-client', direction = 'egress', src = '10.0.0.10', dst = '10.0.0.20' } = record;
  const { shownSrc = src, shownDst = dst, ports = [40_000, 443], protocol = 6, flags = 2 } = record;
  const { start = 1000, action = 'ACCEPT' } = record;
  return `${at} ${direction} ${shownSrc} ${shownDst} ${src} ${dst} ${ports.join(' ')} ${protocol} ${flags} 2 100 ${start} ${start + 60} ${action} OK`;
}

function plainLine(record: LogRecord): string {
  const { at = 'eni-client', src = '10.0.0.10', dst = '10.0.0.20', ports = [40_000, 443] } = record;
  const { shownSrc = src, shownDst = dst, protocol = 6, start = 1000, action = 'ACCEPT' } = record;
  return `${at} ${shownSrc} ${shownDst} ${ports.join(' ')} ${protocol} 2 100 ${start} ${start + 60} ${action} OK`;
}

/** The client asks the server on port 443; what is not said of the point is the request as it leaves the client. */
export function point(
  interfaceId: string,
  direction: 'ingress' | 'egress',
  leg: 'forward' | 'reply' = 'forward',
  packet: Partial<ObservedPoint['packet']> = {},
): ObservedPoint {
  const request = { protocol: 6, srcaddr: '10.0.0.10', dstaddr: '10.0.0.20', srcport: 40_000, dstport: 443 };
  const answer = { protocol: 6, srcaddr: '10.0.0.20', dstaddr: '10.0.0.10', srcport: 443, dstport: 40_000 };
  return { interfaceId, direction, leg, packet: { ...(leg === 'forward' ? request : answer), ...packet } };
}

/** An end of the question. */
export function end(kind: End['kind'], address: string, members: Partial<End> = {}): End {
  return {
    input: address,
    kind,
    address,
    publicAddress: null,
    sentTo: address,
    interfaceId: null,
    instanceId: null,
    subnetId: null,
    vpcId: null,
    name: null,
    ...members,
  };
}
