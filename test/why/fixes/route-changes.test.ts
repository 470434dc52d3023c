import { describe, expect, it } from 'vitest';
import type { NatGateway, NetworkResources, Route, RouteTable } from '../../../src/network/aws/resources.ts';
import { applyChange } from '../../../src/why/fixes/apply-change.ts';
import { changesFor } from '../../../src/why/fixes/changes.ts';
import type { Stage } from '../../../src/why/path.ts';
import { network, networkInterface, subnet } from '../../network/networks.ts';
import { ASKED, CLIENT, end, onlyChange, stage } from './stages.ts';

const OUTSIDE = '198.51.100.7';
const IGW = { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] };
const NAT: NatGateway = {
  NatGatewayId: 'nat-1',
  VpcId: 'vpc-1',
  SubnetId: 'subnet-nat',
  State: 'available',
  NatGatewayAddresses: [],
};
const LOCAL: Route = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };

function table(RouteTableId: string, SubnetId: string, Routes: readonly Route[] = [LOCAL]): RouteTable {
  return { RouteTableId, VpcId: 'vpc-1', Associations: [{ SubnetId }], Routes };
}

function client(members = {}) {
  return networkInterface('eni-1', { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: CLIENT }, [], members);
}

const SUBNETS = [
  subnet('subnet-1', 'vpc-1'),
  subnet('subnet-nat', 'vpc-1', '10.0.9.0/24'),
  subnet('subnet-9', 'vpc-9', '10.9.0.0/24'),
];
const BASE = network({
  subnets: SUBNETS,
  networkInterfaces: [client()],
  routeTables: [table('rtb-1', 'subnet-1'), table('rtb-nat', 'subnet-nat')],
  internetGateways: [IGW],
});
const PUBLIC: NetworkResources = {
  ...BASE,
  networkInterfaces: [client({ Association: { PublicIp: '203.0.113.9' } })],
};

function stopped(members: Partial<Stage> = {}, dstaddr = OUTSIDE): Stage {
  const packet = { protocol: 6, srcaddr: CLIENT, dstaddr, srcport: 49152, dstport: 443 };
  return stage({
    layer: 'route',
    direction: 'egress',
    interfaceId: 'eni-1',
    reason: 'NO_ROUTE_TO_DESTINATION',
    resource: 'rtb-1',
    packet,
    ...members,
  });
}

const OUT = { ...ASKED, dst: end(OUTSIDE) };
const INTERNET = { ...ASKED, dst: end(OUTSIDE, { kind: 'internet' }) };
const route = (destination: string, target: string, kind = 'create-route') => ({
  kind,
  routeTableId: 'rtb-1',
  destination,
  target,
});
const ADDRESS = { kind: 'associate-address', interfaceId: 'eni-1', privateAddress: CLIENT };

