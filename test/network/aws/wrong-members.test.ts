import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.ts';

const subnet = { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24' };
const vpc = { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' };
const entry = { RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: '6', CidrBlock: '0.0.0.0/0' };
const permission = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const networkInterface = { NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1', Groups: [] };
const acl = (members: object) => ({
  NetworkAcls: [
    {
      NetworkAclId: 'acl-1',
      VpcId: 'vpc-1',
      IsDefault: true,
      Associations: [],
      Entries: [{ ...entry, ...members }],
    },
  ],
});
const group = (members: object) => ({
  SecurityGroups: [
    { GroupId: 'sg-1', IpPermissions: [{ ...permission, ...members }], IpPermissionsEgress: [] },
  ],
});
const rule = (members: object) => ({
  SecurityGroupRules: [
    {
      SecurityGroupRuleId: 'sgr-1',
      GroupId: 'sg-1',
      IsEgress: true,
      IpProtocol: 'tcp',
      CidrIpv4: '0.0.0.0/0',
      ...members,
    },
  ],
});

describe('wrong members are named by their path', () => {
  it.each<[string, unknown, string]>([
    [
      'a missing id',
      { Subnets: [subnet, { ...subnet, SubnetId: undefined }] },
      'Subnets[1].SubnetId: expected text, found nothing',
    ],
    ['a null id', { Vpcs: [{ ...vpc, VpcId: null }] }, 'Vpcs[0].VpcId: expected text, found nothing'],
    ['an empty id', { Vpcs: [{ ...vpc, VpcId: '' }] }, 'Vpcs[0].VpcId: expected text, found ""'],
    [
      'a prefix that is too long',
      { Subnets: [{ ...subnet, CidrBlock: '10.0.0.0/33' }] },
      'Subnets[0].CidrBlock: expected an IPv4 CIDR block, found "10.0.0.0/33"',
    ],
    [
      'a block of the other family',
      { Vpcs: [{ ...vpc, CidrBlock: '2001:db8::/56' }] },
      'Vpcs[0].CidrBlock: expected an IPv4 CIDR block, found "2001:db8::/56"',
    ],
    [
      'a long text',
      { Vpcs: [{ ...vpc, CidrBlock: 'x'.repeat(99) }] },
      `Vpcs[0].CidrBlock: expected an IPv4 CIDR block, found "${'x'.repeat(59)}…`,
    ],
    ['a resource that is none', { Vpcs: ['vpc-1'] }, 'Vpcs[0]: expected an object, found "vpc-1"'],
    ['a null resource', { Vpcs: [null] }, 'Vpcs[0]: expected an object, found null'],
    ['a list that is none', { Vpcs: vpc }, 'Vpcs: expected a list, found an object'],
    [
      'an association without its state',
      { Subnets: [{ ...subnet, Ipv6CidrBlockAssociationSet: [{}] }] },
      'Subnets[0].Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlockState: expected an object, found nothing',
    ],
    [
      'an interface without its groups',
      { NetworkInterfaces: [{ ...networkInterface, Groups: undefined }] },
      'NetworkInterfaces[0].Groups: expected a list, found nothing',
    ],
    [
      'a wrong address',
      {
        NetworkInterfaces: [
          { ...networkInterface, PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.256' }] },
        ],
      },
      'NetworkInterfaces[0].PrivateIpAddresses[0].PrivateIpAddress: expected an IP address, found "10.0.0.256"',
    ],
    [
      'a number as text',
      acl({ RuleNumber: '100' }),
      'NetworkAcls[0].Entries[0].RuleNumber: expected a whole number from 1 to 65535, found "100"',
    ],
    [
      'a number that is too large',
      acl({ RuleNumber: 70000 }),
      'NetworkAcls[0].Entries[0].RuleNumber: expected a whole number from 1 to 65535, found 70000',
    ],
    [
      'a text as true or false',
      acl({ Egress: 'false' }),
      'NetworkAcls[0].Entries[0].Egress: expected true or false, found "false"',
    ],
    [
      'an unknown action',
      acl({ RuleAction: 'ALLOW' }),
      'NetworkAcls[0].Entries[0].RuleAction: expected "allow" or "deny", found "ALLOW"',
    ],
    [
      'a protocol as number',
      acl({ Protocol: 6 }),
      'NetworkAcls[0].Entries[0].Protocol: expected a protocol name or number as text, found 6',
    ],
    [
      'an unknown protocol',
      acl({ Protocol: '300' }),
      'NetworkAcls[0].Entries[0].Protocol: expected a protocol name or number as text, found "300"',
    ],
    [
      'half a range',
      acl({ PortRange: { From: 22 } }),
      'NetworkAcls[0].Entries[0].PortRange.To: expected a whole number from -1 to 65535, found nothing',
    ],
    [
      'a range that goes down',
      acl({ PortRange: { From: 90, To: 80 } }),
      'NetworkAcls[0].Entries[0].PortRange: expected a port range, found 90-80',
    ],
    [
      'no block',
      acl({ CidrBlock: undefined }),
      'NetworkAcls[0].Entries[0]: expected CidrBlock or Ipv6CidrBlock, found neither',
    ],
    [
      'two blocks',
      acl({ Ipv6CidrBlock: '::/0' }),
      'NetworkAcls[0].Entries[0]: expected CidrBlock or Ipv6CidrBlock, found both',
    ],
    [
      'a group range that goes down',
      group({ FromPort: 90, ToPort: 80 }),
      'SecurityGroups[0].IpPermissions[0]: expected a port range, found 90-80',
    ],
    [
      'half a group range',
      group({ ToPort: null }),
      'SecurityGroups[0].IpPermissions[0].ToPort: expected a port, as the other end of the range has one, found nothing',
    ],
    [
      'a wrong group source',
      group({ IpRanges: [{ CidrIp: '10.0.0.1' }] }),
      'SecurityGroups[0].IpPermissions[0].IpRanges[0].CidrIp: expected an IPv4 CIDR block, found "10.0.0.1"',
    ],
    [
      'a reference to nobody',
      group({ UserIdGroupPairs: [{ UserId: '1' }] }),
      'SecurityGroups[0].IpPermissions[0].UserIdGroupPairs[0].GroupId: expected text, found nothing',
    ],
    [
      'a group rule without a source',
      rule({ CidrIpv4: null }),
      'SecurityGroupRules[0]: expected CidrIpv4, CidrIpv6, PrefixListId or ReferencedGroupInfo, found none of them',
    ],
    [
      'a route to nowhere',
      {
        RouteTables: [
          { RouteTableId: 'rtb-1', VpcId: 'vpc-1', Associations: [], Routes: [{ GatewayId: 'local' }] },
        ],
      },
      'RouteTables[0].Routes[0]: expected DestinationCidrBlock, DestinationIpv6CidrBlock or DestinationPrefixListId, found none of them',
    ],
    [
      'a wrong instance',
      { Reservations: [{ Instances: [{}] }] },
      'Reservations[0].Instances[0].InstanceId: expected text, found nothing',
    ],
    ['no instances', { Reservations: [{}] }, 'Reservations[0].Instances: expected a list, found nothing'],
    [
      'a wrong block of a prefix list',
      { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['x'] }] },
      'PrefixLists[0].Cidrs[0]: expected a CIDR block, found "x"',
    ],
    [
      'options without a mode',
      { VpcBlockPublicAccessOptions: {} },
      'VpcBlockPublicAccessOptions.InternetGatewayBlockMode: expected text, found nothing',
    ],
    [
      'a wrong page of a list of pages',
      [{ Vpcs: [vpc] }, { Vpcs: [{}] }],
      '[1].Vpcs[0].VpcId: expected text, found nothing',
    ],
    [
      'a wrong page after another',
      `${JSON.stringify({ Vpcs: [vpc] })}\n{"Vpcs": [7]}`,
      'document 2: Vpcs[0]: expected an object, found 7',
    ],
  ])('%s', async (_case, content, problem) => {
    expect((await problemsOf('network.json', content))[0]).toBe(problem);
  });

  it('in the entries of a prefix list', async () => {
    const content = { Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '10.0.0.0' }, {}] };
    expect(await problemsOf('pl-0abc.json', content)).toEqual([
      'Entries[1].Cidr: expected a CIDR block, found "10.0.0.0"',
      'Entries[2].Cidr: expected a CIDR block, found nothing',
    ]);
  });

  it('at most twenty of a file', async () => {
    const problems = await problemsOf('network.json', {
      Vpcs: Array.from({ length: 30 }, () => ({ ...vpc, VpcId: 1 })),
    });
    expect(problems).toHaveLength(21);
    expect(problems[19]).toBe('Vpcs[19].VpcId: expected text, found 1');
    expect(problems[20]).toBe('and 10 more');
  });
});
