import { type Address, parseAddress } from '../../model/address.ts';
import { isPublic } from '../../model/special-addresses.ts';
import type { NetworkResources, Route, RouteTable } from '../../network/aws/resources.ts';
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
import { destinationOf, targetMember } from './route-table.ts';

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
  const byHand: Change = { kind: 'by-hand', resource: stage.resource ?? stage.subnetId };
  if (!table || !address) return [byHand];
  const towards = stage.leg === 'forward' ? asked.dst : asked.src;
  const way = wayTo(address, towards, stage, table, resources);
  if (way === null) return [byHand];
  const { target } = way;
  const present = routeFor(address, table, resources);
  if (present?.[targetMember(target)] === target && present.State !== 'blackhole') return [];
  const place = placeFor(way, present, table);
  if (place === null) return [byHand];
  const route: Change = { ...place, routeTableId: table.RouteTableId, target };
  return way.needsAddress ? [route, publicAddress(stage, asked, resources)] : [route];
}

interface Place {
  readonly kind: 'create-route' | 'replace-route';
  readonly destination: string;
}

/**
 * In the place of a route that leads nowhere, or beside all others; null when one with the same destination is in use.
 * Propagated routes and those of prefix lists cannot be replaced; a route to the address itself wins over them.
 */
function placeFor(way: Way, present: Route | undefined, table: RouteTable): Place | null {
  const isDead = present?.State === 'blackhole' && isOwn(present) && !opensWider(present, way.target);
  const destination = isDead ? destinationOf(present) : null;
  if (destination !== null) return { kind: 'replace-route', destination };
  const isTaken = table.Routes.some((route) => isOwn(route) && destinationOf(route) === way.destination);
  return isTaken ? null : { kind: 'create-route', destination: way.destination };
}

/** Whether a person made the route, and not a gateway that advertises it. */
function isOwn({ Origin = 'CreateRoute' }: Route): boolean {
  return Origin === 'CreateRoute';
}

/** In the place of a gateway that let nobody in, an internet gateway would make a whole private subnet public. */
function opensWider({ NatGatewayId, EgressOnlyInternetGatewayId }: Route, target: string): boolean {
  const wasOutboundOnly = NatGatewayId !== undefined || EgressOnlyInternetGatewayId !== undefined;
  return wasOutboundOnly && target.startsWith('igw-');
}

function tableOf({ subnetId }: Stage, { subnets, routeTables }: NetworkResources): RouteTable | undefined {
  const subnet = subnets.find(({ SubnetId }) => SubnetId === subnetId);
  return subnet && routeTableOf(subnet, routeTables);
}

/** The route that decides on an address; undefined when there is none. */
function routeFor(
  address: Address,
  table: RouteTable,
  { prefixLists, prefixListEntries }: NetworkResources,
): Route | undefined {
  const lists = new PrefixLists(prefixLists, prefixListEntries);
  return longestMatches(address, destinationsOf(table, lists))[0]?.route;
}

function wayTo(
  address: Address,
  towards: End,
  stage: Stage,
  table: RouteTable,
  resources: NetworkResources,
): Way | null {
  const isItsAddress = parseAddress(towards.address)?.value === address.value;
  if (towards.vpcId !== null && isItsAddress) {
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
