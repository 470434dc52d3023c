import { describe, expect, it } from 'vitest';
import { formatCidr } from '../../../src/model/cidr.ts';
import type {
  IpPermission,
  ManagedPrefixList,
  NetworkInterface,
  SecurityGroup,
  SecurityGroupRule,
} from '../../../src/network/aws/resources.ts';
import { GroupMembers } from '../../../src/network/rule-tables/group-members.ts';
import { groupRules, unknownGroupRules } from '../../../src/network/rule-tables/group-rules.ts';
import { PrefixLists } from '../../../src/network/rule-tables/prefix-lists.ts';
import { groupRule, networkInterface, permission, securityGroup } from '../networks.ts';

interface Known {
  readonly groups?: readonly SecurityGroup[];
  readonly rules?: readonly SecurityGroupRule[];
  readonly interfaces?: readonly NetworkInterface[];
  readonly lists?: readonly ManagedPrefixList[];
  readonly entries?: Readonly<Record<string, readonly string[]>>;
}

function compile({ groups = [], rules = [], interfaces = [], lists = [], entries = {} }: Known) {
  const listEntries = Object.entries(entries).map(([PrefixListId, cidrs]) => ({
    PrefixListId,
    Entries: cidrs.map((Cidr) => ({ Cidr })),
  }));
  return groupRules({
    securityGroups: groups,
    securityGroupRules: rules,
    members: new GroupMembers(groups, interfaces),
    prefixLists: new PrefixLists(lists, listEntries),
  });
}

