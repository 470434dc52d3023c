import type { Route, VpcEndpoint } from '../aws/resources.ts';

/** What a route leads to. */
export type RouteTargetKind =
  | 'local'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'gateway-endpoint'
  | 'gateway-load-balancer-endpoint'
  | 'interface'
  | 'peering'
  | 'transit-gateway'
  | 'virtual-private-gateway'
  | 'local-gateway'
  | 'carrier-gateway'
  | 'core-network'
  | 'odb-network'
  /** A target that this program has no name for. */
  | 'other';

export interface RouteTarget {
  readonly kind: RouteTargetKind;
  /** `igw-…`, `nat-…`, an ARN, or `local`; the console shows the same. */
  readonly id: string;
}

/** The members that name a target alone. Source: EC2 API, "Route". */
const MEMBERS = [
  ['NatGatewayId', 'nat-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['LocalGatewayId', 'local-gateway'],
  ['CarrierGatewayId', 'carrier-gateway'],
  ['CoreNetworkArn', 'core-network'],
  ['OdbNetworkArn', 'odb-network'],
  ['NetworkInterfaceId', 'interface'],
  ['InstanceId', 'interface'],
] as const satisfies readonly (readonly [keyof Route, RouteTargetKind])[];

/** What a route leads to; `endpoints` tell those of gateways from those of Gateway Load Balancers. */
export function targetOf(route: Route, endpoints: readonly VpcEndpoint[]): RouteTarget {
  for (const [member, kind] of MEMBERS) {
    const id = route[member];
    if (id !== undefined) return { kind, id };
  }
  const id = route.GatewayId ?? '';
  return { kind: gatewayKind(id, route, endpoints), id };
}

function gatewayKind(id: string, route: Route, endpoints: readonly VpcEndpoint[]): RouteTargetKind {
  if (id === 'local') return 'local';
  if (id.startsWith('igw-')) return 'internet-gateway';
  if (id.startsWith('vgw-')) return 'virtual-private-gateway';
  if (!id.startsWith('vpce-')) return 'other';
  const type = endpoints.find(({ VpcEndpointId }) => VpcEndpointId === id)?.VpcEndpointType;
  // The route to a gateway endpoint always names the prefix list of its service.
  const isGateway = type === undefined ? route.DestinationPrefixListId !== undefined : type === 'Gateway';
  return isGateway ? 'gateway-endpoint' : 'gateway-load-balancer-endpoint';
}
