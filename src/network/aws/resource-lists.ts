import type { z } from 'zod';
import {
  egressOnlyInternetGatewaySchema,
  internetGatewaySchema,
  natGatewaySchema,
  vpcEndpointSchema,
} from './gateways.ts';
import { networkAclSchema } from './network-acls.ts';
import { instanceSchema, networkInterfaceSchema } from './network-interfaces.ts';
import { managedPrefixListSchema, prefixListEntriesSchema } from './prefix-lists.ts';
import type { ResourceKind, ResourceOf } from './resources.ts';
import { routeTableSchema } from './route-tables.ts';
import { securityGroupRuleSchema, securityGroupSchema } from './security-groups.ts';
import {
  subnetSchema,
  transitGatewayVpcAttachmentSchema,
  vpcBlockPublicAccessExclusionSchema,
  vpcBlockPublicAccessOptionsSchema,
  vpcPeeringConnectionSchema,
  vpcSchema,
} from './vpcs.ts';

/** How one resource of a kind is checked. */
export type Schemas = { readonly [K in ResourceKind]: z.ZodType<ResourceOf<K>> };

export const RESOURCE_SCHEMAS: Schemas = {
  vpcs: vpcSchema,
  subnets: subnetSchema,
  networkInterfaces: networkInterfaceSchema,
  securityGroups: securityGroupSchema,
  securityGroupRules: securityGroupRuleSchema,
  networkAcls: networkAclSchema,
  routeTables: routeTableSchema,
  internetGateways: internetGatewaySchema,
  egressOnlyInternetGateways: egressOnlyInternetGatewaySchema,
  natGateways: natGatewaySchema,
  vpcEndpoints: vpcEndpointSchema,
  prefixLists: managedPrefixListSchema,
  prefixListEntries: prefixListEntriesSchema,
  vpcPeeringConnections: vpcPeeringConnectionSchema,
  transitGatewayVpcAttachments: transitGatewayVpcAttachmentSchema,
  instances: instanceSchema,
  blockPublicAccessOptions: vpcBlockPublicAccessOptionsSchema,
  blockPublicAccessExclusions: vpcBlockPublicAccessExclusionSchema,
};

/** The top-level members of describe-* output that we read, and the kind of resources in them. */
export const RESOURCE_LISTS: ReadonlyMap<string, ResourceKind> = new Map([
  ['Vpcs', 'vpcs'],
  ['Subnets', 'subnets'],
  ['NetworkInterfaces', 'networkInterfaces'],
  ['SecurityGroups', 'securityGroups'],
  ['SecurityGroupRules', 'securityGroupRules'],
  ['NetworkAcls', 'networkAcls'],
  ['RouteTables', 'routeTables'],
  ['InternetGateways', 'internetGateways'],
  ['EgressOnlyInternetGateways', 'egressOnlyInternetGateways'],
  ['NatGateways', 'natGateways'],
  ['VpcEndpoints', 'vpcEndpoints'],
  ['PrefixLists', 'prefixLists'],
  ['Entries', 'prefixListEntries'],
  ['VpcPeeringConnections', 'vpcPeeringConnections'],
  ['TransitGatewayVpcAttachments', 'transitGatewayVpcAttachments'],
  ['Reservations', 'instances'],
  ['VpcBlockPublicAccessOptions', 'blockPublicAccessOptions'],
  ['VpcBlockPublicAccessExclusions', 'blockPublicAccessExclusions'],
]);
