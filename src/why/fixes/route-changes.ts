import { type Address, parseAddress } from '../../model/address.ts';
import { isPublic } from '../../model/special-addresses.ts';
import type { NetworkResources, RouteTable } from '../../network/aws/resources.ts';
import { privateAddresses } from '../../network/rule-tables/group-members.ts';
import { peerOf } from '../../network/routing/gateways.ts';
import { destinationsOf, longestMatches } from '../../network/routing/longest-prefix.ts';
import { routeTableOf } from '../../network/routing/route-tables.ts';
import { PrefixLists } from '../../network/rule-tables/prefix-lists.ts';
import { hasType } from '../../network/rule-tables/interface-type.ts';
import type { Change } from '../answer.ts';
import type { End, Stage } from '../path.ts';
import { internetWay } from './internet-way.ts';
import { type AskedEnds, everywhere, hostBlock, isAddressOf, subnetBlockOf } from './opened-traffic.ts';
import { activeRoute, destinationOf, routeTo, targetMember } from './route-table.ts';

/** Where a missing route must lead. */
interface Way {
  readonly destination: string;
  readonly target: string;
  readonly needsAddress: boolean;
}

/**
 * What makes a packet go on where routes or gateways stop it: a route, a public address, or both. By hand: whatever
 * needs a gateway, a peering or a setting that other traffic depends on. None: a change made before has made the route.
 */
export function routeChanges(stage: Stage, asked: AskedEnds, resources: NetworkResources): readonly Change[] {
  switch (stage.reason) {
    case 'NO_ROUTE_TO_DESTINATION':
    case 'BAD_STATE_ROUTE':
      return newRoute(stage, asked, resources);
    case 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS':
    case 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS':
      return [publicAddress(stage, asked, resources)];
    default:
      return [{ kind: 'by-hand', resource: stage.resource }];
  }
}

function newRoute(stage: Stage, asked: AskedEnds, resources: NetworkResources): readonly Change[] {
  const table = tableOf(stage, resources);
  const address = parseAddress(stage.packet.dstaddr);
  if (!table || !address) return [{ kind: 'by-hand', resource: stage.resource ?? stage.subnetId }];
  const towards = stage.leg === 'forward' ? asked.dst : asked.src;
  const way = wayTo(address, towards, stage, table, resources);
  if (way === null) return [{ kind: 'by-hand', resource: table.RouteTableId }];
  const { target } = way;
  const destination = blackholeFor(address, table, resources) ?? way.destination;
  const present = routeTo(table, destination);
  if (present && isSame(present, destination, target)) return [];
  const kind = present ? 'replace-route' : 'create-route';
  const route: Change = { kind, routeTableId: table.RouteTableId, destination, target };
  return way.needsAddress ? [route, publicAddress(stage, asked, resources)] : [route];
}

function tableOf({ subnetId }: Stage, { subnets, routeTables }: NetworkResources): RouteTable | undefined {
  const subnet = subnets.find(({ SubnetId }) => SubnetId === subnetId);
  return subnet && routeTableOf(subnet, routeTables);
}

/**
 * The block of the route that leads an address nowhere; null when there is none, and when it cannot be replaced because
 * it is propagated or a prefix list's: a route to the address itself wins over those.
 */
function blackholeFor(
  address: Address,
  table: RouteTable,
  { prefixLists, prefixListEntries }: NetworkResources,
): string | null {
  const lists = new PrefixLists(prefixLists, prefixListEntries);
  const route = longestMatches(address, destinationsOf(table, lists))[0]?.route;
  if (route?.State !== 'blackhole' || (route.Origin ?? 'CreateRoute') !== 'CreateRoute') return null;
  return destinationOf(route);
}

function isSame(route: RouteTable['Routes'][number], destination: string, target: string): boolean {
  const made = activeRoute(destination, target);
  const member = targetMember(target);
  return destinationOf(route) === destinationOf(made) && route[member] === target && route.State === 'active';
}

function wayTo(
  address: Address,
  towards: End,
  stage: Stage,
  table: RouteTable,
  resources: NetworkResources,
): Way | null {
  const isOwn = parseAddress(towards.address)?.value === address.value;
  if (towards.vpcId !== null && isOwn) {
    const target = betweenVpcs(table.VpcId, towards.vpcId, resources);
    const block = subnetBlockOf(towards.subnetId, address, resources) ?? hostBlock(address);
    return target === null ? null : { destination: block, target, needsAddress: false };
  }
  const way = isPublic(address) ? internetWay(stage, address, table, resources) : null;
  const wide = towards.kind === 'internet' && isAddressOf(towards, address);
  return way && { ...way, destination: wide ? everywhere(address) : hostBlock(address) };
}

/** What connects two VPCs: an active peering, else a transit gateway that both are attached to. Ties by id. */
function betweenVpcs(vpcId: string, otherVpcId: string, resources: NetworkResources): string | null {
  if (vpcId === otherVpcId) return null;
  const peerings = resources.vpcPeeringConnections
    .filter((one) => one.Status?.Code === 'active' && peerOf(one, vpcId, resources)?.vpcId === otherVpcId)
    .map((one) => one.VpcPeeringConnectionId);
  const gatewaysOf = (wanted: string) =>
    resources.transitGatewayVpcAttachments
      .filter(({ VpcId, State }) => VpcId === wanted && (State ?? 'available') === 'available')
      .map(({ TransitGatewayId }) => TransitGatewayId);
  const others = new Set(gatewaysOf(otherVpcId));
  const transit = gatewaysOf(vpcId).filter((gateway) => others.has(gateway));
  return [...peerings.toSorted(), ...transit.toSorted()][0] ?? null;
}

/** An Elastic IP address for the private address that has none. NAT gateways get theirs when they are made. */
function publicAddress(
  { leg, direction, interfaceId, packet }: Stage,
  { src, dst }: AskedEnds,
  { networkInterfaces }: NetworkResources,
): Change {
  const end = (leg === 'forward') === (direction === 'egress') ? src : dst;
  const id = interfaceId ?? end.interfaceId;
  const own = networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === id);
  const text = direction === 'egress' ? packet.srcaddr : packet.dstaddr;
  const addresses = own ? privateAddresses(own).filter(({ family }) => family === 4) : [];
  const held = addresses.some(({ value }) => value === parseAddress(text)?.value);
  const privateAddress = held ? text : own?.PrivateIpAddress;
  if (!own || !privateAddress || hasType(own, 'nat_gateway')) return { kind: 'by-hand', resource: id };
  return { kind: 'associate-address', interfaceId: own.NetworkInterfaceId, privateAddress };
}
