import { beforeAll, describe, expect, it } from 'vitest';
import { flowVerdicts } from '../../src/blame/flow-verdicts.ts';
import { judge } from '../../src/blame/judge.ts';
import type { NearestMiss } from '../../src/blame/verdict.ts';
import type { IpPermission, NetworkAclEntry } from '../../src/network/aws/resources.ts';
import {
  aclEntry,
  network,
  networkAcl,
  networkInterface,
  permission,
  securityGroup,
  subnet,
} from '../network/networks.ts';
import { ingestText, snapshot, takeNetworks, withStore } from '../store/stores.ts';

const HEADER = 'interface-id srcaddr dstaddr srcport dstport protocol start end action flow-direction';
const home = { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.10' };
const OPEN = [aclEntry(100), aclEntry(100, { Egress: true })];

interface Refused {
  readonly protocol?: number;
  readonly port?: number;
  readonly from?: string;
}

interface Case {
  readonly permissions: readonly IpPermission[];
  readonly refused: Refused;
}

/** For each case the nearest miss of one packet that comes in at an interface with a group of these permissions. */
async function missesOf(
  cases: readonly Case[],
  entries: readonly NetworkAclEntry[] = OPEN,
): Promise<readonly (NearestMiss | null)[]> {
  const lines = cases.map(
    ({ refused: { protocol = 6, port = 5432, from = '10.0.1.1' } }, i) =>
      `eni-${i} ${from} 10.0.0.10 40000 ${port} ${protocol} 1000 1010 REJECT ingress`,
  );
  const resources = network({
    subnets: [subnet('subnet-1', 'vpc-1')],
    networkAcls: [
      { ...networkAcl('acl-1', 'vpc-1'), Associations: [{ SubnetId: 'subnet-1' }], Entries: entries },
    ],
    networkInterfaces: [
      ...cases.map((_, i) => networkInterface(`eni-${i}`, home, [`sg-${i}`])),
      networkInterface('eni-friend', { ...home, address: '10.0.2.1' }, ['sg-friends']),
    ],
    securityGroups: [
      ...cases.map(({ permissions }, i) => ({
        ...securityGroup(`sg-${i}`, 'vpc-1'),
        IpPermissions: permissions,
      })),
      securityGroup('sg-friends', 'vpc-1'),
    ],
  });
  const found = new Map<string | null, NearestMiss | null>();
  await withStore(':memory:', async (store) => {
    await ingestText(store, [HEADER, ...lines].join('\n'));
    await takeNetworks(store, [snapshot(0, resources)]);
    await judge(store, { sinceS: null, untilS: null });
    for await (const flows of flowVerdicts(store)) {
      for (const flow of flows) found.set(flow.interfaceId, flow.nearestMiss);
    }
  });
  return cases.map((_, i) => found.get(`eni-${i}`) ?? null);
}

const ports = (from: number, to = from) => ({ FromPort: from, ToPort: to });
const near = { IpRanges: [{ CidrIp: '10.0.1.0/24' }] };
const far = { IpRanges: [{ CidrIp: '192.0.2.0/24' }] };
const friends = { UserIdGroupPairs: [{ GroupId: 'sg-friends' }] };
const six = { Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] };
const tcp = (range: object, source: object) => permission({ ...range, ...source });

