import type { Confidence } from '../blame/verdict.ts';
import { parseAddress } from '../model/address.ts';
import { type Cidr, cidrContains, parseCidr } from '../model/cidr.ts';
import type { NetworkResources, RouteTable, Subnet } from '../network/aws/resources.ts';
import { targetOf } from '../network/routing/route-target.ts';
import { routeTableOf } from '../network/routing/route-tables.ts';
import type { Store } from '../store/store.ts';
import type { LogFacts } from './cost-grounds.ts';
import type { Saving } from './document/costs.ts';
import { type Ends, endsOf } from './ends.ts';
import type { Prices } from './prices.ts';
import { ask, count } from './steps.ts';

type Service = Saving['service'];

/** As names of endpoints and prefix lists end. */
const SUFFIXES: Readonly<Record<Service, string>> = { S3: '.s3', DYNAMODB: '.dynamodb' };
const SERVICES: readonly Service[] = ['S3', 'DYNAMODB'];
const MOST_SPENDERS = 5;

/** What one host sent to or received from one address through NAT gateways. */
interface Use {
  readonly subnetId: string;
  readonly hostNo: number;
  readonly service: Service;
  readonly bytes: number;
  readonly confidence: Confidence;
}

/** Where a gateway endpoint for Amazon S3 or DynamoDB would take traffic from NAT gateways; none without a network. */
export async function savings(
  store: Store,
  prices: Prices,
  { network, records, withoutServices }: LogFacts,
): Promise<readonly Saving[]> {
  if (!network) return [];
  const rows = await ask(store, 'nat-service-users', { services_logged: withoutServices < records });
  const blocks = serviceBlocks(network);
  const uses = rows.flatMap((row): readonly Use[] => {
    const told = serviceOf(row.textOrNull('aws_service'), row.textOrNull('remote'), blocks);
    return told === null
      ? []
      : [
          {
            subnetId: row.text('subnet_id'),
            hostNo: count(row, 'host_no'),
            bytes: count(row, 'bytes'),
            ...told,
          },
        ];
  });
  const end = await endsOf(store, rows, 'host_no');
  const found = network.subnets.flatMap((subnet) =>
    SERVICES.flatMap((service) => {
      const own = uses.filter((use) => use.subnetId === subnet.SubnetId && use.service === service);
      const saved = own.length === 0 ? null : saving(subnet, service, own, { network, prices, end });
      return saved ?? [];
    }),
  );
  return found.toSorted((a, b) => b.bytes - a.bytes || (a.subnetId < b.subnetId ? -1 : 1));
}

interface Surroundings {
  readonly network: NetworkResources;
  readonly prices: Prices;
  readonly end: Ends;
}

/** Null when the subnet's routes lead to a gateway endpoint already, or are not known. */
function saving(
  subnet: Subnet,
  service: Service,
  uses: readonly Use[],
  { network, prices, end }: Surroundings,
): Saving | null {
  const table = routeTableOf(subnet, network.routeTables);
  if (!table || hasEndpointRoute(table, service, network)) return null;
  const region = regionOf(subnet);
  const price = region === null ? undefined : prices.usdPerGb[region]?.['nat-processing'];
  const usdOf = (bytes: number) => (price === undefined ? null : (bytes / prices.bytesPerGb) * price);
  const bytes = uses.reduce((total, use) => total + use.bytes, 0);
  const byHost = new Map<number, number>();
  for (const { hostNo, bytes: own } of uses) byHost.set(hostNo, (byHost.get(hostNo) ?? 0) + own);
  const hosts = [...byHost].toSorted(([a, x], [b, y]) => y - x || a - b);
  const endpoint = network.vpcEndpoints.find(
    ({ VpcId, VpcEndpointType, ServiceName }) =>
      VpcId === subnet.VpcId &&
      VpcEndpointType === 'Gateway' &&
      ServiceName?.endsWith(SUFFIXES[service]) === true,
  );
  return {
    kind: 'gateway-endpoint',
    service,
    region,
    subnetId: subnet.SubnetId,
    subnetName: subnet.Tags?.find(({ Key }) => Key === 'Name')?.Value ?? null,
    routeTableId: table.RouteTableId,
    vpcId: subnet.VpcId,
    endpointId: endpoint?.VpcEndpointId ?? null,
    bytes,
    usd: usdOf(bytes),
    confidence: uses.every(({ confidence }) => confidence === 'high') ? 'high' : 'medium',
    spenders: {
      total: hosts.length,
      listed: hosts
        .slice(0, MOST_SPENDERS)
        .map(([hostNo, own]) => ({ host: end(hostNo), bytes: own, usd: usdOf(own), toward: service })),
    },
  };
}

function hasEndpointRoute(table: RouteTable, service: Service, network: NetworkResources): boolean {
  return table.Routes.some((route) => {
    const target = targetOf(route, network.vpcEndpoints);
    if (target.kind !== 'gateway-endpoint') return false;
    const endpoint = network.vpcEndpoints.find(({ VpcEndpointId }) => VpcEndpointId === target.id);
    const list = network.prefixLists.find(
      ({ PrefixListId }) => PrefixListId === route.DestinationPrefixListId,
    );
    const names = [endpoint?.ServiceName, list?.PrefixListName].filter((name) => name !== undefined);
    // One whose service nobody knows may be for this one.
    return names.length === 0 || names.some((name) => name.endsWith(SUFFIXES[service]));
  });
}

/** The addresses of a service in the regions of the network, as far as its prefix lists were imported with their entries. */
type ServiceBlocks = Readonly<Record<Service, readonly Cidr[]>>;

function serviceBlocks({ prefixLists, prefixListEntries }: NetworkResources): ServiceBlocks {
  const of = (service: Service) => {
    const ids = prefixLists
      .filter(({ PrefixListName }) => PrefixListName?.endsWith(SUFFIXES[service]) === true)
      .map(({ PrefixListId }) => PrefixListId);
    return prefixListEntries
      .filter(({ PrefixListId }) => ids.includes(PrefixListId))
      .flatMap(({ Entries }) => Entries.map(({ Cidr }) => parseCidr(Cidr)))
      .filter((cidr) => cidr !== null);
  };
  return { S3: of('S3'), DYNAMODB: of('DYNAMODB') };
}

/** Which service an address is of, in a region of the network; null: of none, or of another region. */
function serviceOf(
  awsService: string | null,
  remote: string | null,
  blocks: ServiceBlocks,
): Pick<Use, 'service' | 'confidence'> | null {
  const address = remote === null ? null : parseAddress(remote);
  const service = SERVICES.find((candidate) =>
    awsService === null
      ? address !== null && blocks[candidate].some((block) => cidrContains(block, address))
      : candidate === awsService,
  );
  if (service === undefined) return null;
  if (address === null || blocks[service].length === 0) return { service, confidence: 'medium' };
  const inRegion = blocks[service].some((block) => cidrContains(block, address));
  return inRegion ? { service, confidence: 'high' } : null;
}

function regionOf({ AvailabilityZone }: Subnet): string | null {
  return /^[a-z]+(?:-[a-z]+)+-[0-9]+/.exec(AvailabilityZone ?? '')?.[0] ?? null;
}