describe('a route to the Internet', () => {
  it('leads to the internet gateway where the interface has a public address', () => {
    expect(onlyChange(stopped(), PUBLIC, OUT)).toEqual(route(`${OUTSIDE}/32`, 'igw-1'));
    expect(onlyChange(stopped(), PUBLIC, INTERNET)).toEqual(route('0.0.0.0/0', 'igw-1'));
  });

  it('leads to a NAT gateway where it has none', () => {
    expect(onlyChange(stopped(), { ...BASE, natGateways: [NAT] }, OUT)).toEqual(
      route(`${OUTSIDE}/32`, 'nat-1'),
    );
  });

  it.each([
    ['uses the same table', { SubnetId: 'subnet-1' }],
    ['is of another VPC', { VpcId: 'vpc-9' }],
    ['is gone', { State: 'deleted' }],
    ['is private', { ConnectivityType: 'private' }],
  ])('does not lead to a NAT gateway that %s, and the interface gets an address', (_, members) => {
    const resources = { ...BASE, natGateways: [{ ...NAT, ...members }] };
    expect(changesFor(stopped(), OUT, resources)).toEqual([route(`${OUTSIDE}/32`, 'igw-1'), ADDRESS]);
  });

  it('does not lead to a NAT gateway for what one does not translate, nor for replies', () => {
    const resources = { ...PUBLIC, natGateways: [NAT] };
    const esp = { ...stopped().packet, protocol: 50, srcport: null, dstport: null };
    expect(changesFor(stopped({ packet: esp }), OUT, { ...BASE, natGateways: [NAT] })).toContainEqual(
      ADDRESS,
    );
    const reply = stopped({ leg: 'reply' });
    expect(onlyChange(reply, resources, { ...OUT, src: end(OUTSIDE) })).toEqual(
      route(`${OUTSIDE}/32`, 'igw-1'),
    );
  });

  it('for IPv6 leads to an egress-only internet gateway, except for replies', () => {
    const packet = {
      protocol: 6,
      srcaddr: '2001:db8:1::1',
      dstaddr: '2001:db8::7',
      srcport: 49152,
      dstport: 443,
    };
    const asked = { ...ASKED, src: end('2001:db8::7'), dst: end('2001:db8::7', { kind: 'internet' }) };
    const eigw = { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: IGW.Attachments };
    const resources = { ...BASE, egressOnlyInternetGateways: [eigw] };
    expect(onlyChange(stopped({ packet }), resources, asked)).toEqual(route('::/0', 'eigw-1'));
    expect(onlyChange(stopped({ packet, leg: 'reply' }), resources, asked)).toEqual(
      route('2001:db8::7/128', 'igw-1'),
    );
    expect(onlyChange(stopped({ packet }), BASE, asked)).toEqual(route('::/0', 'igw-1'));
    expect(
      applyChange(resources, onlyChange(stopped({ packet }), resources, asked)).routeTables[0]?.Routes[1],
    ).toEqual({
      DestinationIpv6CidrBlock: '::/0',
      EgressOnlyInternetGatewayId: 'eigw-1',
      State: 'active',
      Origin: 'CreateRoute',
    });
  });

  it('is left to a person where the VPC has no gateway, or the address is private and nowhere', () => {
    expect(onlyChange(stopped(), { ...BASE, internetGateways: [] }, OUT)).toEqual({
      kind: 'by-hand',
      resource: 'rtb-1',
    });
    expect(onlyChange(stopped({}, '10.77.0.1'), PUBLIC, { ...ASKED, dst: end('10.77.0.1') })).toEqual({
      kind: 'by-hand',
      resource: 'rtb-1',
    });
  });

  it('takes the place of one that leads nowhere, if a person made that', () => {
    const dead = {
      DestinationCidrBlock: '0.0.0.0/0',
      VpcPeeringConnectionId: 'pcx-old',
      State: 'blackhole',
      Origin: 'CreateRoute',
    };
    const withDead = (members: Partial<Route> = {}) => ({
      ...PUBLIC,
      routeTables: [table('rtb-1', 'subnet-1', [LOCAL, { ...dead, ...members }])],
    });
    const blackhole = stopped({ reason: 'BAD_STATE_ROUTE' });
    const change = onlyChange(blackhole, withDead(), OUT);
    expect(change).toEqual(route('0.0.0.0/0', 'igw-1', 'replace-route'));
    expect(applyChange(withDead(), change).routeTables[0]?.Routes).toEqual([
      LOCAL,
      { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active', Origin: 'CreateRoute' },
    ]);
    const propagated = withDead({ Origin: 'EnableVgwRoutePropagation' });
    expect(onlyChange(blackhole, propagated, OUT)).toEqual(route(`${OUTSIDE}/32`, 'igw-1'));
  });

  it('does not make a private subnet public in the place of a NAT gateway that is gone', () => {
    const dead = { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-old', State: 'blackhole' };
    const resources = { ...BASE, routeTables: [table('rtb-1', 'subnet-1', [LOCAL, dead])] };
    const blackhole = stopped({ reason: 'BAD_STATE_ROUTE', resource: 'nat-old' });
    expect(changesFor(blackhole, OUT, resources)).toEqual([route(`${OUTSIDE}/32`, 'igw-1'), ADDRESS]);
    expect(onlyChange(blackhole, resources, INTERNET)).toEqual({ kind: 'by-hand', resource: 'nat-old' });
    const another = { ...resources, natGateways: [NAT] };
    expect(onlyChange(blackhole, another, INTERNET)).toEqual(route('0.0.0.0/0', 'nat-1', 'replace-route'));
  });

  it('is not made again once it is there', () => {
    const made = applyChange(PUBLIC, onlyChange(stopped(), PUBLIC, OUT));
    expect(changesFor(stopped(), OUT, made)).toEqual([]);
  });
});

describe('a route to another VPC', () => {
  const FAR = '10.9.0.5';
  const asked = { ...ASKED, dst: end(FAR, { vpcId: 'vpc-9', subnetId: 'subnet-9', kind: 'interface' }) };
  const peering = (id: string, Code = 'active') => ({
    VpcPeeringConnectionId: id,
    Status: { Code },
    AccepterVpcInfo: { VpcId: 'vpc-1', CidrBlockSet: [], Ipv6CidrBlockSet: [] },
    RequesterVpcInfo: { VpcId: 'vpc-9', CidrBlockSet: [], Ipv6CidrBlockSet: [] },
  });
  const attachment = (VpcId: string, TransitGatewayId = 'tgw-1') => ({
    TransitGatewayAttachmentId: `tgw-attach-${VpcId}`,
    TransitGatewayId,
    VpcId,
    SubnetIds: [],
    State: 'available',
  });

  it('leads to the active peering, for the block of the other subnet', () => {
    const resources = {
      ...BASE,
      vpcPeeringConnections: [peering('pcx-0', 'deleted'), peering('pcx-2'), peering('pcx-1')],
    };
    expect(onlyChange(stopped({}, FAR), resources, asked)).toEqual(route('10.9.0.0/24', 'pcx-1'));
  });

  it('leads to the transit gateway that both are attached to', () => {
    const both = [attachment('vpc-1'), attachment('vpc-9')];
    expect(onlyChange(stopped({}, FAR), { ...BASE, transitGatewayVpcAttachments: both }, asked)).toEqual(
      route('10.9.0.0/24', 'tgw-1'),
    );
    const apart = [attachment('vpc-1'), attachment('vpc-9', 'tgw-2')];
    expect(onlyChange(stopped({}, FAR), { ...BASE, transitGatewayVpcAttachments: apart }, asked)).toEqual({
      kind: 'by-hand',
      resource: 'rtb-1',
    });
  });
});

describe('a public address', () => {
  it('is given to the private address that has none, on the way out and in', () => {
    const out = stopped({ reason: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS' });
    expect(onlyChange(out, BASE, OUT)).toEqual(ADDRESS);
    const packet = { protocol: 6, srcaddr: OUTSIDE, dstaddr: CLIENT, srcport: 49152, dstport: 443 };
    const into = stage({
      layer: 'route',
      reason: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
      packet,
      subnetId: null,
    });
    const inbound = {
      ...ASKED,
      src: end(OUTSIDE),
      dst: end(CLIENT, { interfaceId: 'eni-1', kind: 'interface' }),
    };
    expect(onlyChange(into, BASE, inbound)).toEqual(ADDRESS);
  });

  it('is another one for each interface of the proposed network', () => {
    const second = networkInterface('eni-2', { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.11' });
    const both = { ...BASE, networkInterfaces: [client(), second] };
    const one = applyChange(both, {
      kind: 'associate-address',
      interfaceId: 'eni-1',
      privateAddress: CLIENT,
    });
    const two = applyChange(one, {
      kind: 'associate-address',
      interfaceId: 'eni-2',
      privateAddress: '10.0.0.11',
    });
    const given = two.networkInterfaces.map(({ Association }) => Association?.PublicIp);
    expect(new Set(given)).toEqual(new Set(['192.0.2.254', '192.0.2.253']));
    expect(one.networkInterfaces[1]).toEqual(second);
  });
});

it.each([
  'OUTBOUND_ONLY',
  'REPLY_TAKES_ANOTHER_WAY',
  'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
  'NO_INTERNET_GATEWAY',
] as const)('leaves %s to a person', (reason) => {
  expect(onlyChange(stopped({ reason, resource: 'vpc-1' }), PUBLIC, OUT)).toEqual({
    kind: 'by-hand',
    resource: 'vpc-1',
  });
});
