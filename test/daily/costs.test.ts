import { expect, it } from 'vitest';
import { costs } from '../../src/daily/costs.ts';
import type { CostCause, CostKind, Costs } from '../../src/daily/document/costs.ts';
import { listPrices } from '../../src/daily/prices.ts';
import type { NetworkResources, RouteTable, Subnet } from '../../src/network/aws/resources.ts';
import type { Store } from '../../src/store/store.ts';
import { network, networkInterface, subnet } from '../network/networks.ts';
import { ingestText, openStore, snapshot, takeNetworks } from '../store/stores.ts';
import { sectionTables } from './section-tables.ts';

const HOST = '10.0.1.5';
const OTHER = '10.0.2.6';
const NAT = '10.0.9.9';
const S3 = '52.218.1.1';
const WEB = '203.0.113.5';

const FIELDS =
  'interface-id flow-direction srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol packets bytes start end action log-status';

interface Passage {
  readonly host?: string;
  readonly remote?: string;
  readonly up: number;
  readonly down: number;
  readonly port?: number;
}

/** A connection through the NAT gateway as both interfaces log it: the host's, and the gateway's at both of its sides. */
function through(
  { host = HOST, remote = S3, up, down, port = 40_000 }: Passage,
  packets = true,
): readonly string[] {
  const record = (at: string, way: string, ends: readonly string[], ports: string, bytes: number) => {
    const shown = packets ? ends : [ends[0], ends[1], '-', '-'];
    return `${at} ${way} ${shown.join(' ')} ${ports} 6 9 ${bytes} 1000 1060 ACCEPT OK`;
  };
  const [out, back] = [`${port} 443`, `443 ${port}`];
  const own = host === HOST ? 'eni-host' : 'eni-other';
  return [
    record(own, 'egress', [host, remote, host, remote], out, up),
    record(own, 'ingress', [remote, host, remote, host], back, down),
    record('eni-nat', 'ingress', [host, NAT, host, remote], out, up),
    record('eni-nat', 'egress', [NAT, remote, NAT, remote], out, up),
    record('eni-nat', 'ingress', [remote, NAT, remote, NAT], back, down),
    record('eni-nat', 'egress', [NAT, host, remote, host], back, down),
  ];
}

const place = (SubnetId: string, zone: string, CidrBlock: string): Subnet => ({
  ...subnet(SubnetId, 'vpc-1', CidrBlock),
  AvailabilityZone: `us-east-1${zone}`,
  AvailabilityZoneId: `use1-az-${zone}`,
});

const table = (SubnetId: string, routes: RouteTable['Routes']): RouteTable => ({
  RouteTableId: `rtb-${SubnetId}`,
  VpcId: 'vpc-1',
  Associations: [{ SubnetId }],
  Routes: [
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
    { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'active' },
    ...routes,
  ],
});

const TO_ENDPOINT = { DestinationPrefixListId: 'pl-s3', GatewayId: 'vpce-s3', State: 'active' };

/** A host in zone a beside the NAT gateway, another in zone b. */
function resources(members: Partial<NetworkResources> = {}): NetworkResources {
  const at = (name: string, SubnetId: string, address: string, more = {}) =>
    networkInterface(`eni-${name}`, { SubnetId, VpcId: 'vpc-1', address }, [], more);
  return network({
    subnets: [
      place('subnet-a', 'a', '10.0.1.0/24'),
      place('subnet-b', 'b', '10.0.2.0/24'),
      place('subnet-nat', 'a', '10.0.9.0/24'),
    ],
    networkInterfaces: [
      at('host', 'subnet-a', HOST),
      at('other', 'subnet-b', OTHER),
      at('nat', 'subnet-nat', NAT, { InterfaceType: 'nat_gateway' }),
    ],
    natGateways: [
      {
        NatGatewayId: 'nat-1',
        VpcId: 'vpc-1',
        SubnetId: 'subnet-nat',
        State: 'available',
        NatGatewayAddresses: [{ NetworkInterfaceId: 'eni-nat', PrivateIp: NAT }],
      },
    ],
    routeTables: [table('subnet-a', []), table('subnet-b', [])],
    prefixLists: [{ PrefixListId: 'pl-s3', PrefixListName: 'com.amazonaws.us-east-1.s3' }],
    prefixListEntries: [{ PrefixListId: 'pl-s3', Entries: [{ Cidr: '52.218.0.0/17' }] }],
    ...members,
  });
}

interface Given {
  /** Null: none was imported. */
  readonly members?: NetworkResources | null;
  readonly fields?: string;
  /** How many flow logs have each record. */
  readonly flowLogs?: number;
}

/** A store with these records, each in several flow logs if wanted, made ready to be asked for costs. */
async function storeOf(
  lines: readonly string[],
  { members = resources(), fields = FIELDS, flowLogs = 1 }: Given = {},
): Promise<Store> {
  const store = await openStore();
  await ingestText(store, `${[fields, ...lines].join('\n')}\n`);
  for (let more = 1; more < flowLogs; more++) await store.run('INSERT INTO records FROM records');
  if (members) await takeNetworks(store, [snapshot(0, members)]);
  await sectionTables(store);
  return store;
}

/** The costs of a store, by the routes and gateways of a network; its records name services or not. */
async function costsOf(
  store: Store,
  members: NetworkResources | null = resources(),
  servicesLogged = false,
): Promise<Costs> {
  const facts = { network: members, records: 1, withoutServices: servicesLogged ? 0 : 1, skipdata: 0 };
  return await costs(store, listPrices(), facts);
}

