import type { Address } from '../../model/address.ts';
import { type Cidr, cidrContains } from '../../model/cidr.ts';
import type { Route, RouteTable } from '../aws/resources.ts';
import { checkedCidr } from '../rule-tables/address-space.ts';
import type { PrefixLists } from '../rule-tables/prefix-lists.ts';

/** A block of addresses that a route leads on. */
export interface Destination {
  readonly cidr: Cidr;
  readonly route: Route;
}

/** The blocks of a table's routes, as far as they are known: a prefix list without entries has none here. */
export function destinationsOf(table: RouteTable, prefixLists: PrefixLists): readonly Destination[] {
  return table.Routes.flatMap((route) => blocksOf(route, prefixLists).map((cidr) => ({ cidr, route })));
}

/**
 * The destinations that win for an address or a block: those of the longest prefix, and of these the static before those
 * of prefix lists before the propagated. Several only where AWS itself chooses one, as between overlapping prefix lists.
 * Source: Amazon VPC User Guide, "How route priority works".
 */
export function longestMatches(
  to: Cidr | Address,
  destinations: readonly Destination[],
): readonly Destination[] {
  let best: Destination[] = [];
  for (const candidate of destinations) {
    if (!cidrContains(candidate.cidr, to)) continue;
    const order = best[0] === undefined ? -1 : compare(candidate, best[0]);
    if (order < 0) best = [candidate];
    else if (order === 0) best.push(candidate);
  }
  return best;
}

/** Below zero: `a` goes before `b`. */
function compare(a: Destination, b: Destination): number {
  return b.cidr.prefixLength - a.cidr.prefixLength || rank(a.route) - rank(b.route);
}

function rank({ DestinationPrefixListId, Origin }: Route): number {
  if (Origin === 'EnableVgwRoutePropagation' || Origin === 'Advertisement') return 2;
  return DestinationPrefixListId === undefined ? 0 : 1;
}

function blocksOf(route: Route, prefixLists: PrefixLists): readonly Cidr[] {
  const block = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  if (block !== undefined) return [checkedCidr(block)];
  if (route.DestinationPrefixListId === undefined) return [];
  const { cidrs, doubt } = prefixLists.extentOf(route.DestinationPrefixListId);
  return doubt === null ? cidrs : [];
}