const group = (
  id: string,
  ingress: readonly IpPermission[],
  egress: readonly IpPermission[] = [],
): SecurityGroup => ({
  ...securityGroup(id, 'vpc-1'),
  IpPermissions: ingress,
  IpPermissionsEgress: egress,
});
const place = { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.10' };
const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** The rules of sg-1, each with the blocks it is about. */
function rulesOf(known: Known) {
  return (compile(known).get('sg-1') ?? []).map(({ cidrs, ...rule }) => ({
    ...rule,
    cidrs: cidrs.map(formatCidr),
  }));
}

const trafficOf = (members: Partial<IpPermission>) => {
  const ranges = [{ CidrIp: '10.0.0.0/8' }];
  const [rule] = rulesOf({ groups: [group('sg-1', [permission({ IpRanges: ranges, ...members })])] });
  return [rule?.protocol, rule?.portFrom, rule?.portTo, rule?.codeFrom, rule?.codeTo];
};

describe('the traffic of a permission', () => {
  it.each<readonly [string, Partial<IpPermission>, readonly number[]]>([
    ['a port', { FromPort: 443, ToPort: 443 }, [6, 443, 443, 0, 65535]],
    ['UDP ports', { IpProtocol: 'udp', FromPort: 1, ToPort: 9 }, [17, 1, 9, 0, 65535]],
    ['port 0', { FromPort: 0, ToPort: 0 }, [6, 0, 0, 0, 65535]],
    ['no ports', {}, [6, 0, 65535, 0, 65535]],
    ['ports of -1', { FromPort: -1, ToPort: -1 }, [6, 0, 65535, 0, 65535]],
    [
      'all protocols, ports notwithstanding',
      { IpProtocol: '-1', FromPort: 22, ToPort: 22 },
      [-1, 0, 65535, 0, 65535],
    ],
    [
      'another protocol, ports notwithstanding',
      { IpProtocol: '50', FromPort: 22, ToPort: 22 },
      [50, 0, 65535, 0, 65535],
    ],
    ['a protocol by number', { IpProtocol: '6', FromPort: 22, ToPort: 22 }, [6, 22, 22, 0, 65535]],
    ['ICMP of any type', { IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }, [1, 0, 65535, 0, 65535]],
    ['ICMP without type', { IpProtocol: 'icmp' }, [1, 0, 65535, 0, 65535]],
    ['ICMP of a type', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, [1, 8, 8, 0, 65535]],
    ['ICMP of a type and code', { IpProtocol: 'icmp', FromPort: 3, ToPort: 4 }, [1, 3, 3, 4, 4]],
    ['ICMPv6 of a type', { IpProtocol: 'icmpv6', FromPort: 128, ToPort: 0 }, [58, 128, 128, 0, 0]],
  ])('%s', (_, members, expected) => {
    expect(trafficOf(members)).toEqual(expected);
  });
});

describe('a rule', () => {
  it('is made of every source of a permission, in both directions, and only allows', () => {
    const rules = rulesOf({
      groups: [
        group(
          'sg-1',
          [
            permission({
              FromPort: 22,
              ToPort: 22,
              IpRanges: [{ CidrIp: '10.0.0.0/8' }],
              Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
            }),
          ],
          [permission({ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] })],
        ),
      ],
    });
    expect(rules.map(({ egress, cidrs }) => [egress, cidrs])).toEqual([
      [false, ['10.0.0.0/8']],
      [false, ['2001:db8::/32']],
      [true, ['0.0.0.0/0']],
    ]);
    expect(
      rules.every(({ action, implicit, doubt }) => action === 'allow' && !implicit && doubt === null),
    ).toBe(true);
  });

  it('has the sgr- id of the listed rule that says the same', () => {
    const listed: SecurityGroupRule[] = [
      groupRule('sgr-22', 'sg-1', 22),
      { ...groupRule('sgr-out', 'sg-1', 22), IsEgress: true },
      { ...groupRule('sgr-other', 'sg-2', 23) },
      { ...groupRule('sgr-all', 'sg-1', 0), IpProtocol: '-1', FromPort: -1, ToPort: -1 },
    ];
    const from = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    const ssh = permission({ FromPort: 22, ToPort: 22, ...from });
    const rules = rulesOf({
      groups: [
        group(
          'sg-1',
          [ssh, permission({ FromPort: 23, ToPort: 23, ...from }), permission({ IpProtocol: '-1', ...from })],
          [ssh],
        ),
      ],
      rules: listed,
    });
    expect(rules.map(({ ruleId }) => ruleId)).toEqual([
      'sgr-22',
      'sg-1:ingress:tcp:23-23:0.0.0.0/0',
      'sgr-all',
      'sgr-out',
    ]);
    expect(rules[0]?.rule).toBe('sg-1 inbound rule sgr-22 TCP 22 0.0.0.0/0 ALLOW');
    expect(rules[1]?.rule).toBe('sg-1 inbound TCP 23 0.0.0.0/0 ALLOW');
  });

  it('has its sgr- id however permission and listing spell protocol and block', () => {
    const listed = [
      {
        ...groupRule('sgr-v6', 'sg-1', 443),
        CidrIpv4: undefined,
        CidrIpv6: '2001:db8::/32',
        IpProtocol: '6',
      },
    ];
    const spelled = permission({ FromPort: 443, ToPort: 443, Ipv6Ranges: [{ CidrIpv6: '2001:DB8:0::/32' }] });
    const rules = rulesOf({
      groups: [group('sg-1', [spelled])],
      rules: listed,
    });
    expect(rules.map(({ ruleId }) => ruleId)).toEqual(['sgr-v6']);
  });

  it('comes from the listing alone where the group itself was not imported', () => {
    const rules = rulesOf({
      rules: [groupRule('sgr-22', 'sg-1', 22), { ...groupRule('sgr-o', 'sg-1', 1), IsEgress: true }],
    });
    expect(rules.map(({ ruleId, egress, cidrs }) => [ruleId, egress, cidrs])).toEqual([
      ['sgr-22', false, ['0.0.0.0/0']],
      ['sgr-o', true, ['0.0.0.0/0']],
    ]);
  });

  it('is none that the listing has and the permissions have not, for those are complete', () => {
    expect(rulesOf({ groups: [group('sg-1', [])], rules: [groupRule('sgr-22', 'sg-1', 22)] })).toEqual([]);
  });
});