const CASES: readonly (readonly [string, readonly IpPermission[], Refused, string, readonly string[]])[] = [
  ['the source alone', [tcp(ports(5432), friends)], {}, 'TCP 5432 sg-friends', ['source']],
  ['the port alone', [tcp(ports(5432), near)], { port: 5433 }, 'TCP 5432 10.0.1.0/24', ['port']],
  [
    'the protocol alone',
    [permission({ IpProtocol: 'udp', ...ports(5432), ...near })],
    {},
    'UDP 5432 10.0.1.0/24',
    ['protocol'],
  ],
  ['port and source', [tcp(ports(22), far)], {}, 'TCP 22 192.0.2.0/24', ['port', 'source']],
  [
    'protocol, port and source',
    [permission({ IpProtocol: 'udp', ...ports(53), ...far })],
    {},
    'UDP 53 192.0.2.0/24',
    ['protocol', 'port', 'source'],
  ],
  ['an address of another family', [tcp(ports(5432), six)], {}, 'TCP 5432 2001:db8::/32', ['source']],
  [
    'all protocols, from elsewhere',
    [permission({ IpProtocol: '-1', ...far })],
    {},
    'All traffic 192.0.2.0/24',
    ['source'],
  ],
  [
    'ICMP for TCP: no port is missed',
    [permission({ IpProtocol: 'icmp', ...ports(-1), ...near })],
    {},
    'ICMP All 10.0.1.0/24',
    ['protocol'],
  ],
  [
    'an ICMP type',
    [permission({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...far })],
    { protocol: 1, port: 0 },
    'ICMP type 8 192.0.2.0/24',
    ['icmp-type', 'source'],
  ],
  ['fewer fields first', [tcp(ports(5431), far), tcp(ports(22), near)], {}, 'TCP 22 10.0.1.0/24', ['port']],
  [
    'the nearer port',
    [tcp(ports(22), near), tcp(ports(5400, 5431), near), tcp(ports(8080), near)],
    {},
    'TCP 5400-5431 10.0.1.0/24',
    ['port'],
  ],
  [
    'the nearer port above',
    [tcp(ports(5430), near), tcp(ports(5433), near)],
    {},
    'TCP 5433 10.0.1.0/24',
    ['port'],
  ],
  [
    'another port before another protocol',
    [permission({ IpProtocol: 'udp', ...ports(5432), ...near }), tcp(ports(22), near)],
    {},
    'TCP 22 10.0.1.0/24',
    ['port'],
  ],
  [
    'the very port before all ports',
    [tcp({}, friends), tcp(ports(5432), friends)],
    {},
    'TCP 5432 sg-friends',
    ['source'],
  ],
  [
    'the very port before a range',
    [tcp(ports(5000, 6000), friends), tcp(ports(5432), friends)],
    {},
    'TCP 5432 sg-friends',
    ['source'],
  ],
  [
    'of the very port from elsewhere and a near port from here, the very port',
    [tcp(ports(5433), near), tcp(ports(5432), friends)],
    {},
    'TCP 5432 sg-friends',
    ['source'],
  ],
];

describe('of a group', () => {
  let misses: readonly (NearestMiss | null)[] = [];
  beforeAll(async () => {
    misses = await missesOf(CASES.map(([, permissions, refused]) => ({ permissions, refused })));
  });

  it.each(CASES.map((row, i) => [row[0], i, row] as const))('%s', (_, i, [, , , words, mismatch]) => {
    const rule = `sg-${i} inbound ${words} ALLOW`;
    expect(misses[i]).toEqual({ ruleId: expect.any(String), rule, mismatch });
  });

  it('is none without a rule in this direction', async () => {
    expect(await missesOf([{ permissions: [], refused: {} }])).toEqual([null]);
  });
});

describe('of a network ACL', () => {
  const permissions = [permission({ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] })];
  const all: readonly Case[] = [{ permissions, refused: {} }];
  const https = { Protocol: '6', PortRange: { From: 443, To: 443 } } as const;

  it('is an allowing entry when nothing matched', async () => {
    const entries = [
      aclEntry(100, https),
      aclEntry(110, { RuleAction: 'deny', Protocol: '17' }),
      aclEntry(32767, { RuleAction: 'deny' }),
    ];
    expect(await missesOf(all, entries)).toEqual([
      {
        ruleId: 'acl-1:ingress:100',
        rule: 'acl-1 inbound rule 100 TCP 443 0.0.0.0/0 ALLOW',
        mismatch: ['port'],
      },
    ]);
  });

  it('is none when an entry denies, for what it denies is meant', async () => {
    const entries = [aclEntry(90, https), aclEntry(100, { RuleAction: 'deny' })];
    expect(await missesOf(all, entries)).toEqual([null]);
  });

  it('is none among entries of the other direction', async () => {
    const entries = [aclEntry(100, { ...https, Egress: true }), aclEntry(32767, { RuleAction: 'deny' })];
    expect(await missesOf(all, entries)).toEqual([null]);
  });
});
