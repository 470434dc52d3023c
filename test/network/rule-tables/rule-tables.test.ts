import { describe, expect, it } from 'vitest';
import { type Address, addressFromKey, addressKey, parseAddress } from '../../../src/model/address.ts';
import { formatCidr } from '../../../src/model/cidr.ts';
import type {
  NetworkAcl,
  NetworkInterface,
  NetworkResources,
  Route,
  Subnet,
} from '../../../src/network/aws/resources.ts';
import { AddressSpace } from '../../../src/network/rule-tables/address-space.ts';
import { exemptAddresses } from '../../../src/network/rule-tables/exempt-addresses.ts';
import type { ProfileRow, RuleTables } from '../../../src/network/rule-tables/rows.ts';
import { RuleBook } from '../../../src/network/rule-tables/rule-book.ts';
import { ruleTables } from '../../../src/network/rule-tables/rule-tables.ts';
import { icmpTraffic, icmpWorlds } from '../../../src/network/rule-tables/traffic-match.ts';
import {
  aclEntry,
  network,
  networkAcl,
  networkInterface,
  permission,
  securityGroup,
  subnet,
} from '../networks.ts';

const open = (resources: Partial<NetworkResources>) => ({
  validFromS: null,
  validToS: null,
  resources: network(resources),
});
const tablesOf = (...networks: Partial<NetworkResources>[]) => ruleTables(networks.map(open));

const at = (address: string, SubnetId = 'subnet-1') => ({ SubnetId, VpcId: 'vpc-1', address });
const vpc = {
  VpcId: 'vpc-1',
  CidrBlock: '10.0.0.0/16',
  CidrBlockAssociationSet: [],
  Ipv6CidrBlockAssociationSet: [],
  Tags: [],
};
const acl = (id: string, ...subnetIds: string[]): NetworkAcl => ({
  ...networkAcl(id, 'vpc-1'),
  Associations: subnetIds.map((SubnetId) => ({ SubnetId })),
});

function parsed(text: string): Address {
  const address = parseAddress(text);
  if (!address) throw new Error(text);
  return address;
}

/** Whether a set of the tables holds an address. */
function holds(tables: RuleTables, setId: number | null, text: string): boolean {
  const address = parsed(text);
  const { hi, lo } = addressKey(address.value);
  const floor = tables.addressFloors.findLast(
    ({ family, fromHi, fromLo }) =>
      family === address.family && (fromHi < hi || (fromHi === hi && fromLo <= lo)),
  );
  return tables.blockSets.some((row) => row.blockId === floor?.blockId && row.setId === setId);
}

function profileOf(tables: RuleTables, interfaceId: string): ProfileRow {
  const row = tables.interfaces.find((candidate) => candidate.interfaceId === interfaceId);
  const profile = tables.profiles.find(({ profileId }) => profileId === row?.profileId);
  if (!profile) throw new Error(`no profile for ${interfaceId}`);
  return profile;
}

const aclIdOf = (tables: RuleTables, { aclOwner }: ProfileRow) =>
  tables.ruleOwners.find(({ owner }) => owner === aclOwner)?.aclId;

