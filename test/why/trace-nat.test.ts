import { describe, expect, test } from 'vitest';
import type { NatGateway, NetworkResources } from '../../src/network/aws/resources.ts';
import { endOf, findings, host, outside, pathOf, subnetIn, tableOf, vpc } from './trace-networks.ts';

const PRIVATE = subnetIn('vpc-a', 'subnet-private', '10.0.1.0/24');
const PUBLIC = subnetIn('vpc-a', 'subnet-public', '10.0.9.0/24');
const LOCAL = '10.0.0.0/16 local';
const app = host('eni-app', PRIVATE, '10.0.1.5');
const natInterface = host('eni-nat', PUBLIC, '10.0.9.8', {
  InterfaceType: 'nat_gateway',
  PublicIp: '192.0.2.8',
  SourceDestCheck: false,
  Groups: [],
});
const far = outside('198.51.100.7');

const NAT: NatGateway = {
  NatGatewayId: 'nat-1',
  VpcId: 'vpc-a',
  SubnetId: 'subnet-public',
  State: 'available',
  ConnectivityType: 'public',
  NatGatewayAddresses: [
    { NetworkInterfaceId: 'eni-nat', PrivateIp: '10.0.9.8', PublicIp: '192.0.2.8', IsPrimary: true },
  ],
};

/** A private subnet behind a NAT gateway in a public one. */
function natNetwork(
  nat: Partial<NatGateway> = {},
  publicLines: readonly string[] = ['0.0.0.0/0 igw-1'],
  others: Partial<NetworkResources> = {},
): Partial<NetworkResources> {
  return {
    vpcs: [vpc('vpc-a', '10.0.0.0/16')],
    subnets: [PRIVATE, PUBLIC],
    networkInterfaces: [app, natInterface],
    internetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-a', State: 'available' }] }],
    natGateways: [{ ...NAT, ...nat }],
    routeTables: [
      tableOf('vpc-a', 'rtb-private', ['subnet-private'], LOCAL, '0.0.0.0/0 nat-1'),
      tableOf('vpc-a', 'rtb-public', ['subnet-public'], LOCAL, ...publicLines),
    ],
    ...others,
  };
}

const THROUGH = [
  'forward egress eni-app 10.0.1.5>198.51.100.7',
  'forward route eni-app allow rtb-private 0.0.0.0/0 nat-1',
  'forward ingress eni-nat 10.0.1.5>198.51.100.7',
  'forward egress eni-nat 10.0.9.8>198.51.100.7',
  'forward route eni-nat allow rtb-public 0.0.0.0/0 igw-1',
  'reply ingress eni-nat 198.51.100.7>10.0.9.8',
  'reply egress eni-nat 198.51.100.7>10.0.1.5',
  'reply route eni-nat allow rtb-public 10.0.0.0/16 local',
  'reply ingress eni-app 198.51.100.7>10.0.1.5',
];

