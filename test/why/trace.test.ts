import { describe, expect, test } from 'vitest';
import type { NetworkResources } from '../../src/network/aws/resources.ts';
import { network as completed } from '../network/networks.ts';
import { trace } from '../../src/why/trace.ts';
import {
  endOf,
  findings,
  host,
  outside,
  pathOf,
  subnetIn,
  tableOf,
  TCP_443,
  vpc,
  within,
} from './trace-networks.ts';

const A1 = subnetIn('vpc-a', 'subnet-a1', '10.0.1.0/24');
const A2 = subnetIn('vpc-a', 'subnet-a2', '10.0.2.0/24', 'az-2');
const LOCAL = '10.0.0.0/16 local';
const client = host('eni-client', A1, '10.0.1.4');
const server = host('eni-server', A2, '10.0.2.5');

/** VPC A with two subnets and the tables of a case. */
function vpcA(...routeTables: NetworkResources['routeTables']): Partial<NetworkResources> {
  return {
    vpcs: [vpc('vpc-a', '10.0.0.0/16')],
    subnets: [A1, A2],
    networkInterfaces: [client, server],
    routeTables,
  };
}

describe('inside of a VPC', () => {
  test('both legs take the local route', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL));
    expect(pathOf(network, endOf(client), endOf(server))).toEqual([
      'forward egress eni-client 10.0.1.4>10.0.2.5',
      'forward route eni-client allow rtb-a 10.0.0.0/16 local',
      'forward ingress eni-server 10.0.1.4>10.0.2.5',
      'reply egress eni-server 10.0.2.5>10.0.1.4',
      'reply route eni-server allow rtb-a 10.0.0.0/16 local',
      'reply ingress eni-client 10.0.2.5>10.0.1.4',
    ]);
  });

  test('the reply has the ports of the request in reverse, and a route names its rule', () => {
    const resources = completed(vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL)));
    const steps = trace(resources, endOf(client), endOf(server), TCP_443);
    expect(steps[3]?.packet).toEqual({
      protocol: 6,
      srcaddr: '10.0.2.5',
      dstaddr: '10.0.1.4',
      srcport: 443,
      dstport: 40000,
    });
    expect(steps[1]).toMatchObject({ kind: 'route', ruleId: 'rtb-a:10.0.0.0/16', resource: 'local' });
  });

  test('each subnet goes by its own table', () => {
    const network = vpcA(
      tableOf('vpc-a', 'rtb-1', ['subnet-a1'], LOCAL),
      tableOf('vpc-a', 'rtb-2', ['subnet-a2'], LOCAL),
    );
    expect(pathOf(network, endOf(client), endOf(server))).toEqual(
      expect.arrayContaining([
        'forward route eni-client allow rtb-1 10.0.0.0/16 local',
        'reply route eni-server allow rtb-2 10.0.0.0/16 local',
      ]),
    );
  });

  test('a table that was not imported is unknown, and the path goes on', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-1', ['subnet-a1'], LOCAL));
    expect(pathOf(network, endOf(client), endOf(server)).slice(3)).toEqual([
      'reply egress eni-server 10.0.2.5>10.0.1.4',
      'reply route eni-server unknown UNKNOWN_RESOURCE (subnet-a2)',
      'reply ingress eni-client 10.0.2.5>10.0.1.4',
    ]);
  });

  test('an address without interface is asked by its subnet, and a subnet has no groups', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL));
    expect(pathOf(network, within(A1, '10.0.1.9', 'subnet'), within(A2, '10.0.2.9'))).toEqual([
      'forward egress subnet-a1 10.0.1.9>10.0.2.9 without groups',
      'forward route subnet-a1 allow rtb-a 10.0.0.0/16 local',
      'forward ingress subnet-a2 10.0.1.9>10.0.2.9',
      'reply egress subnet-a2 10.0.2.9>10.0.1.9',
      'reply route subnet-a2 allow rtb-a 10.0.0.0/16 local',
      'reply ingress subnet-a1 10.0.2.9>10.0.1.9 without groups',
    ]);
  });

  test('an address of the VPC in no subnet of the import cannot be told', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL));
    expect(pathOf(network, endOf(client), outside('10.0.9.9'))).toEqual([
      'forward egress eni-client 10.0.1.4>10.0.9.9',
      'forward route eni-client unknown UNKNOWN_DESTINATION rtb-a 10.0.0.0/16 local',
      'reply ingress eni-client 10.0.9.9>10.0.1.4',
    ]);
  });

  test('Amazon DNS needs no route', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL));
    for (const service of [outside('169.254.169.253'), outside('10.0.0.2')]) {
      expect(findings(pathOf(network, endOf(client), service))).toEqual([]);
    }
  });

  test('two ends outside have no path', () => {
    expect(pathOf({}, outside('192.0.2.1'), outside('10.0.0.1'))).toEqual([]);
  });
});