describe('RuleBook', () => {
  const rulesOf = new Map([['sg-1', []]]);

  it('shares owners with equal rules and tells others apart', () => {
    const book = new RuleBook(new AddressSpace());
    const first = book.aclOwner(acl('acl-1'));
    expect(book.aclOwner(acl('acl-1', 'subnet-9'))).toBe(first);
    expect(book.aclOwner({ ...acl('acl-1'), Entries: [aclEntry(101)] })).not.toBe(first);
    expect(book.aclOwner(acl('acl-2'))).not.toBe(first);
    expect(book.groupOwner(['sg-1', 'sg-2'], rulesOf)).toBe(
      book.groupOwner(['sg-2', 'sg-1', 'sg-2'], rulesOf),
    );
    expect(book.groupOwner(['sg-1'], rulesOf)).not.toBe(book.unknownGroups());
    expect(book.ownerRows.map(({ owner }) => owner)).toEqual(book.ownerRows.map((_, i) => i + 1));
    expect(book.ruleRows.map(({ ruleNo }) => ruleNo)).toEqual(book.ruleRows.map((_, i) => i + 1));
  });

  it('puts the sure rules of all groups before the unsure', () => {
    const known = securityGroup('sg-2', 'vpc-1');
    const tables = tablesOf({
      subnets: [subnet('subnet-1', 'vpc-1')],
      securityGroups: [
        {
          ...known,
          IpPermissions: [
            permission({ UserIdGroupPairs: [{ GroupId: 'sg-8' }] }),
            permission({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] }),
          ],
        },
      ],
      networkInterfaces: [networkInterface('eni-1', at('10.0.0.10'), ['sg-1', 'sg-2'])],
    });
    const { groupOwner } = profileOf(tables, 'eni-1');
    const own = tables.rules.filter(({ owner, egress }) => owner === groupOwner && !egress);
    expect(own.map(({ doubt }) => doubt)).toEqual([null, 'attached-group sg-1', 'referenced-group sg-8']);
    expect(own.map(({ ruleNo }) => ruleNo)).toEqual(
      own.map(({ ruleNo }) => ruleNo).toSorted((a, b) => a - b),
    );
    expect(tables.ruleOwners.find(({ owner }) => owner === groupOwner)?.securityGroups).toEqual([
      'sg-1',
      'sg-2',
    ]);
  });
});

describe('the network ACL of a subnet', () => {
  const base = {
    subnets: [subnet('subnet-1', 'vpc-1')],
    networkInterfaces: [networkInterface('eni-1', at('10.0.0.10'))],
  };

  it('is the associated one, else the default one of its VPC, else unknown', () => {
    const fallback = { ...acl('acl-default'), IsDefault: true };
    const foreign = { ...networkAcl('acl-foreign', 'vpc-2'), IsDefault: true };
    const found = (...networkAcls: NetworkAcl[]) => {
      const tables = tablesOf({ ...base, networkAcls });
      return aclIdOf(tables, profileOf(tables, 'eni-1'));
    };
    expect(found(foreign, fallback, acl('acl-1', 'subnet-1'))).toBe('acl-1');
    expect(found(foreign, fallback, acl('acl-1', 'subnet-2'))).toBe('acl-default');
    expect(found(foreign, acl('acl-1', 'subnet-2'))).toBeNull();
  });

  it('that is unknown may refuse anything', () => {
    const tables = tablesOf(base);
    const { aclOwner } = profileOf(tables, 'eni-1');
    const own = tables.rules.filter(({ owner }) => owner === aclOwner);
    expect(own.map(({ egress, action, protocol, doubt }) => [egress, action, protocol, doubt])).toEqual([
      [false, 'deny', -1, 'network-acl'],
      [true, 'deny', -1, 'network-acl'],
    ]);
    for (const address of ['0.0.0.0', '10.0.0.10', '::', '2001:db8::1']) {
      expect(holds(tables, own[0]?.setId ?? 0, address)).toBe(true);
    }
  });
});

