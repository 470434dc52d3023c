import { describe, expect, test } from 'vitest';
import type { NetworkInterface, NetworkResources } from '../../src/network/aws/resources.ts';
import { endOf, findings, host, outside, pathOf, subnetIn, tableOf, vpc, within } from './trace-networks.ts';

const WEB = { ...subnetIn('vpc-a', 'subnet-web', '10.0.1.0/24') };
const LOCAL = '10.0.0.0/16 local';
const visitor = outside('198.51.100.7');
const web = host('eni-web', WEB, '10.0.1.5', { PublicIp: '192.0.2.5' });
const webWithout = host('eni-web', WEB, '10.0.1.5');
const IPV6 = { Ipv6Addresses: [{ Ipv6Address: '2600:1f18::5' }] };
const web6 = host('eni-web', WEB, '10.0.1.5', IPV6);
const visitor6 = outside('2400:cb00::7');

function gateway(State = 'available', VpcId = 'vpc-a'): NetworkResources['internetGateways'] {
  return [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId, State }] }];
}

/** A web server's network: an interface, an attached gateway, and the subnet's routes besides the local one. */
function webNetwork(
  one: NetworkInterface,
  lines: readonly string[],
  others: Partial<NetworkResources> = {},
): Partial<NetworkResources> {
  return {
    vpcs: [vpc('vpc-a', '10.0.0.0/16')],
    subnets: [WEB],
    networkInterfaces: [one],
    internetGateways: gateway(),
    routeTables: [tableOf('vpc-a', 'rtb-a', ['main'], LOCAL, ...lines)],
    ...others,
  };
}

