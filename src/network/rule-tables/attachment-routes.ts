import { type Cidr, cidrContains } from '../../model/cidr.ts';
import type { NetworkInterface, NetworkResources, Route, RouteTable, Subnet } from '../aws/resources.ts';
import { type AddressSpace, checkedCidr } from './address-space.ts';
import { hasType } from './interface-type.ts';
import type { PrefixLists } from './prefix-lists.ts';

interface Destination {
  readonly cidr: Cidr;
  readonly overTransitGateway: boolean;
}

/**
 * The addresses that a subnet reaches over a transit gateway whose attachment interface lies in that same subnet, by
 * longest prefix; null when it has no such interface or no known routes. What comes from there is not checked by the
 * subnet's network ACL. Source: Amazon VPC Transit Gateways, "Network ACLs for transit gateways".
 */
export function attachmentSet(
  subnet: Subnet,
  resources: NetworkResources,
  prefixLists: PrefixLists,
  space: AddressSpace,
): number | null {
  const attached = resources.networkInterfaces.some((candidate) => isAttachmentIn(candidate, subnet));
  const table = attached ? routeTableOf(subnet, resources.routeTables) : undefined;
  if (!table) return null;
  const destinations = table.Routes.flatMap((route) => destinationsOf(route, prefixLists));
  return space.derivedSet(
    destinations.map(({ cidr }) => cidr),
    (block) => longestMatch(block, destinations)?.overTransitGateway === true,
  );
}

function isAttachmentIn(networkInterface: NetworkInterface, subnet: Subnet): boolean {
  return networkInterface.SubnetId === subnet.SubnetId && hasType(networkInterface, 'transit_gateway');
}

/** The explicitly associated table, else the main one of the VPC, which the response never lists for the subnet. */
function routeTableOf(subnet: Subnet, tables: readonly RouteTable[]): RouteTable | undefined {
  const ofVpc = tables.filter((table) => table.VpcId === subnet.VpcId);
  return (
    ofVpc.find((table) => table.Associations.some(({ SubnetId }) => SubnetId === subnet.SubnetId)) ??
    ofVpc.find((table) => table.Associations.some(({ Main }) => Main === true))
  );
}

function destinationsOf(route: Route, prefixLists: PrefixLists): readonly Destination[] {
  const overTransitGateway = route.TransitGatewayId !== undefined && route.State !== 'blackhole';
  const block = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  if (block !== undefined) return [{ cidr: checkedCidr(block), overTransitGateway }];
  if (route.DestinationPrefixListId === undefined) return [];
  const { cidrs, doubt } = prefixLists.extentOf(route.DestinationPrefixListId);
  return doubt === null ? cidrs.map((cidr) => ({ cidr, overTransitGateway })) : [];
}

function longestMatch(block: Cidr, destinations: readonly Destination[]): Destination | undefined {
  let best: Destination | undefined;
  for (const candidate of destinations) {
    if (!cidrContains(candidate.cidr, block)) continue;
    if (!best || candidate.cidr.prefixLength > best.cidr.prefixLength) best = candidate;
  }
  return best;
}
