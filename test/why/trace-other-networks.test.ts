import { describe, expect, test } from 'vitest';
import type { NetworkInterface, NetworkResources } from '../../src/network/aws/resources.ts';
import { endOf, findings, host, outside, pathOf, subnetIn, tableOf, vpc } from './trace-networks.ts';

const A1 = subnetIn('vpc-a', 'subnet-a1', '10.0.1.0/24', 'az-1');
const B1 = subnetIn('vpc-b', 'subnet-b1', '10.1.1.0/24', 'az-2');
const app = host('eni-app', A1, '10.0.1.5');
const db = host('eni-db', B1, '10.1.1.5');

/** VPC A with an application and VPC B with a database, and the routes of each besides the local one. */
function twoVpcs(
  fromA: readonly string[],
  fromB: readonly string[],
  others: Partial<NetworkResources> = {},
): Partial<NetworkResources> {
  return {
    vpcs: [vpc('vpc-a', '10.0.0.0/16'), vpc('vpc-b', '10.1.0.0/16')],
    subnets: [A1, B1],
    networkInterfaces: [app, db],
    ...others,
    routeTables: [
      tableOf('vpc-a', 'rtb-a', ['main'], '10.0.0.0/16 local', ...fromA),
      tableOf('vpc-b', 'rtb-b', ['main'], '10.1.0.0/16 local', ...fromB),
    ],
  };
}

describe('a peering connection', () => {
  function peering(Code: string, accepter = 'vpc-b', blocks: readonly string[] = ['10.1.0.0/16']) {
    const CidrBlockSet = blocks.map((CidrBlock) => ({ CidrBlock }));
    return {
      vpcPeeringConnections: [
        {
          VpcPeeringConnectionId: 'pcx-1',
          Status: { Code },
          RequesterVpcInfo: { VpcId: 'vpc-a', CidrBlockSet: [], Ipv6CidrBlockSet: [] },
          AccepterVpcInfo: { VpcId: accepter, CidrBlockSet, Ipv6CidrBlockSet: [] },
        },
      ],
    };
  }

  test('leads from interface to interface, both ways', () => {
    const network = twoVpcs(['10.1.0.0/16 pcx-1'], ['10.0.0.0/16 pcx-1'], peering('active'));
    expect(pathOf(network, endOf(app), endOf(db))).toEqual([
      'forward egress eni-app 10.0.1.5>10.1.1.5',
      'forward route eni-app allow rtb-a 10.1.0.0/16 pcx-1',
      'forward ingress eni-db 10.0.1.5>10.1.1.5',
      'reply egress eni-db 10.1.1.5>10.0.1.5',
      'reply route eni-db allow rtb-b 10.0.0.0/16 pcx-1',
      'reply ingress eni-app 10.1.1.5>10.0.1.5',
    ]);
  });

  test('needs a route on the other side too', () => {
    const network = twoVpcs(['10.1.0.0/16 pcx-1'], [], peering('active'));
    expect(findings(pathOf(network, endOf(app), endOf(db)))).toEqual([
      'reply route eni-db deny NO_ROUTE_TO_DESTINATION (rtb-b)',
    ]);
  });

  test('must be accepted', () => {
    const network = twoVpcs(['10.1.0.0/16 pcx-1'], ['10.0.0.0/16 pcx-1'], peering('pending-acceptance'));
    expect(findings(pathOf(network, endOf(app), endOf(db)))).toEqual([
      'forward route eni-app deny BAD_STATE rtb-a 10.1.0.0/16 pcx-1',
      'reply route eni-db deny BAD_STATE rtb-b 10.0.0.0/16 pcx-1',
    ]);
  });

  test('leads to the blocks of the other VPC alone', () => {
    const network = twoVpcs(['0.0.0.0/0 pcx-1'], [], peering('active'));
    expect(findings(pathOf(network, endOf(app), outside('192.0.2.9')))).toEqual([
      'forward route eni-app deny PCX_REQUIRES_ADDRESS_IN_VPC_CIDR rtb-a 0.0.0.0/0 pcx-1',
    ]);
  });

  test('to a VPC that was not imported is unknown from there on', () => {
    const network = twoVpcs(['10.9.0.0/16 pcx-1'], [], peering('active', 'vpc-c', ['10.9.0.0/16']));
    expect(pathOf(network, endOf(app), outside('10.9.1.1'))).toEqual([
      'forward egress eni-app 10.0.1.5>10.9.1.1',
      'forward route eni-app allow rtb-a 10.9.0.0/16 pcx-1',
      'forward entry nowhere unknown UNKNOWN_DESTINATION (vpc-c)',
      'reply ingress eni-app 10.9.1.1>10.0.1.5',
    ]);
    expect(pathOf(network, outside('10.9.1.1'), endOf(app))).toEqual([
      'forward entry nowhere unknown UNKNOWN_DESTINATION (vpc-c)',
      'forward ingress eni-app 10.9.1.1>10.0.1.5',
      'reply egress eni-app 10.0.1.5>10.9.1.1',
      'reply route eni-app allow rtb-a 10.9.0.0/16 pcx-1',
      'reply entry nowhere unknown UNKNOWN_DESTINATION (vpc-c)',
    ]);
  });

  test('to another VPC with the same addresses does not reach this one', () => {
    const network = twoVpcs(['10.1.0.0/16 pcx-1'], [], peering('active', 'vpc-c'));
    expect(findings(pathOf(network, endOf(app), endOf(db)))[0]).toBe(
      'forward route eni-app deny DISCONNECTED_VPCS rtb-a 10.1.0.0/16 pcx-1',
    );
  });

  test('that was not imported is unknown', () => {
    expect(findings(pathOf(twoVpcs(['10.1.0.0/16 pcx-1'], []), endOf(app), endOf(db)))[0]).toBe(
      'forward route eni-app unknown UNKNOWN_RESOURCE rtb-a 10.1.0.0/16 pcx-1',
    );
  });

  test('one way and a transit gateway the other is no other way', () => {
    const network = twoVpcs(['10.1.0.0/16 pcx-1'], ['10.0.0.0/16 tgw-1'], peering('active'));
    expect(pathOf(network, endOf(app), endOf(db)).join('\n')).not.toContain('REPLY_TAKES_ANOTHER_WAY');
  });
});