describe('a web server, from the Internet', () => {
  test('is reached by its private address behind the gateway', () => {
    expect(pathOf(webNetwork(web, ['0.0.0.0/0 igw-1']), visitor, endOf(web, 'public'))).toEqual([
      'forward entry eni-web allow (igw-1)',
      'forward ingress eni-web 198.51.100.7>10.0.1.5',
      'reply egress eni-web 10.0.1.5>198.51.100.7',
      'reply route eni-web allow rtb-a 0.0.0.0/0 igw-1',
    ]);
  });

  test('as the Internet as a whole asks for it', () => {
    const path = pathOf(webNetwork(web, ['0.0.0.0/0 igw-1']), outside('203.0.113.1', 'internet'), endOf(web));
    expect(findings(path)).toEqual([]);
    expect(path).toHaveLength(4);
  });

  test('has no public address: said once, on the way in', () => {
    expect(findings(pathOf(webNetwork(webWithout, ['0.0.0.0/0 igw-1']), visitor, endOf(webWithout)))).toEqual(
      ['forward entry eni-web deny IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS (igw-1)'],
    );
  });

  test('has no route back', () => {
    expect(findings(pathOf(webNetwork(web, []), visitor, endOf(web)))).toEqual([
      'reply route eni-web deny NO_ROUTE_TO_DESTINATION (rtb-a)',
    ]);
  });

  test('is in a VPC without internet gateway', () => {
    const network = webNetwork(web, [], { internetGateways: gateway('available', 'vpc-b') });
    expect(findings(pathOf(network, visitor, endOf(web)))).toEqual([
      'forward entry eni-web deny NO_INTERNET_GATEWAY (vpc-a)',
      'reply route eni-web deny NO_ROUTE_TO_DESTINATION (rtb-a)',
    ]);
  });

  test('has a gateway by its routes although gateways were not imported', () => {
    const network = webNetwork(web, ['0.0.0.0/0 igw-1'], { internetGateways: [] });
    expect(findings(pathOf(network, visitor, endOf(web)))).toEqual([]);
  });

  test('has a gateway that is detached', () => {
    const network = webNetwork(web, ['0.0.0.0/0 igw-1 blackhole'], { internetGateways: [] });
    expect(findings(pathOf(network, visitor, endOf(web)))).toEqual([
      'forward entry eni-web deny NO_INTERNET_GATEWAY (vpc-a)',
      'reply route eni-web deny BAD_STATE_ROUTE rtb-a 0.0.0.0/0 igw-1',
    ]);
  });

  test('answers over a NAT gateway', () => {
    expect(findings(pathOf(webNetwork(web, ['0.0.0.0/0 nat-1']), visitor, endOf(web)))).toEqual([
      'reply route eni-web deny REPLY_TAKES_ANOTHER_WAY rtb-a 0.0.0.0/0 nat-1',
    ]);
  });

  test.each(['vgw-1', 'tgw-1'])('answers over %s, though only by a default route', (target) => {
    expect(findings(pathOf(webNetwork(web, [`0.0.0.0/0 ${target}`]), visitor, endOf(web)))).toEqual([
      `reply route eni-web deny REPLY_TAKES_ANOTHER_WAY rtb-a 0.0.0.0/0 ${target}`,
    ]);
  });

  test('is led to a middlebox by the table of the gateway', () => {
    const edge = tableOf('vpc-a', 'rtb-edge', ['igw-1'], LOCAL, '10.0.1.0/24 eni-box');
    const network = webNetwork(web, ['0.0.0.0/0 igw-1']);
    const routeTables = [...(network.routeTables ?? []), edge];
    expect(findings(pathOf({ ...network, routeTables }, visitor, endOf(web)))).toEqual([
      'forward entry eni-web unknown UNKNOWN_DESTINATION rtb-edge 10.0.1.0/24 eni-box',
    ]);
    expect(findings(pathOf({ ...network, routeTables }, endOf(web), visitor))).toEqual([
      'reply entry eni-web unknown UNKNOWN_DESTINATION rtb-edge 10.0.1.0/24 eni-box',
    ]);
  });

  test.each(['block-bidirectional', 'block-ingress'])('is behind VPC Block Public Access, %s', (mode) => {
    const subnets = [{ ...WEB, BlockPublicAccessStates: { InternetGatewayBlockMode: mode } }];
    const network = webNetwork(web, ['0.0.0.0/0 igw-1'], { subnets });
    expect(findings(pathOf(network, visitor, endOf(web)))).toEqual([
      'forward entry eni-web deny VPC_BLOCK_PUBLIC_ACCESS_ENABLED (igw-1)',
    ]);
  });

  test('shows everything that is wrong at the gateway', () => {
    const subnets = [{ ...WEB, BlockPublicAccessStates: { InternetGatewayBlockMode: 'block-ingress' } }];
    const network = webNetwork(webWithout, [], { subnets, internetGateways: [] });
    expect(findings(pathOf(network, visitor, endOf(webWithout)))).toEqual([
      'forward entry eni-web deny NO_INTERNET_GATEWAY (vpc-a)',
      'forward entry eni-web deny IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
      'forward entry eni-web deny VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
      'reply route eni-web deny NO_ROUTE_TO_DESTINATION (rtb-a)',
    ]);
  });

  test('that nobody is yet has a public address only if its subnet gives one', () => {
    const address = within(WEB, '10.0.1.77');
    expect(findings(pathOf(webNetwork(web, ['0.0.0.0/0 igw-1']), visitor, address))).toEqual([
      'forward entry subnet-web unknown UNDECIDED (subnet-web)',
    ]);
    const subnets = [{ ...WEB, MapPublicIpOnLaunch: true }];
    expect(findings(pathOf(webNetwork(web, ['0.0.0.0/0 igw-1'], { subnets }), visitor, address))).toEqual([]);
  });
});

