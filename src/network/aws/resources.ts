/** Everything of a network that rules and paths depend on, under AWS's own member names. */
import type { EgressOnlyInternetGateway, InternetGateway, NatGateway, VpcEndpoint } from './gateways.ts';
import type { NetworkAcl } from './network-acls.ts';
import type { Instance, NetworkInterface } from './network-interfaces.ts';
import type { ManagedPrefixList, PrefixListEntries } from './prefix-lists.ts';
import type { RouteTable } from './route-tables.ts';
import type { SecurityGroup, SecurityGroupRule } from './security-groups.ts';
import type {
  Subnet,
  TransitGatewayVpcAttachment,
  Vpc,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
  VpcPeeringConnection,
} from './vpcs.ts';

export type { EgressOnlyInternetGateway, InternetGateway, NatGateway, VpcEndpoint } from './gateways.ts';
export type { NetworkAcl, NetworkAclEntry } from './network-acls.ts';
export type { Instance, NetworkInterface } from './network-interfaces.ts';
export type { ManagedPrefixList, PrefixListEntries } from './prefix-lists.ts';
export type { Route, RouteTable } from './route-tables.ts';
export type { IpPermission, SecurityGroup, SecurityGroupRule } from './security-groups.ts';
export type {
  Subnet,
  TransitGatewayVpcAttachment,
  Vpc,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
  VpcPeeringConnection,
} from './vpcs.ts';

/** The kinds of resources and the type of one resource of each. */
interface ResourceTypes {
  readonly vpcs: Vpc;
  readonly subnets: Subnet;
  readonly networkInterfaces: NetworkInterface;
  readonly securityGroups: SecurityGroup;
  readonly securityGroupRules: SecurityGroupRule;
  readonly networkAcls: NetworkAcl;
  readonly routeTables: RouteTable;
  readonly internetGateways: InternetGateway;
  readonly egressOnlyInternetGateways: EgressOnlyInternetGateway;
  readonly natGateways: NatGateway;
  readonly vpcEndpoints: VpcEndpoint;
  readonly prefixLists: ManagedPrefixList;
  readonly prefixListEntries: PrefixListEntries;
  readonly vpcPeeringConnections: VpcPeeringConnection;
  readonly transitGatewayVpcAttachments: TransitGatewayVpcAttachment;
  readonly instances: Instance;
  readonly blockPublicAccessOptions: VpcBlockPublicAccessOptions;
  readonly blockPublicAccessExclusions: VpcBlockPublicAccessExclusion;
}

export type ResourceKind = keyof ResourceTypes;

/** The type of one resource of a kind. */
export type ResourceOf<K extends ResourceKind> = ResourceTypes[K];

/** The resources of one or many VPCs, accounts and regions, each id once. */
export type NetworkResources = { readonly [K in ResourceKind]: readonly ResourceOf<K>[] };

type Identify = { readonly [K in ResourceKind]: (resource: ResourceOf<K>) => string };
type Locate = { readonly [K in ResourceKind]: (resource: ResourceOf<K>) => string | undefined };

const IDS: Identify = {
  vpcs: (vpc) => vpc.VpcId,
  subnets: (subnet) => subnet.SubnetId,
  networkInterfaces: (networkInterface) => networkInterface.NetworkInterfaceId,
  securityGroups: (group) => group.GroupId,
  securityGroupRules: (rule) => rule.SecurityGroupRuleId,
  networkAcls: (acl) => acl.NetworkAclId,
  routeTables: (table) => table.RouteTableId,
  internetGateways: (gateway) => gateway.InternetGatewayId,
  egressOnlyInternetGateways: (gateway) => gateway.EgressOnlyInternetGatewayId,
  natGateways: (gateway) => gateway.NatGatewayId,
  vpcEndpoints: (endpoint) => endpoint.VpcEndpointId,
  prefixLists: (prefixList) => prefixList.PrefixListId,
  prefixListEntries: (entries) => entries.PrefixListId,
  vpcPeeringConnections: (peering) => peering.VpcPeeringConnectionId,
  transitGatewayVpcAttachments: (attachment) => attachment.TransitGatewayAttachmentId,
  instances: (instance) => instance.InstanceId,
  blockPublicAccessOptions: (options) => `${options.AwsAccountId ?? ''}:${options.AwsRegion ?? ''}`,
  blockPublicAccessExclusions: (exclusion) => exclusion.ExclusionId,
};