describe('through a NAT gateway', () => {
  test('its interface is crossed four times, with the addresses that its flow logs show', () => {
    expect(pathOf(natNetwork(), endOf(app), far)).toEqual(THROUGH);
  });

  test('its interface is found by its address when the gateway does not name it', () => {
    const addresses = [{ PrivateIp: '10.0.9.8', PublicIp: '192.0.2.8' }];
    expect(pathOf(natNetwork({ NatGatewayAddresses: addresses }), endOf(app), far)).toEqual(THROUGH);
  });

  test('its interface may be missing, and what is behind it is asked all the same', () => {
    const network = natNetwork({}, ['0.0.0.0/0 igw-1'], { networkInterfaces: [app] });
    expect(pathOf(network, endOf(app), far)).toEqual([
      'forward egress eni-app 10.0.1.5>198.51.100.7',
      'forward route eni-app allow rtb-private 0.0.0.0/0 nat-1',
      'forward entry subnet-public unknown UNKNOWN_RESOURCE (nat-1)',
      'forward route subnet-public allow rtb-public 0.0.0.0/0 igw-1',
      'reply route subnet-public allow rtb-public 10.0.0.0/16 local',
      'reply ingress eni-app 198.51.100.7>10.0.1.5',
    ]);
  });

  test('it may not be imported at all', () => {
    expect(pathOf(natNetwork({}, [], { natGateways: [] }), endOf(app), far)).toEqual([
      'forward egress eni-app 10.0.1.5>198.51.100.7',
      'forward route eni-app unknown UNKNOWN_RESOURCE rtb-private 0.0.0.0/0 nat-1',
      'reply ingress eni-app 198.51.100.7>10.0.1.5',
    ]);
  });

  test.each<[Partial<NatGateway>, readonly string[], readonly string[]]>([
    [
      { State: 'failed' },
      ['0.0.0.0/0 igw-1'],
      ['forward route eni-app deny BAD_STATE rtb-private 0.0.0.0/0 nat-1'],
    ],
    [
      { VpcId: 'vpc-b' },
      ['0.0.0.0/0 igw-1'],
      ['forward route eni-app deny NGW_REQUIRES_SOURCE_IN_VPC rtb-private 0.0.0.0/0 nat-1'],
    ],
    [{}, [], ['forward route eni-nat deny NO_ROUTE_TO_DESTINATION (rtb-public)']],
    [
      { ConnectivityType: 'private' },
      ['0.0.0.0/0 igw-1'],
      ['forward route eni-nat deny IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS rtb-public 0.0.0.0/0 igw-1'],
    ],
  ])('%o with %j refuses once, and the path goes on through it', (nat, lines, expected) => {
    const path = pathOf(natNetwork(nat, lines), endOf(app), far);
    expect(findings(path)).toEqual(expected);
    expect(path).toHaveLength(THROUGH.length);
  });

  test('it does not lead out when its own subnet leads back to it, and the answer is followed all the same', () => {
    const path = pathOf(natNetwork({}, ['0.0.0.0/0 nat-1']), endOf(app), far);
    expect(findings(path)).toEqual([
      'forward route eni-nat deny NO_ROUTE_TO_DESTINATION rtb-public 0.0.0.0/0 nat-1 (rtb-public)',
    ]);
    expect(path.slice(5)).toEqual(THROUGH.slice(5));
  });

  test('it takes TCP, UDP and ICMP alone', () => {
    const ports = { protocol: 50, srcport: null, dstport: null };
    expect(findings(pathOf(natNetwork(), endOf(app), far, ports))).toEqual([
      'forward route eni-app deny PROTOCOL_RESTRICTION rtb-private 0.0.0.0/0 nat-1',
    ]);
    expect(findings(pathOf(natNetwork(), endOf(app), far, { ...ports, protocol: 1 }))).toEqual([]);
  });

  test.each([
    ['block-ingress', []],
    [
      'block-bidirectional',
      ['forward route eni-nat deny VPC_BLOCK_PUBLIC_ACCESS_ENABLED rtb-public 0.0.0.0/0 igw-1'],
    ],
  ])('under VPC Block Public Access, %s', (mode, expected) => {
    const subnets = [PRIVATE, { ...PUBLIC, BlockPublicAccessStates: { InternetGatewayBlockMode: mode } }];
    const network = natNetwork({}, ['0.0.0.0/0 igw-1'], { subnets });
    expect(findings(pathOf(network, endOf(app), far))).toEqual(expected);
  });

  test('to a private address for which a route is missing, that route is what is missing', () => {
    const B1 = subnetIn('vpc-b', 'subnet-b1', '10.1.1.0/24');
    const db = host('eni-db', B1, '10.1.1.5');
    const network = natNetwork();
    const path = pathOf({ ...network, networkInterfaces: [app, natInterface, db] }, endOf(app), endOf(db));
    expect(path.slice(4)).toEqual([
      'forward route eni-nat deny IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS rtb-public 0.0.0.0/0 igw-1',
      'forward ingress eni-db 10.0.1.5>10.1.1.5',
      'reply egress eni-db 10.1.1.5>10.0.1.5',
      'reply route eni-db unknown UNKNOWN_RESOURCE (subnet-b1)',
      'reply ingress eni-app 10.1.1.5>10.0.1.5',
    ]);
  });

  test('nobody gets in from outside', () => {
    const path = pathOf(natNetwork(), far, endOf(natInterface, 'public'));
    expect(path.slice(0, 3)).toEqual([
      'forward entry eni-nat allow (igw-1)',
      'forward ingress eni-nat 198.51.100.7>10.0.9.8',
      'forward entry eni-nat deny OUTBOUND_ONLY (nat-1)',
    ]);
  });

  test('IPv6 is not followed', () => {
    const app6 = host('eni-app', PRIVATE, '10.0.1.5', { Ipv6Addresses: [{ Ipv6Address: '2600::5' }] });
    const network = natNetwork();
    const routeTables = [tableOf('vpc-a', 'rtb-a', ['main'], '64:ff9b::/96 nat-1')];
    const path = pathOf({ ...network, routeTables }, endOf(app6, 'ipv6'), outside('64:ff9b::c633:6407'));
    expect(findings(path)).toEqual([
      'forward route eni-app unknown UNKNOWN_DESTINATION rtb-a 64:ff9b::/96 nat-1',
    ]);
  });
});