describe('a web server, over IPv6', () => {
  test('needs no association', () => {
    expect(pathOf(webNetwork(web6, ['::/0 igw-1']), visitor6, endOf(web6, 'ipv6'))).toEqual([
      'forward entry eni-web allow (igw-1)',
      'forward ingress eni-web 2400:cb00::7>2600:1f18::5',
      'reply egress eni-web 2600:1f18::5>2400:cb00::7',
      'reply route eni-web allow rtb-a ::/0 igw-1',
    ]);
  });

  test('is not reached by a unique local address', () => {
    const local = host('eni-web', WEB, '10.0.1.5', { Ipv6Addresses: [{ Ipv6Address: 'fd12::5' }] });
    expect(findings(pathOf(webNetwork(local, ['::/0 igw-1']), visitor6, endOf(local, 'ipv6')))).toEqual([
      'forward entry eni-web deny IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS (igw-1)',
    ]);
  });

  test('has only an IPv4 route back', () => {
    expect(findings(pathOf(webNetwork(web6, ['0.0.0.0/0 igw-1']), visitor6, endOf(web6, 'ipv6')))).toEqual([
      'reply route eni-web deny NO_ROUTE_TO_DESTINATION (rtb-a)',
    ]);
  });

  const egressOnlyInternetGateways = [
    { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-a', State: 'attached' }] },
  ];

  test('answers over an egress-only internet gateway', () => {
    const network = webNetwork(web6, ['::/0 eigw-1'], { egressOnlyInternetGateways });
    expect(findings(pathOf(network, visitor6, endOf(web6, 'ipv6')))).toEqual([
      'reply route eni-web deny OUTBOUND_ONLY rtb-a ::/0 eigw-1',
    ]);
  });

  test('has nothing but an egress-only internet gateway', () => {
    const network = webNetwork(web6, ['::/0 eigw-1'], { egressOnlyInternetGateways, internetGateways: [] });
    expect(findings(pathOf(network, visitor6, endOf(web6, 'ipv6')))).toEqual([
      'forward entry eni-web deny OUTBOUND_ONLY (eigw-1)',
      'reply route eni-web deny OUTBOUND_ONLY rtb-a ::/0 eigw-1',
    ]);
  });

  test('goes out over an egress-only internet gateway, and gets its answer', () => {
    const network = webNetwork(web6, ['::/0 eigw-1'], { egressOnlyInternetGateways });
    expect(pathOf(network, endOf(web6, 'ipv6'), visitor6)).toEqual([
      'forward egress eni-web 2600:1f18::5>2400:cb00::7',
      'forward route eni-web allow rtb-a ::/0 eigw-1',
      'reply ingress eni-web 2400:cb00::7>2600:1f18::5',
    ]);
  });

  test.each([
    ['block-ingress', []],
    ['block-bidirectional', ['forward route eni-web deny VPC_BLOCK_PUBLIC_ACCESS_ENABLED rtb-a ::/0 eigw-1']],
  ])('goes out over it under %s', (mode, expected) => {
    const subnets = [{ ...WEB, BlockPublicAccessStates: { InternetGatewayBlockMode: mode } }];
    const network = webNetwork(web6, ['::/0 eigw-1'], { egressOnlyInternetGateways, subnets });
    expect(findings(pathOf(network, endOf(web6, 'ipv6'), visitor6))).toEqual(expected);
  });
});

describe('out through an internet gateway', () => {
  test('the answer comes to the private address', () => {
    expect(pathOf(webNetwork(web, ['0.0.0.0/0 igw-1']), endOf(web), visitor)).toEqual([
      'forward egress eni-web 10.0.1.5>198.51.100.7',
      'forward route eni-web allow rtb-a 0.0.0.0/0 igw-1',
      'reply ingress eni-web 198.51.100.7>10.0.1.5',
    ]);
  });

  test('an interface without public address does not get', () => {
    expect(pathOf(webNetwork(webWithout, ['0.0.0.0/0 igw-1']), endOf(webWithout), visitor)).toEqual([
      'forward egress eni-web 10.0.1.5>198.51.100.7',
      'forward route eni-web deny IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS rtb-a 0.0.0.0/0 igw-1',
      'reply ingress eni-web 198.51.100.7>10.0.1.5',
    ]);
  });

  test.each([
    ['192.168.4.4', 'deny IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'],
    ['100.64.4.4', 'deny IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'],
  ])('nothing gets to %s', (to, expected) => {
    expect(findings(pathOf(webNetwork(web, ['0.0.0.0/0 igw-1']), endOf(web), outside(to)))).toEqual([
      `forward route eni-web ${expected} rtb-a 0.0.0.0/0 igw-1`,
    ]);
  });

  test('nothing gets when it is attached to another VPC', () => {
    const network = webNetwork(web, ['0.0.0.0/0 igw-1'], { internetGateways: gateway('available', 'vpc-b') });
    expect(findings(pathOf(network, endOf(web), visitor))).toEqual([
      'forward route eni-web deny BAD_STATE_ATTACHMENT rtb-a 0.0.0.0/0 igw-1',
    ]);
  });

  test.each(['block-bidirectional', 'block-ingress'])(
    'nothing gets under VPC Block Public Access, %s',
    (mode) => {
      const vpcs = [
        { ...vpc('vpc-a', '10.0.0.0/16'), BlockPublicAccessStates: { InternetGatewayBlockMode: mode } },
      ];
      const network = webNetwork(web, ['0.0.0.0/0 igw-1'], { vpcs });
      expect(findings(pathOf(network, endOf(web), visitor))).toEqual([
        'forward route eni-web deny VPC_BLOCK_PUBLIC_ACCESS_ENABLED rtb-a 0.0.0.0/0 igw-1',
      ]);
    },
  );

  test('and in again, to the public address of another interface', () => {
    const caller = host('eni-caller', WEB, '10.0.1.9', { PublicIp: '192.0.2.9' });
    const network = {
      ...webNetwork(web, ['0.0.0.0/0 igw-1']),
      networkInterfaces: [web, caller],
    };
    expect(pathOf(network, endOf(caller), endOf(web, 'public'))).toEqual([
      'forward egress eni-caller 10.0.1.9>192.0.2.5',
      'forward route eni-caller allow rtb-a 0.0.0.0/0 igw-1',
      'forward entry eni-web allow (igw-1)',
      'forward ingress eni-web 192.0.2.9>10.0.1.5',
      'reply egress eni-web 10.0.1.5>192.0.2.9',
      'reply route eni-web allow rtb-a 0.0.0.0/0 igw-1',
      'reply ingress eni-caller 192.0.2.5>10.0.1.9',
    ]);
  });

  test('to a public address from one that has none, nobody knows what the other end would see', () => {
    const caller = host('eni-caller', WEB, '10.0.1.9');
    const network = { ...webNetwork(web, ['0.0.0.0/0 igw-1']), networkInterfaces: [web, caller] };
    expect(pathOf(network, endOf(caller), endOf(web, 'public'))).toEqual([
      'forward egress eni-caller 10.0.1.9>192.0.2.5',
      'forward route eni-caller deny IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS rtb-a 0.0.0.0/0 igw-1',
    ]);
  });
});

describe('a gateway endpoint', () => {
  const S3 = {
    prefixLists: [{ PrefixListId: 'pl-s3', AddressFamily: 'IPv4' as const }],
    prefixListEntries: [{ PrefixListId: 'pl-s3', Entries: [{ Cidr: '52.218.0.0/17' }] }],
  };
  const bucket = outside('52.218.1.1');
  const lines = ['pl-s3 vpce-1', '0.0.0.0/0 igw-1'];

  test('goes before the default route, and its answer needs none', () => {
    expect(pathOf(webNetwork(webWithout, lines, S3), endOf(webWithout), bucket)).toEqual([
      'forward egress eni-web 10.0.1.5>52.218.1.1',
      'forward route eni-web allow rtb-a pl-s3 vpce-1',
      'reply ingress eni-web 52.218.1.1>10.0.1.5',
    ]);
  });

  test('takes TCP and ICMP alone', () => {
    const network = webNetwork(webWithout, lines, S3);
    const udp = { protocol: 17, srcport: 40000, dstport: 53 };
    const icmp = { protocol: 1, srcport: null, dstport: null };
    expect(findings(pathOf(network, endOf(webWithout), bucket, udp))).toEqual([
      'forward route eni-web deny VPCE_GATEWAY_PROTOCOL_RESTRICTION rtb-a pl-s3 vpce-1',
    ]);
    expect(findings(pathOf(network, endOf(webWithout), bucket, icmp))).toEqual([]);
  });
});
