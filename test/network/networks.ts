/** Small networks for tests: only what a case is about is said, the rest is filled in. */
import {
  type IpPermission,
  type NetworkAcl,
  type NetworkAclEntry,
  type NetworkInterface,
  type NetworkResources,
  noResources,
  type SecurityGroup,
  type SecurityGroupRule,
  type Subnet,
} from '../../src/network/aws/resources.ts';

export function network(resources: Partial<NetworkResources>): NetworkResources {
  return { ...noResources(), ...resources };
}

export function subnet(SubnetId: string, VpcId: string, CidrBlock = '10.0.0.0/24'): Subnet {
  return { SubnetId, VpcId, CidrBlock, Ipv6CidrBlockAssociationSet: [] };
}

export function securityGroup(GroupId: string, VpcId: string, Description = ''): SecurityGroup {
  return { GroupId, VpcId, Description, IpPermissions: [], IpPermissionsEgress: [] };
}

export function groupRule(SecurityGroupRuleId: string, GroupId: string, port: number): SecurityGroupRule {
  return {
    SecurityGroupRuleId,
    GroupId,
    IsEgress: false,
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    CidrIpv4: '0.0.0.0/0',
  };
}

export function networkAcl(NetworkAclId: string, VpcId: string, ruleNumber = 100): NetworkAcl {
  const entry = {
    RuleNumber: ruleNumber,
    Egress: false,
    RuleAction: 'allow',
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  } as const;
  return { NetworkAclId, VpcId, IsDefault: false, Associations: [], Entries: [entry] };
}

export function networkInterface(
  NetworkInterfaceId: string,
  at: { readonly SubnetId: string; readonly VpcId: string; readonly address: string },
  groupIds: readonly string[] = [],
  members: Partial<NetworkInterface> = {},
): NetworkInterface {
  return {
    NetworkInterfaceId,
    VpcId: at.VpcId,
    SubnetId: at.SubnetId,
    Groups: groupIds.map((GroupId) => ({ GroupId })),
    PrivateIpAddress: at.address,
    PrivateIpAddresses: [{ PrivateIpAddress: at.address, Primary: true }],
    Ipv6Addresses: [],
    Ipv4Prefixes: [],
    Ipv6Prefixes: [],
    TagSet: [],
    ...members,
  };
}

/** A permission of a group: what is not given is empty. */
export function permission(members: Partial<IpPermission>): IpPermission {
  return {
    IpProtocol: 'tcp',
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
    ...members,
  };
}

/** An entry of a network ACL that, unless said otherwise, allows all traffic from everywhere in. */
export function aclEntry(RuleNumber: number, members: Partial<NetworkAclEntry> = {}): NetworkAclEntry {
  const { CidrBlock = members.Ipv6CidrBlock === undefined ? '0.0.0.0/0' : undefined, ...others } = members;
  return {
    RuleNumber,
    Egress: false,
    RuleAction: 'allow',
    Protocol: '-1',
    ...(CidrBlock === undefined ? {} : { CidrBlock }),
    ...others,
  };
}