const VPCS: Locate = {
  vpcs: (vpc) => vpc.VpcId,
  subnets: (subnet) => subnet.VpcId,
  networkInterfaces: (networkInterface) => networkInterface.VpcId,
  securityGroups: (group) => group.VpcId,
  securityGroupRules: () => undefined,
  networkAcls: (acl) => acl.VpcId,
  routeTables: (table) => table.VpcId,
  internetGateways: (gateway) => gateway.Attachments[0]?.VpcId,
  egressOnlyInternetGateways: (gateway) => gateway.Attachments[0]?.VpcId,
  natGateways: (gateway) => gateway.VpcId,
  vpcEndpoints: (endpoint) => endpoint.VpcId,
  prefixLists: () => undefined,
  prefixListEntries: () => undefined,
  vpcPeeringConnections: () => undefined,
  transitGatewayVpcAttachments: () => undefined,
  instances: (instance) => instance.VpcId,
  blockPublicAccessOptions: () => undefined,
  blockPublicAccessExclusions: () => undefined,
};

/** What identifies a resource among those of its kind; account and region for the block-public-access options. */
export function resourceId<K extends ResourceKind>(kind: K, resource: ResourceOf<K>): string {
  return IDS[kind](resource);
}

/**
 * The VPC that a resource belongs to, or null: prefix lists, peerings, transit gateway attachments and
 * block-public-access settings stand by themselves, and so do unattached gateways, terminated instances and group
 * rules, which name only their group.
 */
export function resourceVpcId<K extends ResourceKind>(kind: K, resource: ResourceOf<K>): string | null {
  return VPCS[kind](resource) ?? null;
}

/** A network with one list per kind, made by `listOf`. */
export function resourcesBy(
  listOf: <K extends ResourceKind>(kind: K) => readonly ResourceOf<K>[],
): NetworkResources {
  return {
    vpcs: listOf('vpcs'),
    subnets: listOf('subnets'),
    networkInterfaces: listOf('networkInterfaces'),
    securityGroups: listOf('securityGroups'),
    securityGroupRules: listOf('securityGroupRules'),
    networkAcls: listOf('networkAcls'),
    routeTables: listOf('routeTables'),
    internetGateways: listOf('internetGateways'),
    egressOnlyInternetGateways: listOf('egressOnlyInternetGateways'),
    natGateways: listOf('natGateways'),
    vpcEndpoints: listOf('vpcEndpoints'),
    prefixLists: listOf('prefixLists'),
    prefixListEntries: listOf('prefixListEntries'),
    vpcPeeringConnections: listOf('vpcPeeringConnections'),
    transitGatewayVpcAttachments: listOf('transitGatewayVpcAttachments'),
    instances: listOf('instances'),
    blockPublicAccessOptions: listOf('blockPublicAccessOptions'),
    blockPublicAccessExclusions: listOf('blockPublicAccessExclusions'),
  };
}

const NONE: readonly never[] = [];

/** A network without any resource. */
export function noResources(): NetworkResources {
  return resourcesBy(() => NONE);
}

/** Every kind of resource, in the order of {@link NetworkResources}. */
export const RESOURCE_KINDS: readonly ResourceKind[] = kindsInOrder();

function kindsInOrder(): readonly ResourceKind[] {
  const kinds: ResourceKind[] = [];
  resourcesBy((kind) => {
    kinds.push(kind);
    return NONE;
  });
  return kinds;
}
