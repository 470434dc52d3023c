import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import type { Route, VpcEndpoint } from '../../../src/network/aws/resources.ts';
import { routeFor } from '../../../src/network/routing/route-lookup.ts';
import { PrefixLists } from '../../../src/network/rule-tables/prefix-lists.ts';

const LISTS = new PrefixLists(
  [
    { PrefixListId: 'pl-known', AddressFamily: 'IPv4' },
    { PrefixListId: 'pl-empty', AddressFamily: 'IPv4' },
    { PrefixListId: 'pl-empty6', AddressFamily: 'IPv6' },
  ],
  [
    { PrefixListId: 'pl-known', Entries: [{ Cidr: '198.51.100.0/24' }, { Cidr: '172.16.0.0/16' }] },
    { PrefixListId: 'pl-other', Entries: [{ Cidr: '198.51.100.0/24' }] },
  ],
);
const GATEWAY_ENDPOINT: VpcEndpoint = {
  VpcEndpointId: 'vpce-s3',
  VpcId: 'vpc-a',
  VpcEndpointType: 'Gateway',
  RouteTableIds: [],
  SubnetIds: [],
  NetworkInterfaceIds: [],
  Groups: [],
};
const LOCAL: Route = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable' };
const DEFAULT: Route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', Origin: 'CreateRoute' };

/** The route in words, or the kind of answer and what it names. */
function lookUp(to: string, ...routes: readonly Route[]): string {
  const address = parseAddress(to);
  if (!address) throw new TypeError(to);
  const table = { RouteTableId: 'rtb-a', VpcId: 'vpc-a', Associations: [], Routes: routes };
  const lookup = routeFor(address, table, LISTS, { vpcEndpoints: [GATEWAY_ENDPOINT] });
  switch (lookup.kind) {
    case 'none':
      return 'none';
    case 'unknown':
      return `unknown ${lookup.prefixListId}`;
    case 'route':
      return `${lookup.found.target.kind}: ${lookup.found.words}`;
    default:
      return `${lookup.kind}: ${lookup.found.words}`;
  }
}