describe('an answer that leaves over a gateway that does not know the connection', () => {
  test('is refused at a NAT gateway, whatever the request came over', () => {
    const network = twoVpcs(['10.1.0.0/16 vgw-1'], ['0.0.0.0/0 nat-1']);
    expect(findings(pathOf(network, endOf(app), endOf(db))).at(-1)).toBe(
      'reply route eni-db deny REPLY_TAKES_ANOTHER_WAY rtb-b 0.0.0.0/0 nat-1',
    );
  });

  test('is refused at an internet gateway when the request came over IPv6 peering', () => {
    const ipv6 = (address: string) => ({ Ipv6Addresses: [{ Ipv6Address: address }] });
    const app6 = host('eni-app', A1, '10.0.1.5', ipv6('2600:a::5'));
    const db6 = host('eni-db', B1, '10.1.1.5', ipv6('2600:b::5'));
    const network = twoVpcs(['2600:b::/56 pcx-1'], ['::/0 igw-1'], {
      vpcPeeringConnections: [
        {
          VpcPeeringConnectionId: 'pcx-1',
          RequesterVpcInfo: { VpcId: 'vpc-a', CidrBlockSet: [], Ipv6CidrBlockSet: [] },
          AccepterVpcInfo: {
            VpcId: 'vpc-b',
            CidrBlockSet: [],
            Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2600:b::/56' }],
          },
        },
      ],
    });
    expect(findings(pathOf(network, endOf(app6, 'ipv6'), endOf(db6, 'ipv6')))).toEqual([
      'reply route eni-db deny REPLY_TAKES_ANOTHER_WAY rtb-b ::/0 igw-1',
    ]);
  });
});