describe('a profile', () => {
  const interfaces = (...ids: string[]) =>
    ids.map((id, i) => networkInterface(id, at(`10.0.0.${10 + i}`), ['sg-1']));

  it('is shared by interfaces with the same rules, in all epochs', () => {
    const one = {
      subnets: [subnet('subnet-1', 'vpc-1')],
      networkAcls: [acl('acl-1', 'subnet-1')],
      networkInterfaces: interfaces('eni-1', 'eni-2'),
    };
    const tables = tablesOf(one, { ...one, networkInterfaces: interfaces('eni-1', 'eni-2', 'eni-3') });
    expect(new Set(tables.interfaces.map(({ profileId }) => profileId)).size).toBe(1);
    expect(tables.interfaces.map(({ epoch, interfaceId }) => [epoch, interfaceId])).toEqual([
      [1, 'eni-1'],
      [1, 'eni-2'],
      [2, 'eni-1'],
      [2, 'eni-2'],
      [2, 'eni-3'],
    ]);
    expect(tables.subnets.map(({ epoch, subnetId }) => [epoch, subnetId])).toEqual([
      [1, 'subnet-1'],
      [2, 'subnet-1'],
    ]);
  });

  it('has no group stage for an interface without groups, and unknown groups for one of which only the subnet is known', () => {
    const tables = tablesOf({
      subnets: [subnet('subnet-1', 'vpc-1')],
      networkInterfaces: [networkInterface('eni-1', at('10.0.0.10'))],
    });
    expect(profileOf(tables, 'eni-1').groupOwner).toBeNull();
    const [place] = tables.subnets;
    const ofSubnet = tables.profiles.find(({ profileId }) => profileId === place?.profileId);
    const doubts = tables.rules
      .filter(({ owner }) => owner === ofSubnet?.groupOwner)
      .map(({ doubt }) => doubt);
    expect(doubts).toEqual(['interface-groups', 'interface-groups']);
  });

  it('knows the associated blocks of its subnet and no others', () => {
    const blocks = [
      { Ipv6CidrBlock: '2001:db8:1::/64', Ipv6CidrBlockState: { State: 'associated' } },
      { Ipv6CidrBlock: '2001:db8:2::/64', Ipv6CidrBlockState: { State: 'disassociated' } },
      { Ipv6CidrBlockState: { State: 'associated' } },
    ] as Subnet['Ipv6CidrBlockAssociationSet'];
    const home = { ...subnet('subnet-1', 'vpc-1'), Ipv6CidrBlockAssociationSet: blocks };
    const tables = tablesOf({ subnets: [home], networkInterfaces: interfaces('eni-1') });
    const { subnetSet } = profileOf(tables, 'eni-1');
    const inside = ['10.0.0.0', '10.0.0.255', '2001:db8:1::5', '10.0.1.0', '9.255.255.255', '2001:db8:2::5'];
    expect(inside.map((address) => holds(tables, subnetSet, address))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('says in which direction the network ACL is checked inside the subnet too', () => {
    const classic = { RequesterId: 'amazon-elb', Description: 'ELB my-balancer' };
    const found = (members: Partial<NetworkInterface>) => {
      const own = networkInterface('eni-1', at('10.0.0.10'), [], members);
      return profileOf(
        tablesOf({ subnets: [subnet('subnet-1', 'vpc-1')], networkInterfaces: [own] }),
        'eni-1',
      ).checkedInsideEgress;
    };
    expect(found(classic)).toBe(true);
    for (const newer of ['app/a/1', 'net/a/1', 'gwy/a/1'])
      expect(found({ ...classic, Description: `ELB ${newer}` })).toBeNull();
    expect(found({ Description: 'ELB my-balancer' })).toBeNull();
    expect(found({ InterfaceType: 'transit_gateway' })).toBe(false);
    expect(found({ InterfaceType: 'transitGateway' })).toBe(false);
    expect(found({ InterfaceType: 'interface' })).toBeNull();
  });
});

describe('an interface hides addresses', () => {
  const hides = (members: Partial<NetworkInterface>) =>
    tablesOf({ networkInterfaces: [networkInterface('eni-1', at('10.0.0.10'), [], members)] }).interfaces[0]
      ?.hidesAddresses;
  const second = {
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.10' }, { PrivateIpAddress: '10.0.0.11' }],
  };

  it.each<readonly [string, Partial<NetworkInterface>, boolean]>([
    ['one IPv4 and one IPv6 address', { Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] }, false],
    ['two IPv4 addresses', second, true],
    [
      'two IPv6 addresses',
      { Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }, { Ipv6Address: '2001:db8::2' }] },
      true,
    ],
    ['a delegated prefix', { Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.0/28' }] }, true],
    ['a NAT gateway', { InterfaceType: 'nat_gateway' }, true],
    ['a transit gateway', { InterfaceType: 'transit_gateway' }, true],
    ['no source/destination check', { SourceDestCheck: false }, true],
    ['a source/destination check', { SourceDestCheck: true }, false],
  ])('with %s: %s', (_, members, expected) => {
    expect(hides(members)).toBe(expected);
  });
});

it('the addresses of interfaces are their private ones, each once', () => {
  const own = networkInterface('eni-1', at('10.0.0.10'), [], {
    Ipv6Addresses: [{ Ipv6Address: '2001:DB8::1' }],
  });
  const { interfaceAddresses } = tablesOf({ networkInterfaces: [own] });
  expect(interfaceAddresses.map(({ hi, lo }) => addressFromKey({ hi, lo }))).toEqual(
    ['10.0.0.10', '2001:db8::1'].map(parsed),
  );
});

describe('addresses that no rule filters', () => {
  const found = (home: Subnet, ofVpc?: typeof vpc) => exemptAddresses(home, ofVpc as never).map(formatCidr);

  it("are AWS's services, the VPC's DNS and the subnet's router", () => {
    expect(found({ ...subnet('subnet-1', 'vpc-1'), CidrBlock: '10.0.7.0/24' }, vpc)).toEqual([
      '169.254.169.123/32',
      '169.254.169.250/32',
      '169.254.169.251/32',
      '169.254.169.253/32',
      '169.254.169.254/32',
      '169.254.170.2/32',
      'fd00:ec2::/32',
      '10.0.0.2/32',
      '10.0.7.1/32',
    ]);
  });

  it('are the services alone in a subnet without IPv4 of an unknown VPC', () => {
    const { CidrBlock: _, ...native } = subnet('subnet-1', 'vpc-1');
    expect(found(native)).toHaveLength(7);
  });
});

describe('addresses behind a transit gateway attached in the subnet', () => {
  const tgw = (id: string, SubnetId = 'subnet-1') =>
    networkInterface(id, at('10.0.0.5', SubnetId), [], { InterfaceType: 'transit_gateway' });
  const table = (Routes: Route[], Associations: object[] = [{ SubnetId: 'subnet-1' }], VpcId = 'vpc-1') =>
    ({
      RouteTableId: `rtb-${VpcId}-${JSON.stringify(Associations)}`,
      VpcId,
      Associations,
      Routes,
      Tags: [],
    }) as unknown as NetworkResources['routeTables'][number];
  const over: Partial<Route> = { TransitGatewayId: 'tgw-1' };
  const route = (DestinationCidrBlock: string, members: Partial<Route> = { GatewayId: 'local' }) =>
    ({ DestinationCidrBlock, ...members }) as Route;

  function reached(
    addresses: readonly string[],
    routeTables: NetworkResources['routeTables'],
    others: Partial<NetworkResources> = {},
  ) {
    const tables = tablesOf({
      subnets: [subnet('subnet-1', 'vpc-1')],
      networkInterfaces: [tgw('eni-tgw'), networkInterface('eni-1', at('10.0.0.10'))],
      routeTables,
      ...others,
    });
    const { attachmentSet } = profileOf(tables, 'eni-1');
    expect(profileOf(tables, 'eni-tgw').attachmentSet).toBeNull();
    return attachmentSet === null
      ? null
      : addresses.filter((address) => holds(tables, attachmentSet, address));
  }

  it('are those whose longest route leads there', () => {
    const routes = [
      route('0.0.0.0/0', { GatewayId: 'igw-1' }),
      route('10.0.0.0/8', over),
      route('10.0.0.0/16'),
      route('10.0.9.0/24', over),
      route('10.9.0.0/16', { NatGatewayId: 'nat-1' }),
      { DestinationIpv6CidrBlock: '2001:db8::/32', ...over } as Route,
    ];
    const asked = [
      '10.1.2.3',
      '10.0.1.1',
      '10.0.9.255',
      '10.9.0.1',
      '192.0.2.1',
      '2001:db8::1',
      '2001:db9::1',
    ];
    expect(reached(asked, [table(routes)])).toEqual(['10.1.2.3', '10.0.9.255', '2001:db8::1']);
  });

  it('are told by prefix lists as far as these are known, and by no blackhole', () => {
    const routes = [
      { DestinationPrefixListId: 'pl-1', ...over } as Route,
      { DestinationPrefixListId: 'pl-unknown', ...over } as Route,
      route('10.2.0.0/16', { ...over, State: 'blackhole' }),
    ];
    const prefixListEntries = [{ PrefixListId: 'pl-1', Entries: [{ Cidr: '10.1.0.0/16' }] }];
    expect(reached(['10.1.0.1', '10.2.0.1', '10.3.0.1'], [table(routes)], { prefixListEntries })).toEqual([
      '10.1.0.1',
    ]);
  });

  it("are told by the subnet's own table, else by the main one of its VPC", () => {
    const main = table([route('10.1.0.0/16', over)], [{ Main: true }]);
    const own = table([route('10.2.0.0/16', over)]);
    const foreign = table([route('10.3.0.0/16', over)], [{ Main: true }], 'vpc-2');
    const asked = ['10.1.0.1', '10.2.0.1', '10.3.0.1'];
    expect(reached(asked, [foreign, main, own])).toEqual(['10.2.0.1']);
    expect(reached(asked, [foreign, main])).toEqual(['10.1.0.1']);
    expect(reached(asked, [foreign])).toBeNull();
  });

  it('are none when the attachment lies in another subnet', () => {
    const networkInterfaces = [tgw('eni-tgw', 'subnet-2'), networkInterface('eni-1', at('10.0.0.10'))];
    expect(reached([], [table([route('10.1.0.0/16', over)])], { networkInterfaces })).toBeNull();
  });
});

describe('VPC Block Public Access', () => {
  const on = [{ InternetGatewayBlockMode: 'block-bidirectional' }];
  const states = (mode: string) => ({ BlockPublicAccessStates: { InternetGatewayBlockMode: mode } });
  const exclusion = (ResourceArn: string, State = 'create-complete') => [
    { ExclusionId: 'x', ResourceArn, State },
  ];
  const arn = (resource: string) => `arn:aws:ec2:eu-west-1:123456789012:${resource}`;

  it.each<readonly [string, Partial<NetworkResources>, string | null]>([
    ['nothing known', {}, null],
    ['off', { blockPublicAccessOptions: [{ InternetGatewayBlockMode: 'off' }] }, null],
    ['on in the region', { blockPublicAccessOptions: on }, 'block-bidirectional'],
    [
      'the subnet excluded',
      { blockPublicAccessOptions: on, blockPublicAccessExclusions: exclusion(arn('subnet/subnet-1')) },
      null,
    ],
    [
      'the VPC excluded',
      {
        blockPublicAccessOptions: on,
        blockPublicAccessExclusions: exclusion(arn('vpc/vpc-1'), 'update-complete'),
      },
      null,
    ],
    [
      'another VPC excluded',
      { blockPublicAccessOptions: on, blockPublicAccessExclusions: exclusion(arn('vpc/vpc-11')) },
      'block-bidirectional',
    ],
    [
      'an exclusion that is gone',
      {
        blockPublicAccessOptions: on,
        blockPublicAccessExclusions: exclusion(arn('vpc/vpc-1'), 'delete-complete'),
      },
      'block-bidirectional',
    ],
    [
      'the subnet saying so',
      { subnets: [{ ...subnet('subnet-1', 'vpc-1'), ...states('block-ingress') }] },
      'block-ingress',
    ],
    [
      'the subnet saying no',
      { subnets: [{ ...subnet('subnet-1', 'vpc-1'), ...states('off') }], blockPublicAccessOptions: on },
      null,
    ],
    ['the VPC saying so', { vpcs: [{ ...vpc, ...states('block-ingress') }] as never }, 'block-ingress'],
  ])('with %s: %s', (_, resources, expected) => {
    const tables = tablesOf({
      subnets: [subnet('subnet-1', 'vpc-1')],
      networkInterfaces: [networkInterface('eni-1', at('10.0.0.10'))],
      ...resources,
    });
    expect(profileOf(tables, 'eni-1').blockPublicAccess).toBe(expected);
  });
});

describe('the worlds of ICMP', () => {
  it('are the types and codes that rules name, and any other', () => {
    const worlds = icmpWorlds([
      icmpTraffic(1, 8, undefined),
      icmpTraffic(1, 3, 4),
      icmpTraffic(1, -1, -1),
      icmpTraffic(58, undefined, undefined),
    ]);
    const own = worlds.filter(({ protocol }) => protocol === 1).map(({ type, code }) => [type, code]);
    expect(own).toHaveLength(6);
    expect(new Set(own.map(([type]) => type))).toEqual(new Set([8, 3, 256]));
    expect(new Set(own.map(([, code]) => code))).toEqual(new Set([4, 256]));
    expect(worlds.filter(({ protocol }) => protocol === 58)).toEqual([
      { protocol: 58, type: 256, code: 256 },
    ]);
  });
});

it('epochs keep their order and their bounds', () => {
  const { networkEpochs } = ruleTables([
    { ...open({}), validToS: 100 },
    { ...open({}), validFromS: 100 },
  ]);
  expect(networkEpochs).toEqual([
    { epoch: 1, validFromS: null, validToS: 100 },
    { epoch: 2, validFromS: 100, validToS: null },
  ]);
});
