import type { NetworkInterface, NetworkResources, Subnet } from '../aws/resources.ts';
import { destinationsOf, longestMatches } from '../routing/longest-prefix.ts';
import { routeTableOf } from '../routing/route-tables.ts';
import type { AddressSpace } from './address-space.ts';
import { hasType } from './interface-type.ts';
import type { PrefixLists } from './prefix-lists.ts';

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
  const destinations = destinationsOf(table, prefixLists);
  return space.derivedSet(
    destinations.map(({ cidr }) => cidr),
    (block) => {
      const route = longestMatches(block, destinations)[0]?.route;
      return route?.TransitGatewayId !== undefined && route.State !== 'blackhole';
    },
  );
}

function isAttachmentIn(networkInterface: NetworkInterface, subnet: Subnet): boolean {
  return networkInterface.SubnetId === subnet.SubnetId && hasType(networkInterface, 'transit_gateway');
}
