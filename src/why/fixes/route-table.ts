import { formatCidr, parseCidr } from '../../model/cidr.ts';
import type { Route } from '../../network/aws/resources.ts';

/** The block of a route in canonical text; null when a prefix list says where it leads. */
export function destinationOf(route: Route): string | null {
  const cidr = parseCidr(route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? '');
  return cidr && formatCidr(cidr);
}

const TARGETS = {
  igw: 'GatewayId',
  vgw: 'GatewayId',
  nat: 'NatGatewayId',
  pcx: 'VpcPeeringConnectionId',
  tgw: 'TransitGatewayId',
  eigw: 'EgressOnlyInternetGatewayId',
} as const satisfies Readonly<Record<string, keyof Route>>;

/**
 * The member of a route that holds a target, by the target's kind of id: `igw-…` stands in `GatewayId`.
 *
 * @throws TypeError for an id of another kind
 */
export function targetMember(target: string): (typeof TARGETS)[keyof typeof TARGETS] {
  const member = TARGETS[target.slice(0, target.indexOf('-')) as keyof typeof TARGETS];
  if (member === undefined) throw new TypeError(`"${target}" is no target of a route`);
  return member;
}

/** An active route as CreateRoute makes it. */
export function activeRoute(destination: string, target: string): Route {
  return {
    ...(parseCidr(destination)?.family === 6
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination }),
    [targetMember(target)]: target,
    State: 'active',
    Origin: 'CreateRoute',
  };
}