describe('a route that leads nowhere', () => {
  test('is found on both legs, and the path goes on', () => {
    const B1 = subnetIn('vpc-b', 'subnet-b1', '10.1.1.0/24');
    const far = host('eni-far', B1, '10.1.1.5');
    const network = {
      ...vpcA(
        tableOf('vpc-a', 'rtb-a', ['main'], LOCAL),
        tableOf('vpc-b', 'rtb-b', ['main'], '10.1.0.0/16 local'),
      ),
      networkInterfaces: [client, far],
      subnets: [A1, B1],
    };
    expect(pathOf(network, endOf(client), endOf(far))).toEqual([
      'forward egress eni-client 10.0.1.4>10.1.1.5',
      'forward route eni-client deny NO_ROUTE_TO_DESTINATION (rtb-a)',
      'forward ingress eni-far 10.0.1.4>10.1.1.5',
      'reply egress eni-far 10.1.1.5>10.0.1.4',
      'reply route eni-far deny NO_ROUTE_TO_DESTINATION (rtb-b)',
      'reply ingress eni-client 10.1.1.5>10.0.1.4',
    ]);
  });

  test('may be a blackhole', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL, '192.0.2.0/24 pcx-1 blackhole'));
    expect(findings(pathOf(network, endOf(client), outside('192.0.2.9')))).toEqual([
      'forward route eni-client deny BAD_STATE_ROUTE rtb-a 192.0.2.0/24 pcx-1',
    ]);
  });

  test('may be in a state of which nobody knows what it does', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL, '192.0.2.0/24 eni-x filtered'));
    expect(findings(pathOf(network, endOf(client), outside('192.0.2.9')))).toEqual([
      'forward route eni-client unknown UNKNOWN_DESTINATION rtb-a 192.0.2.0/24 eni-x',
    ]);
  });

  test('may lead round and round', () => {
    const endpoint = (id: string, eni: string) => ({
      VpcEndpointId: id,
      VpcId: 'vpc-a',
      VpcEndpointType: 'GatewayLoadBalancer',
      RouteTableIds: [],
      SubnetIds: [],
      NetworkInterfaceIds: [eni],
      Groups: [],
    });
    const network = {
      ...vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL, '0.0.0.0/0 vpce-1')),
      networkInterfaces: [client, host('eni-gwlbe', A2, '10.0.2.77')],
      vpcEndpoints: [endpoint('vpce-1', 'eni-gwlbe')],
    };
    const path = pathOf(network, endOf(client), outside('192.0.2.9'));
    expect(path.filter((line) => line.startsWith('forward ingress eni-gwlbe'))).toHaveLength(2);
    expect(path.at(-1)).toBe('reply ingress eni-client 192.0.2.9>10.0.1.4');
  });

  test('may be hidden in a prefix list', () => {
    const network = vpcA(tableOf('vpc-a', 'rtb-a', ['main'], LOCAL, 'pl-1 tgw-1'));
    expect(findings(pathOf(network, endOf(client), outside('192.0.2.9')))).toEqual([
      'forward route eni-client unknown UNKNOWN_RESOURCE (pl-1)',
    ]);
  });

  test('is the local one when another VPC has the same block', () => {
    const B1 = subnetIn('vpc-b', 'subnet-b1', '10.0.2.0/24');
    const far = host('eni-far', B1, '10.0.2.5');
    const network = vpcA(
      tableOf('vpc-a', 'rtb-a', ['main'], LOCAL),
      tableOf('vpc-b', 'rtb-b', ['main'], LOCAL),
    );
    const path = pathOf({ ...network, networkInterfaces: [client, far] }, endOf(client), endOf(far));
    expect(findings(path)).toEqual([
      'forward route eni-client deny DISCONNECTED_VPCS rtb-a 10.0.0.0/16 local',
      'reply route eni-far deny DISCONNECTED_VPCS rtb-b 10.0.0.0/16 local',
    ]);
  });
});

