import type { Address } from '../../model/address.ts';
import type { NetworkResources, Route, RouteTable } from '../aws/resources.ts';
import { isPrivate } from '../../model/special-addresses.ts';
import type { PrefixLists } from '../rule-tables/prefix-lists.ts';
import { type Destination, destinationsOf, longestMatches } from './longest-prefix.ts';
import { type RouteTarget, type RouteTargetKind, targetOf } from './route-target.ts';

/** A route that decides where packets to an address go. */
export interface FoundRoute {
  /** `rtb-0abc:10.0.0.0/16`. */
  readonly id: string;
  /** `rtb-0abc 10.0.0.0/16 pcx-0def`. */
  readonly words: string;
  readonly target: RouteTarget;
  /** Of the block that matched. */
  readonly prefixLength: number;
}

/** What a route table says of an address. */
export type RouteLookup =
  | { readonly kind: 'route'; readonly found: FoundRoute }
  /** Its target is gone. */
  | { readonly kind: 'blackhole'; readonly found: FoundRoute }
  /** AWS has this state and does not say what becomes of the packets. */
  | { readonly kind: 'filtered'; readonly found: FoundRoute }
  | { readonly kind: 'none' }
  /** A prefix list without known entries, or one of several that AWS chooses from, may decide. */
  | { readonly kind: 'unknown'; readonly prefixListId: string };

/** Of these alone a route within the VPC's own blocks may be more specific than the local one. */
const BEFORE_LOCAL: ReadonlySet<RouteTargetKind> = new Set([
  'nat-gateway',
  'interface',
  'gateway-load-balancer-endpoint',
]);

/**
 * The route of a table for an address: longest prefix, IPv4 and IPv6 apart. Source: Amazon VPC User Guide, "How route
 * priority works" and "Subnet route tables".
 */
export function routeFor(
  to: Address,
  table: RouteTable,
  prefixLists: PrefixLists,
  { vpcEndpoints }: Pick<NetworkResources, 'vpcEndpoints'>,
): RouteLookup {
  const [best, ...others] = longestMatches(to, destinationsOf(table, prefixLists));
  const target = best && targetOf(best.route, vpcEndpoints);
  const unknown = table.Routes.find((route) =>
    mayPrecede(
      route,
      targetOf(route, vpcEndpoints),
      { to, best, local: target?.kind === 'local' },
      prefixLists,
    ),
  );
  if (unknown?.DestinationPrefixListId !== undefined)
    return { kind: 'unknown', prefixListId: unknown.DestinationPrefixListId };
  if (!best || !target) return { kind: 'none' };
  const rival = others.find(({ route }) => targetOf(route, vpcEndpoints).id !== target.id);
  if (rival?.route.DestinationPrefixListId !== undefined)
    return { kind: 'unknown', prefixListId: rival.route.DestinationPrefixListId };
  const found = foundRoute(table, best, target);
  if (best.route.State === 'blackhole') return { kind: 'blackhole', found };
  return { kind: best.route.State === 'filtered' ? 'filtered' : 'route', found };
}

interface Known {
  readonly to: Address;
  readonly best: Destination | undefined;
  readonly local: boolean;
}

/** Whether a route to a prefix list without known entries may decide instead of the best known one. */
function mayPrecede(
  route: Route,
  target: RouteTarget,
  { to, best, local }: Known,
  prefixLists: PrefixLists,
): boolean {
  if (route.DestinationPrefixListId === undefined) return false;
  const { cidrs, doubt } = prefixLists.extentOf(route.DestinationPrefixListId);
  if (doubt === null || !cidrs.some(({ family }) => family === to.family)) return false;
  // The lists of Amazon S3 and DynamoDB hold public addresses: AWS PrivateLink Guide, "Gateway endpoints".
  if (target.kind === 'gateway-endpoint' && (local || isPrivate(to))) return false;
  if (local && !BEFORE_LOCAL.has(target.kind)) return false;
  const longest = to.family === 4 ? 32 : 128;
  return best?.cidr.prefixLength !== longest || best.route.DestinationPrefixListId !== undefined;
}

function foundRoute(
  { RouteTableId }: RouteTable,
  { route, cidr }: Destination,
  target: RouteTarget,
): FoundRoute {
  const destination =
    route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '';
  return {
    id: `${RouteTableId}:${destination}`,
    words: `${RouteTableId} ${destination} ${target.id}`,
    target,
    prefixLength: cidr.prefixLength,
  };
}
