import { SeededRandom } from '../seeded-random.ts';
import {
  BENCH_ACCOUNT,
  BENCH_REGION,
  BENCH_VPC_CIDR,
  BENCH_VPC_IPV6_CIDR,
  type BenchInterface,
  type BenchNetwork,
  id,
} from './bench-network.ts';
import { aclEntries, groupRules, permissions } from './describe-rules.ts';

const PREFIX_LIST_ENTRIES = 12;

/** The JSON documents of a network by file name, in the shape of `aws ec2 describe-*`. */
export function describeNetwork(network: BenchNetwork): ReadonlyMap<string, object> {
  const random = new SeededRandom(network.size.seed + 1);
  const rules = groupRules(network, random);
  return new Map<string, object>([
    ['describe-vpcs.json', { Vpcs: [describeVpc(network)] }],
    ['describe-subnets.json', { Subnets: describeSubnets(network) }],
    [
      'describe-network-interfaces.json',
      { NetworkInterfaces: network.interfaces.map((i) => describeInterface(network, i)) },
    ],
    ['describe-security-groups.json', { SecurityGroups: describeGroups(network, rules) }],
    ['describe-security-group-rules.json', { SecurityGroupRules: rules }],
    ['describe-network-acls.json', { NetworkAcls: describeAcls(network, random) }],
    ['describe-managed-prefix-lists.json', { PrefixLists: describePrefixLists(network) }],
    ...network.prefixListIds.map((listId, i): [string, object] => [
      `get-managed-prefix-list-entries.${listId}.json`,
      { Entries: prefixListEntries(i, random) },
    ]),
  ]);
}

function describeVpc(network: BenchNetwork): object {
  return {
    VpcId: network.vpcId,
    OwnerId: BENCH_ACCOUNT,
    State: 'available',
    IsDefault: false,
    CidrBlock: BENCH_VPC_CIDR,
    CidrBlockAssociationSet: [{ CidrBlock: BENCH_VPC_CIDR, CidrBlockState: { State: 'associated' } }],
    Ipv6CidrBlockAssociationSet: [
      { Ipv6CidrBlock: BENCH_VPC_IPV6_CIDR, Ipv6CidrBlockState: { State: 'associated' } },
    ],
  };
}

function describeSubnets(network: BenchNetwork): object[] {
  return network.subnets.map((subnet) => ({
    SubnetId: subnet.id,
    VpcId: network.vpcId,
    OwnerId: BENCH_ACCOUNT,
    State: 'available',
    CidrBlock: subnet.cidr,
    Ipv6CidrBlockAssociationSet: [
      { Ipv6CidrBlock: subnet.ipv6Cidr, Ipv6CidrBlockState: { State: 'associated' } },
    ],
    AvailabilityZoneId: subnet.azId,
    MapPublicIpOnLaunch: false,
  }));
}

function describeInterface(network: BenchNetwork, at: BenchInterface): object {
  const addresses = [at.address, ...(at.secondary === null ? [] : [at.secondary])];
  return {
    NetworkInterfaceId: at.id,
    SubnetId: at.subnet.id,
    VpcId: network.vpcId,
    OwnerId: BENCH_ACCOUNT,
    AvailabilityZoneId: at.subnet.azId,
    Description: '',
    InterfaceType: 'interface',
    RequesterManaged: false,
    SourceDestCheck: true,
    Status: 'in-use',
    Groups: at.groupIds.map((GroupId) => ({ GroupId, GroupName: GroupId.replace('sg-', 'group-') })),
    PrivateIpAddress: at.address,
    PrivateIpAddresses: addresses.map((PrivateIpAddress, i) => ({ PrivateIpAddress, Primary: i === 0 })),
    Ipv6Addresses: at.ipv6 === null ? [] : [{ Ipv6Address: at.ipv6 }],
    Attachment: { InstanceId: at.instanceId, Status: 'attached' },
    TagSet: [],
  };
}

function describeGroups(network: BenchNetwork, rules: ReturnType<typeof groupRules>): object[] {
  return network.groupIds.map((GroupId) => {
    const own = rules.filter((rule) => rule.GroupId === GroupId);
    return {
      GroupId,
      GroupName: GroupId.replace('sg-', 'group-'),
      Description: 'generated',
      VpcId: network.vpcId,
      OwnerId: BENCH_ACCOUNT,
      IpPermissions: permissions(own.filter((rule) => !rule.IsEgress)),
      IpPermissionsEgress: permissions(own.filter((rule) => rule.IsEgress)),
    };
  });
}

function describeAcls(network: BenchNetwork, random: SeededRandom): object[] {
  return network.subnets.map((subnet) => ({
    NetworkAclId: subnet.aclId,
    VpcId: network.vpcId,
    OwnerId: BENCH_ACCOUNT,
    IsDefault: false,
    Associations: [
      { NetworkAclAssociationId: id('aclassoc', random), NetworkAclId: subnet.aclId, SubnetId: subnet.id },
    ],
    Entries: aclEntries(network, random),
    Tags: [],
  }));
}

function describePrefixLists(network: BenchNetwork): object[] {
  return network.prefixListIds.map((PrefixListId, i) => ({
    PrefixListId,
    PrefixListName: `list-${i + 1}`,
    AddressFamily: 'IPv4',
    State: 'create-complete',
    MaxEntries: PREFIX_LIST_ENTRIES,
    Version: 1,
    OwnerId: BENCH_ACCOUNT,
    PrefixListArn: `arn:aws:ec2:${BENCH_REGION}:${BENCH_ACCOUNT}:prefix-list/${PrefixListId}`,
  }));
}

function prefixListEntries(list: number, random: SeededRandom): object[] {
  return Array.from({ length: PREFIX_LIST_ENTRIES }, (_, i) => ({
    Cidr: `198.${18 + (list % 2)}.${i * 16 + random.between(0, 15)}.0/24`,
  }));
}
