import { type Address, parseAddress } from '../../model/address.ts';
import { ICMP, TCP, UDP } from '../../model/protocol.ts';
import type { NatGateway, NetworkResources, RouteTable } from '../../network/aws/resources.ts';
import {
  egressOnlyInternetGatewayOf,
  internetGatewayOf,
  isRegional,
} from '../../network/routing/gateways.ts';
import { routeTableOf } from '../../network/routing/route-tables.ts';
import type { Stage } from '../path.ts';
import { publicAddresses } from '../ends/public-addresses.ts';

/** What a route to the Internet must lead to. */
export interface InternetWay {
  readonly target: string;
  /** The interface has no public address, which an internet gateway asks for. */
  readonly needsAddress: boolean;
}

/** Protocols that a NAT gateway translates. Source: Amazon VPC User Guide, "NAT gateway basics". */
const NAT_PROTOCOLS: ReadonlySet<number> = new Set([TCP, UDP, ICMP]);

/**
 * The gateway of a table's VPC over which this packet reaches the Internet, with the least that is opened: an egress-only
 * internet gateway before an internet gateway for IPv6, a NAT gateway before a new public address for IPv4. Neither
 * lets a connection in from outside, so replies always leave by the internet gateway. Null: the VPC has none.
 */
export function internetWay(
  { leg, packet, interfaceId }: Stage,
  { family }: Address,
  table: RouteTable,
  resources: NetworkResources,
): InternetWay | null {
  const gateway = internetGatewayOf(table.VpcId, resources);
  const direct = gateway === null ? null : { target: gateway, needsAddress: false };
  const forward = leg === 'forward';
  if (family === 6) {
    const only = forward ? egressOnlyInternetGatewayOf(table.VpcId, resources) : null;
    return only === null ? direct : { target: only, needsAddress: false };
  }
  if (hasPublicAddress(packet.srcaddr, interfaceId, resources)) return direct;
  const nat = forward && NAT_PROTOCOLS.has(packet.protocol) ? natGatewayFor(table, resources) : undefined;
  if (nat) return { target: nat.NatGatewayId, needsAddress: false };
  return direct && interfaceId !== null ? { ...direct, needsAddress: true } : null;
}

/** Whether a private address of an interface has a public one. */
function hasPublicAddress(text: string, interfaceId: string | null, resources: NetworkResources): boolean {
  const address = parseAddress(text);
  return publicAddresses(resources).some(
    ({ networkInterface, privateAddress }) =>
      networkInterface?.NetworkInterfaceId === interfaceId && privateAddress.value === address?.value,
  );
}

/** A NAT gateway that a table may lead to: its own subnet must use another one, or packets would go round. */
function natGatewayFor(table: RouteTable, resources: NetworkResources): NatGateway | undefined {
  return resources.natGateways
    .filter(
      ({ VpcId, State, ConnectivityType }) =>
        VpcId === table.VpcId &&
        (State ?? 'available') === 'available' &&
        (ConnectivityType ?? 'public') === 'public',
    )
    .filter((nat) => isRegional(nat) || tableOf(nat, resources) !== table.RouteTableId)
    .toSorted((a, b) => (a.NatGatewayId < b.NatGatewayId ? -1 : 1))[0];
}

function tableOf(
  { SubnetId = '', VpcId }: NatGateway,
  { routeTables }: NetworkResources,
): string | undefined {
  return routeTableOf({ SubnetId, VpcId }, routeTables)?.RouteTableId;
}