describe('a middlebox', () => {
  const box = host('eni-box', A1, '10.0.1.200', { SourceDestCheck: false });
  const tables = [
    tableOf('vpc-a', 'rtb-1', ['subnet-a1'], LOCAL, '10.0.2.0/24 eni-box'),
    tableOf('vpc-a', 'rtb-2', ['subnet-a2'], LOCAL),
  ];

  test('is more specific than local, passed in both directions, and not known from inside', () => {
    const network = { ...vpcA(...tables), networkInterfaces: [client, server, box] };
    expect(pathOf(network, endOf(client), endOf(server)).slice(0, 6)).toEqual([
      'forward egress eni-client 10.0.1.4>10.0.2.5',
      'forward route eni-client allow rtb-1 10.0.2.0/24 eni-box',
      'forward ingress eni-box 10.0.1.4>10.0.2.5',
      'forward egress eni-box 10.0.1.4>10.0.2.5',
      'forward route eni-box unknown UNKNOWN_DESTINATION (eni-box)',
      'forward ingress eni-server 10.0.1.4>10.0.2.5',
    ]);
  });

  test('must not check source and destination', () => {
    const checking = host('eni-box', A1, '10.0.1.200');
    const network = { ...vpcA(...tables), networkInterfaces: [client, server, checking] };
    expect(findings(pathOf(network, endOf(client), endOf(server)))).toEqual([
      'forward route eni-client deny ENI_SOURCE_DEST_CHECK_RESTRICTION rtb-1 10.0.2.0/24 eni-box',
      'forward route eni-box unknown UNKNOWN_DESTINATION (eni-box)',
    ]);
  });

  test('that is the destination is none', () => {
    const inA2 = host('eni-box', A2, '10.0.2.200');
    const network = { ...vpcA(...tables), networkInterfaces: [client, inA2] };
    expect(findings(pathOf(network, endOf(client), endOf(inA2)))).toEqual([]);
  });

  test('that was not imported is unknown, and the destination is asked all the same', () => {
    expect(pathOf(vpcA(...tables), endOf(client), endOf(server)).slice(1, 3)).toEqual([
      'forward route eni-client unknown UNKNOWN_RESOURCE rtb-1 10.0.2.0/24 eni-box',
      'forward ingress eni-server 10.0.1.4>10.0.2.5',
    ]);
  });

  test('may be a Gateway Load Balancer endpoint, behind which the routes of its subnet count', () => {
    const inA2 = host('eni-gwlbe', A2, '10.0.2.77');
    const network = {
      ...vpcA(
        tableOf('vpc-a', 'rtb-1', ['subnet-a1'], LOCAL, '0.0.0.0/0 vpce-1'),
        tableOf('vpc-a', 'rtb-2', ['subnet-a2'], LOCAL, '0.0.0.0/0 igw-1'),
      ),
      networkInterfaces: [host('eni-client', A1, '10.0.1.4', { PublicIp: '192.0.2.4' }), inA2],
      vpcEndpoints: [
        {
          VpcEndpointId: 'vpce-1',
          VpcId: 'vpc-a',
          VpcEndpointType: 'GatewayLoadBalancer',
          RouteTableIds: [],
          SubnetIds: ['subnet-a2'],
          NetworkInterfaceIds: ['eni-gwlbe'],
          Groups: [],
        },
      ],
    };
    const [source] = network.networkInterfaces;
    if (!source) throw new TypeError('no source');
    expect(pathOf(network, endOf(source), outside('198.51.100.9'))).toEqual([
      'forward egress eni-client 10.0.1.4>198.51.100.9',
      'forward route eni-client allow rtb-1 0.0.0.0/0 vpce-1',
      'forward ingress eni-gwlbe 10.0.1.4>198.51.100.9',
      'forward egress eni-gwlbe 10.0.1.4>198.51.100.9',
      'forward route eni-gwlbe unknown UNKNOWN_DESTINATION (vpce-1)',
      'forward route eni-gwlbe allow rtb-2 0.0.0.0/0 igw-1',
      'reply ingress eni-client 198.51.100.9>10.0.1.4',
    ]);
  });
});