function cause(causes: readonly CostCause[], kind: CostKind): CostCause {
  const found = causes.filter((one) => one.kind === kind);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} of ${kind}`);
  return found[0];
}

const GB = 2 ** 30;
const SENT = [
  ...through({ up: GB, down: GB / 2 }),
  ...through({ up: GB / 4, down: GB / 8, remote: WEB, port: 40_001 }),
  ...through({ up: GB, down: GB, host: OTHER, port: 40_002 }),
];

it('counts each byte through a NAT gateway once, whoever logs it, and advises an endpoint where a route table has none', async () => {
  const members = resources({ routeTables: [table('subnet-a', []), table('subnet-b', [TO_ENDPOINT])] });
  const { causes, savings } = await costsOf(await storeOf(SENT, { members, flowLogs: 2 }), members);
  const nat = cause(causes, 'nat-processing');
  expect(nat).toMatchObject({
    region: 'us-east-1',
    bytes: 3.875 * GB,
    usdPerGb: 0.045,
    confidence: 'high',
    lacks: [],
  });
  expect(nat.usd).toBeCloseTo(3.875 * 0.045, 9);
  expect(nat.spenders.listed.map(({ host, bytes, toward }) => [host.address, bytes / GB, toward])).toEqual([
    [OTHER, 2, S3],
    [HOST, 1.875, S3],
  ]);
  const zones = cause(causes, 'cross-zone');
  expect(zones).toMatchObject({ bytes: 2 * GB, usdPerGb: 0.02 });
  expect(zones.spenders.listed).toMatchObject([{ host: { address: OTHER }, toward: 'eni-nat' }]);
  // No logs name the service, so that bytes to S3 count as sent to the Internet, which is said.
  expect(cause(causes, 'internet-egress')).toMatchObject({
    bytes: 2.25 * GB,
    confidence: 'low',
    lacks: ['no-aws-service'],
  });
  // Of the host in subnet-a alone, and not of what went to another address than those of S3.
  expect(savings).toMatchObject([
    {
      service: 'S3',
      subnetId: 'subnet-a',
      routeTableId: 'rtb-subnet-a',
      endpointId: null,
      region: 'us-east-1',
      bytes: 1.5 * GB,
      confidence: 'high',
    },
  ]);
  expect(savings[0]?.usd).toBeCloseTo(1.5 * 0.045, 9);
});

it('counts the same without the addresses of packets, and says that it knows less', async () => {
  const store = await storeOf(through({ up: GB, down: GB / 2 }, false));
  const nat = cause((await costsOf(store)).causes, 'nat-processing');
  expect(nat).toMatchObject({ bytes: 1.5 * GB, lacks: ['no-packet-addresses'] });
  expect(nat.spenders.listed).toMatchObject([{ host: { address: HOST }, toward: null }]);
});

it('says zero where the network has no NAT gateway, and does not where one did not log', async () => {
  const store = await storeOf(SENT.filter((line) => !line.startsWith('eni-nat')));
  expect(cause((await costsOf(store)).causes, 'nat-processing')).toMatchObject({
    bytes: null,
    usd: null,
    confidence: null,
    lacks: ['nat-not-logged'],
  });
  const without = await costsOf(store, resources({ natGateways: [] }));
  expect(cause(without.causes, 'nat-processing')).toMatchObject({
    bytes: 0,
    usd: 0,
    confidence: 'high',
    lacks: [],
  });
});

it('counts a regional NAT gateway by what it logs in its own name', async () => {
  const fields = FIELDS.replace('interface-id', 'interface-id resource-id interface-type');
  const record = (way: string, src: string, dst: string, ports: string, bytes: number) =>
    `- nat-0a1 regional_nat_gateway ${way} ${src} ${dst} ${src} ${dst} ${ports} 6 9 ${bytes} 1000 1060 ACCEPT OK`;
  const lines = [
    record('ingress', HOST, WEB, '40000 443', 700),
    record('egress', '198.51.100.1', WEB, '40000 443', 700),
    record('ingress', WEB, '198.51.100.1', '443 40000', 90),
    record('egress', WEB, HOST, '443 40000', 90),
  ];
  const { causes } = await costsOf(await storeOf(lines, { fields, members: null }), null);
  const nat = cause(causes, 'nat-processing');
  expect(nat).toMatchObject({ bytes: 790, region: null, usd: null, lacks: ['no-region'] });
  expect(nat.spenders.listed).toMatchObject([{ host: { address: HOST }, toward: WEB }]);
});

it('advises nothing for a service whose addresses are of another region, and is less sure without the list', async () => {
  const elsewhere = SENT.map((line) => line.replaceAll(S3, '54.231.0.1'));
  const fields = `${FIELDS} pkt-src-aws-service pkt-dst-aws-service`;
  const named = elsewhere.map((line) => `${line} ${/ 54\S+ \d+ \d+ 6 /.test(line) ? '- S3' : 'S3 -'}`);
  const store = await storeOf(named, { fields });
  expect((await costsOf(store, resources(), true)).savings).toEqual([]);
  const { savings } = await costsOf(store, resources({ prefixListEntries: [] }), true);
  expect(savings.map(({ subnetId, confidence }) => [subnetId, confidence])).toEqual([
    ['subnet-b', 'medium'],
    ['subnet-a', 'medium'],
  ]);
});
