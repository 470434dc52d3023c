/** Networks to follow packets through: one VPC at a time, with what a case is about said and the rest filled in. */
import type {
  NetworkInterface,
  NetworkResources,
  Route,
  RouteTable,
  Subnet,
  Vpc,
} from '../../src/network/aws/resources.ts';
import type { End, PathStep } from '../../src/why/path.ts';
import { trace } from '../../src/why/trace.ts';
import { network, networkInterface, subnet } from '../network/networks.ts';

export const TCP_443 = { protocol: 6, srcport: 40000, dstport: 443 } as const;

export function vpc(VpcId: string, CidrBlock: string, ipv6?: string): Vpc {
  return {
    VpcId,
    CidrBlock,
    CidrBlockAssociationSet: [{ CidrBlock, CidrBlockState: { State: 'associated' } }],
    Ipv6CidrBlockAssociationSet:
      ipv6 === undefined ? [] : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: { State: 'associated' } }],
  };
}

/** A subnet of a VPC in a zone. */
export function subnetIn(VpcId: string, SubnetId: string, CidrBlock: string, zone = 'az-1'): Subnet {
  return { ...subnet(SubnetId, VpcId, CidrBlock), AvailabilityZone: zone };
}

/** Routes as the console lists them: destination, target, and the state when it is not active. */
export function routes(...lines: readonly string[]): readonly Route[] {
  return lines.map((line) => {
    const [destination = '', target = '', State = 'active'] = line.split(' ');
    return { ...destinationOf(destination), ...targetMember(target), State, Origin: 'CreateRoute' };
  });
}

/** The table of some subnets (`subnet-…`), of a gateway (`igw-…`), or the main one (`main`). */
export function tableOf(
  VpcId: string,
  RouteTableId: string,
  users: readonly string[],
  ...lines: readonly string[]
): RouteTable {
  const Associations = users.map((user) => {
    if (user === 'main') return { Main: true };
    return user.startsWith('subnet-') ? { SubnetId: user } : { GatewayId: user };
  });
  return { RouteTableId, VpcId, Associations, Routes: routes(...lines) };
}

/** An interface, with the public address that belongs to its private one. */
export function host(
  id: string,
  { SubnetId, VpcId }: Pick<Subnet, 'SubnetId' | 'VpcId'>,
  address: string,
  members: Partial<NetworkInterface> & { readonly PublicIp?: string } = {},
): NetworkInterface {
  const { PublicIp, ...others } = members;
  const Association = PublicIp === undefined ? {} : { Association: { PublicIp } };
  return networkInterface(id, { SubnetId, VpcId, address }, ['sg-1'], {
    ...Association,
    PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true, ...Association }],
    SourceDestCheck: true,
    ...others,
  });
}

/** The end that an interface is; `ipv6` when it is asked for by that, `public` by its public address. */
export function endOf(one: NetworkInterface, by: 'private' | 'public' | 'ipv6' = 'private'): End {
  const ipv6 = by === 'ipv6' ? one.Ipv6Addresses[0]?.Ipv6Address : undefined;
  const address = ipv6 ?? one.PrivateIpAddress ?? '';
  const publicAddress = ipv6 === undefined ? (one.Association?.PublicIp ?? null) : null;
  return {
    input: one.NetworkInterfaceId,
    kind: 'interface',
    address,
    publicAddress,
    sentTo: by === 'public' ? (publicAddress ?? address) : address,
    interfaceId: one.NetworkInterfaceId,
    instanceId: null,
    subnetId: one.SubnetId,
    vpcId: one.VpcId,
    name: null,
  };
}

/** An end outside of the network. */
export function outside(address: string, kind: 'address' | 'internet' = 'address'): End {
  const nothing = { publicAddress: null, interfaceId: null, instanceId: null, subnetId: null };
  return { input: address, kind, address, sentTo: address, vpcId: null, name: null, ...nothing };
}

/** An end in a subnet that no interface has. */
export function within(one: Subnet, address: string, kind: 'address' | 'subnet' = 'address'): End {
  return { ...outside(address), kind, subnetId: one.SubnetId, vpcId: one.VpcId };
}

/** The path, a line for each step. */
export function pathOf(
  resources: Partial<NetworkResources>,
  src: End,
  dst: End,
  ports: {
    readonly protocol: number;
    readonly srcport: number | null;
    readonly dstport: number | null;
  } = TCP_443,
): readonly string[] {
  return trace(network(resources), src, dst, ports).map(lineOf);
}

/** What a path's route steps have against it, with what each names. */
export function findings(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => / (?:deny|unknown) /.test(line));
}

/**
 * `forward egress eni-a 10.0.0.4>10.1.0.4` for an interface that is crossed, `forward route eni-a allow rtb-a 10.0.0.0/16
 * local` for a route; after the outcome come the reason, what is named, and the rule.
 */
function lineOf(step: PathStep): string {
  const where = step.interfaceId ?? step.subnetId ?? 'nowhere';
  const { srcaddr, dstaddr } = step.packet;
  if (step.kind === 'crossing') {
    const groups = step.askGroups ? '' : ' without groups';
    return `${step.leg} ${step.direction} ${where} ${srcaddr}>${dstaddr}${groups}`;
  }
  const way = step.direction === 'ingress' ? 'entry' : 'route';
  const why = [step.reason, step.rule ?? (step.resource === null ? null : `(${step.resource})`)];
  const named = step.rule !== null && step.resource !== null && !step.rule.endsWith(step.resource);
  const extra = named ? [`(${step.resource})`] : [];
  return [step.leg, way, where, step.outcome, ...why, ...extra].filter((part) => part !== null).join(' ');
}

function destinationOf(destination: string): Route {
  if (destination.startsWith('pl-')) return { DestinationPrefixListId: destination };
  return destination.includes(':')
    ? { DestinationIpv6CidrBlock: destination }
    : { DestinationCidrBlock: destination };
}

function targetMember(target: string): Partial<Route> {
  const members = {
    nat: 'NatGatewayId',
    tgw: 'TransitGatewayId',
    pcx: 'VpcPeeringConnectionId',
    eigw: 'EgressOnlyInternetGatewayId',
    eni: 'NetworkInterfaceId',
    lgw: 'LocalGatewayId',
  } as const;
  const member = Object.entries(members).find(([prefix]) => target.startsWith(`${prefix}-`))?.[1];
  return { [member ?? 'GatewayId']: target };
}