describe('a transit gateway', () => {
  const TA = subnetIn('vpc-a', 'subnet-ta', '10.0.8.0/24', 'az-1');
  const TB1 = subnetIn('vpc-b', 'subnet-tb1', '10.1.8.0/24', 'az-1');
  const TB2 = subnetIn('vpc-b', 'subnet-tb2', '10.1.9.0/24', 'az-2');
  const member = (id: string, at: typeof TA, address: string): NetworkInterface =>
    host(id, at, address, { InterfaceType: 'transit_gateway', Groups: [] });
  const inA = member('eni-ta', TA, '10.0.8.8');
  const inB1 = member('eni-tb1', TB1, '10.1.8.8');
  const inB2 = member('eni-tb2', TB2, '10.1.9.8');
  const attachment = (VpcId: string, SubnetIds: readonly string[], State = 'available') => ({
    TransitGatewayAttachmentId: `tgw-attach-${VpcId}`,
    TransitGatewayId: 'tgw-1',
    VpcId,
    SubnetIds,
    State,
  });
  const attachments = {
    transitGatewayVpcAttachments: [attachment('vpc-a', ['subnet-ta']), attachment('vpc-b', ['subnet-tb1'])],
    subnets: [A1, B1, TA, TB1, TB2],
    networkInterfaces: [app, db, inA, inB1, inB2],
  };
  const fromA = ['10.1.0.0/16 tgw-1'];
  const fromB = ['10.0.0.0/16 tgw-1'];

  test('is entered and left by the interfaces of its attachments; between them nothing is known', () => {
    const zoned = { ...attachments, subnets: [A1, { ...B1, AvailabilityZone: 'az-1' }, TA, TB1, TB2] };
    expect(pathOf(twoVpcs(fromA, fromB, zoned), endOf(app), endOf(db))).toEqual([
      'forward egress eni-app 10.0.1.5>10.1.1.5',
      'forward route eni-app allow rtb-a 10.1.0.0/16 tgw-1',
      'forward ingress eni-ta 10.0.1.5>10.1.1.5',
      'forward route eni-ta unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'forward egress eni-tb1 10.0.1.5>10.1.1.5',
      'forward route eni-tb1 allow rtb-b 10.1.0.0/16 local',
      'forward ingress eni-db 10.0.1.5>10.1.1.5',
      'reply egress eni-db 10.1.1.5>10.0.1.5',
      'reply route eni-db allow rtb-b 10.0.0.0/16 tgw-1',
      'reply ingress eni-tb1 10.1.1.5>10.0.1.5',
      'reply route eni-tb1 unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'reply egress eni-ta 10.1.1.5>10.0.1.5',
      'reply route eni-ta allow rtb-a 10.0.0.0/16 local',
      'reply ingress eni-app 10.1.1.5>10.0.1.5',
    ]);
  });

  test('is not entered from a zone without subnet of the attachment', () => {
    expect(findings(pathOf(twoVpcs(fromA, fromB, attachments), endOf(app), endOf(db)))).toEqual([
      'forward route eni-ta unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'reply route eni-db deny TGW_ROUTE_AZ_RESTRICTION rtb-b 10.0.0.0/16 tgw-1',
      'reply route eni-db unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
    ]);
  });

  test('leaves by the zone that it was entered from; the answer by its own', () => {
    const network = twoVpcs(fromA, fromB, {
      ...attachments,
      transitGatewayVpcAttachments: [
        attachment('vpc-a', ['subnet-ta']),
        attachment('vpc-b', ['subnet-tb2', 'subnet-tb1']),
      ],
    });
    const path = pathOf(network, endOf(app), endOf(db));
    expect(path).toContain('forward egress eni-tb1 10.0.1.5>10.1.1.5');
    expect(path).toContain('reply ingress eni-tb2 10.1.1.5>10.0.1.5');
  });

  test('may have interfaces that were not imported, or one that is not surely its own', () => {
    const second = member('eni-tx', TA, '10.0.8.9');
    for (const inZone of [[], [inA, second]]) {
      const network = twoVpcs(fromA, fromB, { ...attachments, networkInterfaces: [app, db, ...inZone] });
      expect(pathOf(network, endOf(app), endOf(db)).slice(2, 6)).toEqual([
        'forward route eni-app unknown UNKNOWN_RESOURCE (tgw-attach-vpc-a)',
        'forward route eni-app unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
        'forward route nowhere unknown UNKNOWN_RESOURCE (tgw-attach-vpc-b)',
        'forward ingress eni-db 10.0.1.5>10.1.1.5',
      ]);
    }
  });

  test('has no attachment of the own VPC in the import', () => {
    const network = twoVpcs(fromA, fromB, { ...attachments, transitGatewayVpcAttachments: [] });
    expect(findings(pathOf(network, endOf(app), endOf(db))).slice(0, 2)).toEqual([
      'forward route eni-app unknown UNKNOWN_RESOURCE rtb-a 10.1.0.0/16 tgw-1',
      'forward route eni-app unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
    ]);
  });

  test('in appliance mode chooses by itself', () => {
    const [own, other] = [
      attachment('vpc-a', ['subnet-ta']),
      {
        ...attachment('vpc-b', ['subnet-tb1', 'subnet-tb2']),
        Options: { ApplianceModeSupport: 'enable' },
      },
    ];
    const network = twoVpcs(fromA, fromB, { ...attachments, transitGatewayVpcAttachments: [own, other] });
    expect(pathOf(network, endOf(app), endOf(db)).slice(3, 6)).toEqual([
      'forward route eni-ta unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'forward route nowhere unknown UNDECIDED (tgw-attach-vpc-b)',
      'forward ingress eni-db 10.0.1.5>10.1.1.5',
    ]);
  });

  test('is not entered over an attachment that is not available, nor left', () => {
    const transitGatewayVpcAttachments = [
      attachment('vpc-a', ['subnet-ta'], 'pendingAcceptance'),
      attachment('vpc-b', ['subnet-tb1'], 'failed'),
    ];
    const network = twoVpcs(fromA, fromB, { ...attachments, transitGatewayVpcAttachments });
    expect(findings(pathOf(network, endOf(app), endOf(db))).slice(0, 3)).toEqual([
      'forward route eni-app deny BAD_STATE_ATTACHMENT rtb-a 10.1.0.0/16 tgw-1',
      'forward route eni-ta unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'forward route nowhere deny BAD_STATE_ATTACHMENT (tgw-attach-vpc-b)',
    ]);
  });

  test('to a VPC without known attachment is unknown, never disconnected', () => {
    const transitGatewayVpcAttachments = [attachment('vpc-a', ['subnet-ta'])];
    const network = twoVpcs(fromA, [], { ...attachments, transitGatewayVpcAttachments });
    expect(pathOf(network, endOf(app), endOf(db)).slice(2, 5)).toEqual([
      'forward ingress eni-ta 10.0.1.5>10.1.1.5',
      'forward route eni-ta unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'forward ingress eni-db 10.0.1.5>10.1.1.5',
    ]);
  });

  test('brings in what comes from elsewhere, and takes the answer back', () => {
    const network = twoVpcs(['10.200.0.0/16 tgw-1'], [], attachments);
    expect(pathOf(network, outside('10.200.0.9'), endOf(app))).toEqual([
      'forward entry nowhere unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'forward egress eni-ta 10.200.0.9>10.0.1.5',
      'forward route eni-ta allow rtb-a 10.0.0.0/16 local',
      'forward ingress eni-app 10.200.0.9>10.0.1.5',
      'reply egress eni-app 10.0.1.5>10.200.0.9',
      'reply route eni-app allow rtb-a 10.200.0.0/16 tgw-1',
      'reply ingress eni-ta 10.0.1.5>10.200.0.9',
      'reply route eni-ta unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
    ]);
    expect(pathOf(network, endOf(app), outside('10.200.0.9')).slice(3)).toEqual([
      'forward route eni-ta unknown TGW_RTB_ROUTES_ARE_UNKNOWN (tgw-1)',
      'reply egress eni-ta 10.200.0.9>10.0.1.5',
      'reply route eni-ta allow rtb-a 10.0.0.0/16 local',
      'reply ingress eni-app 10.200.0.9>10.0.1.5',
    ]);
  });
});

