/** Small networks for tests: only what a case is about is said, the rest is filled in. */
import {
  type NetworkAcl,
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
