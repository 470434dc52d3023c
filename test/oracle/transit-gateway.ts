import { inBlock, prefixLength } from './address-text.ts';
import type { AwsRoute, OracleNetwork } from './aws-json.ts';
import type { Place } from './place.ts';

/**
 * Whether the remote is reached over a transit gateway that is attached in this very subnet: the subnet has an interface
 * of type transit_gateway, and the longest matching route of the subnet's table (the main table when none is associated)
 * leads to a transit gateway and is not a blackhole. Of routes equally long, one with a CIDR goes before one with a prefix list.
 */
export function isReachedOverOwnTransitGateway(
  network: OracleNetwork,
  place: Place,
  remote: string,
): boolean {
  const attached = (network.NetworkInterfaces ?? []).some(
    (ni) => ni.InterfaceType === 'transit_gateway' && ni.SubnetId === place.subnetId,
  );
  const tables = network.RouteTables ?? [];
  const table =
    tables.find((t) => t.Associations?.some((a) => a.SubnetId === place.subnetId)) ??
    tables.find((t) => t.VpcId === place.vpcId && t.Associations?.some((a) => a.Main === true));
  if (!attached || table === undefined) return false;
  let best: { length: number; route: AwsRoute } | null = null;
  for (const route of (table.Routes ?? []).toSorted(cidrRoutesFirst)) {
    for (const block of blocksOf(network, route)) {
      const length = prefixLength(block);
      if (inBlock(remote, block) && (best === null || length > best.length)) best = { length, route };
    }
  }
  return best !== null && best.route.TransitGatewayId !== undefined && best.route.State !== 'blackhole';
}

function cidrRoutesFirst(a: AwsRoute, b: AwsRoute): number {
  return Number(a.DestinationPrefixListId !== undefined) - Number(b.DestinationPrefixListId !== undefined);
}

function blocksOf(network: OracleNetwork, route: AwsRoute): string[] {
  const direct = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  if (direct !== undefined) return [direct];
  return (network.PrefixListEntries ?? [])
    .filter((list) => list.PrefixListId === route.DestinationPrefixListId)
    .flatMap((list) => list.Entries.map((entry) => entry.Cidr));
}