describe('the route for an address', () => {
  test('is the one of the longest prefix, in whatever order they stand', () => {
    const peering: Route = { DestinationCidrBlock: '10.8.0.0/16', VpcPeeringConnectionId: 'pcx-1' };
    const wide: Route = { DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: 'tgw-1' };
    for (const routes of [
      [DEFAULT, wide, peering, LOCAL],
      [LOCAL, peering, wide, DEFAULT],
    ]) {
      expect(lookUp('10.8.0.1', ...routes)).toBe('peering: rtb-a 10.8.0.0/16 pcx-1');
      expect(lookUp('10.9.0.1', ...routes)).toBe('transit-gateway: rtb-a 10.0.0.0/8 tgw-1');
      expect(lookUp('10.0.0.1', ...routes)).toBe('local: rtb-a 10.0.0.0/16 local');
      expect(lookUp('192.0.2.1', ...routes)).toBe('internet-gateway: rtb-a 0.0.0.0/0 igw-1');
    }
  });

  test('is of the family of the address', () => {
    const ipv6: Route = { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' };
    expect(lookUp('2001:db8::1', LOCAL, DEFAULT)).toBe('none');
    expect(lookUp('2001:db8::1', DEFAULT, ipv6)).toBe('egress-only-internet-gateway: rtb-a ::/0 eigw-1');
    expect(lookUp('192.0.2.1', LOCAL, ipv6)).toBe('none');
  });

  test('of equal length is static before prefix list before propagated', () => {
    const propagated: Route = {
      DestinationCidrBlock: '198.51.100.0/24',
      GatewayId: 'vgw-1',
      Origin: 'EnableVgwRoutePropagation',
    };
    const fixed: Route = { DestinationCidrBlock: '198.51.100.0/24', NatGatewayId: 'nat-1' };
    const list: Route = { DestinationPrefixListId: 'pl-known', TransitGatewayId: 'tgw-1' };
    expect(lookUp('198.51.100.1', propagated, list, fixed)).toBe('nat-gateway: rtb-a 198.51.100.0/24 nat-1');
    expect(lookUp('198.51.100.1', propagated, list)).toBe('transit-gateway: rtb-a pl-known tgw-1');
    expect(lookUp('198.51.100.1', propagated)).toBe('virtual-private-gateway: rtb-a 198.51.100.0/24 vgw-1');
  });

  test('is one of AWS to choose when lists to different targets overlap', () => {
    const one: Route = { DestinationPrefixListId: 'pl-known', TransitGatewayId: 'tgw-1' };
    const other: Route = { DestinationPrefixListId: 'pl-other', TransitGatewayId: 'tgw-2' };
    expect(lookUp('198.51.100.1', one, other)).toBe('unknown pl-other');
    expect(lookUp('198.51.100.1', one, { ...other, TransitGatewayId: 'tgw-1' })).toBe(
      'transit-gateway: rtb-a pl-known tgw-1',
    );
    expect(lookUp('172.16.0.1', one, other)).toBe('transit-gateway: rtb-a pl-known tgw-1');
  });

  test('may be hidden in a prefix list without known entries', () => {
    const list: Route = { DestinationPrefixListId: 'pl-empty', TransitGatewayId: 'tgw-1' };
    expect(lookUp('192.0.2.1', DEFAULT, list)).toBe('unknown pl-empty');
    expect(lookUp('192.0.2.1', list)).toBe('unknown pl-empty');
    const exact: Route = { DestinationCidrBlock: '192.0.2.1/32', NetworkInterfaceId: 'eni-1' };
    expect(lookUp('192.0.2.1', exact, list)).toBe('interface: rtb-a 192.0.2.1/32 eni-1');
    const ofIpv6: Route = { DestinationPrefixListId: 'pl-empty6', TransitGatewayId: 'tgw-1' };
    expect(lookUp('192.0.2.1', DEFAULT, ofIpv6)).toBe('internet-gateway: rtb-a 0.0.0.0/0 igw-1');
  });

  test('inside of the VPC is hidden only by targets that may be more specific than local', () => {
    const list: Route = { DestinationPrefixListId: 'pl-empty', TransitGatewayId: 'tgw-1' };
    expect(lookUp('10.0.0.1', LOCAL, list)).toBe('local: rtb-a 10.0.0.0/16 local');
    const box: Route = { DestinationPrefixListId: 'pl-empty', NetworkInterfaceId: 'eni-1' };
    expect(lookUp('10.0.0.1', LOCAL, box)).toBe('unknown pl-empty');
  });

  test('to a private address is in no list of a gateway endpoint', () => {
    const endpoint: Route = { DestinationPrefixListId: 'pl-empty', GatewayId: 'vpce-s3' };
    const peering: Route = { DestinationCidrBlock: '10.8.0.0/16', VpcPeeringConnectionId: 'pcx-1' };
    expect(lookUp('10.8.0.1', peering, endpoint)).toBe('peering: rtb-a 10.8.0.0/16 pcx-1');
    expect(lookUp('192.0.2.1', DEFAULT, endpoint)).toBe('unknown pl-empty');
  });

  test('says when its target is gone, or in a state that is not explained', () => {
    expect(lookUp('192.0.2.1', { ...DEFAULT, State: 'blackhole' })).toBe('blackhole: rtb-a 0.0.0.0/0 igw-1');
    expect(lookUp('192.0.2.1', { ...DEFAULT, State: 'filtered' })).toBe('filtered: rtb-a 0.0.0.0/0 igw-1');
    const gone: Route = { DestinationCidrBlock: '192.0.2.0/24', NatGatewayId: 'nat-1', State: 'blackhole' };
    expect(lookUp('192.0.2.1', DEFAULT, gone)).toBe('blackhole: rtb-a 192.0.2.0/24 nat-1');
  });

  test.each<[Route, string]>([
    [{ GatewayId: 'vpce-s3' }, 'gateway-endpoint: rtb-a 0.0.0.0/0 vpce-s3'],
    [{ GatewayId: 'vpce-gwlb' }, 'gateway-load-balancer-endpoint: rtb-a 0.0.0.0/0 vpce-gwlb'],
    [{ LocalGatewayId: 'lgw-1' }, 'local-gateway: rtb-a 0.0.0.0/0 lgw-1'],
    [{ CarrierGatewayId: 'cagw-1' }, 'carrier-gateway: rtb-a 0.0.0.0/0 cagw-1'],
    [{ CoreNetworkArn: 'arn:cn' }, 'core-network: rtb-a 0.0.0.0/0 arn:cn'],
    [{ OdbNetworkArn: 'arn:odb' }, 'odb-network: rtb-a 0.0.0.0/0 arn:odb'],
    [{ NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' }, 'interface: rtb-a 0.0.0.0/0 eni-1'],
    [{ GatewayId: 'new-1' }, 'other: rtb-a 0.0.0.0/0 new-1'],
  ])('names the target of %o', (target, expected) => {
    expect(lookUp('192.0.2.1', { DestinationCidrBlock: '0.0.0.0/0', ...target })).toBe(expected);
  });

  test('to an endpoint that was not imported is one of a gateway when it has a prefix list', () => {
    const route: Route = { DestinationPrefixListId: 'pl-known', GatewayId: 'vpce-2' };
    expect(lookUp('198.51.100.1', route)).toBe('gateway-endpoint: rtb-a pl-known vpce-2');
  });
});