describe('a network beyond a virtual private gateway', () => {
  const office = outside('192.168.4.4');

  test('is reached where the routes end', () => {
    expect(pathOf(twoVpcs(['192.168.0.0/16 vgw-1'], []), endOf(app), office)).toEqual([
      'forward egress eni-app 10.0.1.5>192.168.4.4',
      'forward route eni-app allow rtb-a 192.168.0.0/16 vgw-1',
      'reply ingress eni-app 192.168.4.4>10.0.1.5',
    ]);
  });

  test('comes in over the gateway that leads back to it', () => {
    expect(pathOf(twoVpcs(['192.168.0.0/16 vgw-1'], []), office, endOf(app))).toEqual([
      'forward ingress eni-app 192.168.4.4>10.0.1.5',
      'reply egress eni-app 10.0.1.5>192.168.4.4',
      'reply route eni-app allow rtb-a 192.168.0.0/16 vgw-1',
    ]);
  });

  test('may have public addresses', () => {
    expect(findings(pathOf(twoVpcs(['192.0.2.0/24 vgw-1'], []), outside('192.0.2.9'), endOf(app)))).toEqual(
      [],
    );
  });

  test('gets no answer without a route back', () => {
    expect(findings(pathOf(twoVpcs([], []), office, endOf(app)))).toEqual([
      'reply route eni-app deny NO_ROUTE_TO_DESTINATION (rtb-a)',
    ]);
  });

  test('gets no answer over an internet gateway', () => {
    expect(findings(pathOf(twoVpcs(['0.0.0.0/0 igw-1'], []), office, endOf(app)))).toEqual([
      'reply route eni-app deny IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS rtb-a 0.0.0.0/0 igw-1',
    ]);
  });

  test('is no known way to an interface of the network', () => {
    expect(pathOf(twoVpcs(['10.1.0.0/16 vgw-1'], []), endOf(app), endOf(db)).slice(1, 3)).toEqual([
      'forward route eni-app unknown UNKNOWN_DESTINATION rtb-a 10.1.0.0/16 vgw-1',
      'forward ingress eni-db 10.0.1.5>10.1.1.5',
    ]);
  });
});