describe('through a NAT gateway to an interface of the network', () => {
  const WEB = subnetIn('vpc-b', 'subnet-web', '10.1.1.0/24');
  const web = host('eni-web', WEB, '10.1.1.5', { PublicIp: '192.0.2.55' });
  const vpcB = (...lines: readonly string[]): Partial<NetworkResources> => {
    const network = natNetwork({}, ['0.0.0.0/0 igw-1', '10.1.0.0/16 pcx-1']);
    return {
      ...network,
      vpcs: [...(network.vpcs ?? []), vpc('vpc-b', '10.1.0.0/16')],
      subnets: [...(network.subnets ?? []), WEB],
      networkInterfaces: [app, natInterface, web],
      routeTables: [
        ...(network.routeTables ?? []),
        tableOf('vpc-b', 'rtb-b', ['main'], '10.1.0.0/16 local', ...lines),
      ],
      vpcPeeringConnections: [
        {
          VpcPeeringConnectionId: 'pcx-1',
          Status: { Code: 'active' },
          RequesterVpcInfo: { VpcId: 'vpc-a', CidrBlockSet: [], Ipv6CidrBlockSet: [] },
          AccepterVpcInfo: { VpcId: 'vpc-b', CidrBlockSet: [], Ipv6CidrBlockSet: [] },
        },
      ],
    };
  };

  test("over the Internet, which sees the gateway's public address", () => {
    const network = vpcB('0.0.0.0/0 igw-2');
    expect(pathOf(network, endOf(app), endOf(web, 'public')).slice(4)).toEqual([
      'forward route eni-nat allow rtb-public 0.0.0.0/0 igw-1',
      'forward entry eni-web allow (igw-2)',
      'forward ingress eni-web 192.0.2.8>10.1.1.5',
      'reply egress eni-web 10.1.1.5>192.0.2.8',
      'reply route eni-web allow rtb-b 0.0.0.0/0 igw-2',
      'reply ingress eni-nat 192.0.2.55>10.0.9.8',
      'reply egress eni-nat 192.0.2.55>10.0.1.5',
      'reply route eni-nat allow rtb-public 10.0.0.0/16 local',
      'reply ingress eni-app 192.0.2.55>10.0.1.5',
    ]);
  });

  test('over a peering connection, which sees its private address and needs no route back', () => {
    expect(pathOf(vpcB(), endOf(app), endOf(web)).slice(3)).toEqual([
      'forward egress eni-nat 10.0.9.8>10.1.1.5',
      'forward route eni-nat allow rtb-public 10.1.0.0/16 pcx-1',
      'forward ingress eni-web 10.0.9.8>10.1.1.5',
      'reply egress eni-web 10.1.1.5>10.0.9.8',
      'reply route eni-web allow (pcx-1)',
      'reply ingress eni-nat 10.1.1.5>10.0.9.8',
      'reply egress eni-nat 10.1.1.5>10.0.1.5',
      'reply route eni-nat allow rtb-public 10.0.0.0/16 local',
      'reply ingress eni-app 10.1.1.5>10.0.1.5',
    ]);
  });
});

describe('through a regional NAT gateway', () => {
  const regional: NatGateway = {
    NatGatewayId: 'nat-1',
    VpcId: 'vpc-a',
    State: 'available',
    AvailabilityMode: 'regional',
    RouteTableId: 'rtb-nat',
    NatGatewayAddresses: [{ PublicIp: '192.0.2.8' }],
  };
  const tables = [
    tableOf('vpc-a', 'rtb-private', ['subnet-private'], LOCAL, '0.0.0.0/0 nat-1'),
    tableOf('vpc-a', 'rtb-nat', [], LOCAL, '0.0.0.0/0 igw-1'),
  ];

  test('its own table leads on, and nothing filters there', () => {
    const network = natNetwork({}, [], { natGateways: [regional], routeTables: tables });
    expect(pathOf(network, endOf(app), far)).toEqual([
      'forward egress eni-app 10.0.1.5>198.51.100.7',
      'forward route eni-app allow rtb-private 0.0.0.0/0 nat-1',
      'forward route nowhere allow rtb-nat 0.0.0.0/0 igw-1',
      'reply route nowhere allow rtb-nat 10.0.0.0/16 local',
      'reply ingress eni-app 198.51.100.7>10.0.1.5',
    ]);
  });

  test('its table may be missing', () => {
    const network = natNetwork({}, [], { natGateways: [regional], routeTables: tables.slice(0, 1) });
    expect(findings(pathOf(network, endOf(app), far))).toEqual([
      'forward route nowhere unknown UNKNOWN_RESOURCE (nat-1)',
      'reply route nowhere unknown UNKNOWN_RESOURCE (nat-1)',
    ]);
  });
});
