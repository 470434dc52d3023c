/** The members of `aws ec2 describe-*` output that the oracle reads, named as the AWS CLI prints them. */

export interface AwsCidrState {
  readonly State?: string;
}

export interface AwsVpc {
  readonly VpcId: string;
  readonly CidrBlock?: string;
}

export interface AwsSubnet {
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly CidrBlock?: string;
  readonly Ipv6Native?: boolean;
  readonly Ipv6CidrBlockAssociationSet?: readonly {
    readonly Ipv6CidrBlock: string;
    readonly Ipv6CidrBlockState?: AwsCidrState;
  }[];
}

export interface AwsNetworkInterface {
  readonly NetworkInterfaceId: string;
  readonly SubnetId?: string;
  readonly VpcId?: string;
  readonly InterfaceType?: string;
  readonly RequesterId?: string;
  readonly Description?: string;
  readonly SourceDestCheck?: boolean;
  readonly Groups?: readonly { readonly GroupId: string; readonly GroupName?: string }[];
  readonly PrivateIpAddress?: string;
  readonly PrivateIpAddresses?: readonly { readonly PrivateIpAddress: string; readonly Primary?: boolean }[];
  readonly Ipv6Addresses?: readonly { readonly Ipv6Address: string }[];
  readonly Ipv4Prefixes?: readonly { readonly Ipv4Prefix: string }[];
  readonly Ipv6Prefixes?: readonly { readonly Ipv6Prefix: string }[];
  readonly Association?: { readonly PublicIp?: string };
}

export interface AwsGroupPair {
  readonly GroupId: string;
  readonly UserId?: string;
  readonly VpcId?: string;
  readonly VpcPeeringConnectionId?: string;
  readonly PeeringStatus?: string;
}

export interface AwsIpPermission {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges?: readonly { readonly CidrIp: string }[];
  readonly Ipv6Ranges?: readonly { readonly CidrIpv6: string }[];
  readonly PrefixListIds?: readonly { readonly PrefixListId: string }[];
  readonly UserIdGroupPairs?: readonly AwsGroupPair[];
}

export interface AwsSecurityGroup {
  readonly GroupId: string;
  readonly GroupName?: string;
  readonly VpcId?: string;
  readonly IpPermissions?: readonly AwsIpPermission[];
  readonly IpPermissionsEgress?: readonly AwsIpPermission[];
}

export interface AwsSecurityGroupRule {
  readonly SecurityGroupRuleId: string;
  readonly GroupId: string;
  readonly IsEgress: boolean;
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly ReferencedGroupInfo?: AwsGroupPair;
}

export interface AwsNetworkAclEntry {
  readonly RuleNumber: number;
  readonly Egress: boolean;
  readonly RuleAction: string;
  readonly Protocol: string;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly PortRange?: { readonly From?: number; readonly To?: number };
  readonly IcmpTypeCode?: { readonly Type?: number; readonly Code?: number };
}

export interface AwsNetworkAcl {
  readonly NetworkAclId: string;
  readonly VpcId?: string;
  readonly IsDefault?: boolean;
  readonly Associations?: readonly { readonly SubnetId?: string }[];
  readonly Entries?: readonly AwsNetworkAclEntry[];
}

export interface AwsRoute {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly State?: string;
  readonly Origin?: string;
}

export interface AwsRouteTable {
  readonly RouteTableId: string;
  readonly VpcId?: string;
  readonly Associations?: readonly { readonly Main?: boolean; readonly SubnetId?: string }[];
  readonly Routes?: readonly AwsRoute[];
}

export interface AwsPrefixList {
  readonly PrefixListId: string;
  readonly PrefixListName?: string;
  /** `IPv4` or `IPv6`. */
  readonly AddressFamily?: string;
}

/** The output of get-managed-prefix-list-entries with the id that AWS leaves out. */
export interface AwsPrefixListEntries {
  readonly PrefixListId: string;
  readonly Entries: readonly { readonly Cidr: string }[];
}

/** Everything that one capture of a network's configuration may hold. */
export interface OracleNetwork {
  readonly Vpcs?: readonly AwsVpc[];
  readonly Subnets?: readonly AwsSubnet[];
  readonly NetworkInterfaces?: readonly AwsNetworkInterface[];
  readonly SecurityGroups?: readonly AwsSecurityGroup[];
  readonly SecurityGroupRules?: readonly AwsSecurityGroupRule[];
  readonly NetworkAcls?: readonly AwsNetworkAcl[];
  readonly RouteTables?: readonly AwsRouteTable[];
  readonly PrefixLists?: readonly AwsPrefixList[];
  readonly PrefixListEntries?: readonly AwsPrefixListEntries[];
  readonly VpcPeeringConnections?: readonly unknown[];
  readonly TransitGatewayVpcAttachments?: readonly unknown[];
  readonly VpcBlockPublicAccessOptions?: unknown;
}
