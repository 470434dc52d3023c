import { z } from 'zod';
import { type Immutable, ipv4Cidr, ipv6Cidr, list, note, noteFlag, object, tags, text } from './members.ts';

const route = object({
  DestinationCidrBlock: ipv4Cidr.optional(),
  DestinationIpv6CidrBlock: ipv6Cidr.optional(),
  DestinationPrefixListId: note,
  GatewayId: note,
  NatGatewayId: note,
  TransitGatewayId: note,
  VpcPeeringConnectionId: note,
  EgressOnlyInternetGatewayId: note,
  NetworkInterfaceId: note,
  InstanceId: note,
  LocalGatewayId: note,
  CarrierGatewayId: note,
  CoreNetworkArn: note,
  OdbNetworkArn: note,
  State: note,
  Origin: note,
}).superRefine((value, ctx) => {
  if (!value.DestinationCidrBlock && !value.DestinationIpv6CidrBlock && !value.DestinationPrefixListId) {
    const message = 'DestinationCidrBlock, DestinationIpv6CidrBlock or DestinationPrefixListId';
    ctx.addIssue({ code: 'custom', message, params: { found: 'none of them' } });
  }
});

/** One of the `Routes` of a route table. */
export type Route = Immutable<z.infer<typeof route>>;

/** One of `RouteTables`. Only explicit associations are listed; a subnet without one uses the main table. */
export const routeTableSchema = object({
  RouteTableId: text,
  VpcId: text,
  OwnerId: note,
  Associations: list(
    object({
      RouteTableAssociationId: note,
      Main: noteFlag,
      SubnetId: note,
      GatewayId: note,
      AssociationState: z.object({ State: note }).optional().catch(undefined),
    }),
  ),
  Routes: list(route),
  PropagatingVgws: z
    .array(z.object({ GatewayId: z.string() }))
    .optional()
    .catch(undefined),
  Tags: tags,
});
export type RouteTable = Immutable<z.infer<typeof routeTableSchema>>;