describe('a reference to a group', () => {
  const reference = (GroupId: string, members: object = {}) =>
    permission({ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId, ...members }] });
  const groups = (...permissions: IpPermission[]) => [group('sg-1', permissions), group('sg-2', [])];
  const extents = (known: Known) => rulesOf(known).map(({ cidrs, doubt }) => ({ cidrs, doubt }));

  it('matches the private addresses and delegated prefixes of the interfaces that carry it', () => {
    const carrier = networkInterface('eni-1', place, ['sg-2'], {
      PrivateIpAddresses: [
        { PrivateIpAddress: '10.0.0.10', Primary: true, Association: { PublicIp: '192.0.2.1' } },
        { PrivateIpAddress: '10.0.0.11', Primary: false },
      ],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.0/28' }],
      Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:1::/80' }],
    });
    const other = networkInterface('eni-2', { ...place, address: '10.0.0.99' }, ['sg-1']);
    expect(extents({ groups: groups(reference('sg-2')), interfaces: [carrier, other] })).toEqual([
      {
        cidrs: ['10.0.0.10/32', '10.0.0.11/32', '2001:db8::1/128', '10.0.1.0/28', '2001:db8:1::/80'],
        doubt: null,
      },
    ]);
  });

  it('that no interface carries matches nothing', () => {
    expect(extents({ groups: groups(reference('sg-2')) })).toEqual([{ cidrs: [], doubt: null }]);
  });

  it('of which nothing was imported may match anything, over active peering too', () => {
    const unsure = { cidrs: EVERYWHERE, doubt: 'referenced-group sg-9' };
    for (const members of [{}, { PeeringStatus: 'active' }]) {
      expect(extents({ groups: groups(reference('sg-9', members)) })).toEqual([unsure]);
    }
  });

  it('that is known by an interface alone matches its addresses', () => {
    const carrier = networkInterface('eni-1', place, ['sg-9']);
    expect(extents({ groups: groups(reference('sg-9')), interfaces: [carrier] })).toEqual([
      { cidrs: ['10.0.0.10/32'], doubt: null },
    ]);
  });

  it.each(['deleted', 'pending-acceptance', 'expired'])(
    'over a peering that is %s matches nothing',
    (PeeringStatus) => {
      const carrier = networkInterface('eni-1', place, ['sg-2']);
      expect(
        extents({ groups: groups(reference('sg-2', { PeeringStatus })), interfaces: [carrier] }),
      ).toEqual([{ cidrs: [], doubt: null }]);
    },
  );

  it('on a network load balancer may match its clients, on ingress only', () => {
    for (const InterfaceType of ['network_load_balancer', 'networkLoadBalancer']) {
      const balancer = networkInterface('eni-1', place, ['sg-2'], { InterfaceType });
      const both = [group('sg-1', [reference('sg-2')], [reference('sg-2')]), group('sg-2', [])];
      const known = { cidrs: ['10.0.0.10/32'], doubt: null };
      expect(extents({ groups: both, interfaces: [balancer] })).toEqual([
        known,
        { cidrs: EVERYWHERE, doubt: 'load-balancer-clients sg-2' },
        known,
      ]);
    }
  });
});

describe('a prefix list', () => {
  const listed = [group('sg-1', [permission({ PrefixListIds: [{ PrefixListId: 'pl-1' }] })])];
  const extent = (known: Known) =>
    rulesOf({ groups: listed, ...known }).map(({ cidrs, doubt }) => ({ cidrs, doubt }));
  const list = (AddressFamily: 'IPv4' | 'IPv6'): ManagedPrefixList => ({
    PrefixListId: 'pl-1',
    AddressFamily,
  });

  it('stands for its entries, even for none', () => {
    expect(extent({ entries: { 'pl-1': ['10.0.0.0/8', '192.0.2.0/24'] } })).toEqual([
      { cidrs: ['10.0.0.0/8', '192.0.2.0/24'], doubt: null },
    ]);
    expect(extent({ entries: { 'pl-1': [] } })).toEqual([{ cidrs: [], doubt: null }]);
  });

  it('without entries may hold any address of its family, when that is known', () => {
    const doubt = 'prefix-list pl-1';
    expect(extent({})).toEqual([{ cidrs: EVERYWHERE, doubt }]);
    expect(extent({ lists: [list('IPv4')] })).toEqual([{ cidrs: ['0.0.0.0/0'], doubt }]);
    expect(extent({ lists: [list('IPv6')] })).toEqual([{ cidrs: ['::/0'], doubt }]);
  });
});

it('unknown groups may allow anything in both directions', () => {
  const rules = unknownGroupRules('attached-group sg-9');
  expect(
    rules.map(({ egress, action, protocol, doubt, rule, cidrs }) => [
      egress,
      action,
      protocol,
      doubt,
      rule,
      cidrs.map(formatCidr),
    ]),
  ).toEqual([
    [false, 'allow', -1, 'attached-group sg-9', null, EVERYWHERE],
    [true, 'allow', -1, 'attached-group sg-9', null, EVERYWHERE],
  ]);
});
