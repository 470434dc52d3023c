import type { z } from 'zod';
import { addressOrNone, type Immutable, listOrNone, note, noteFlag, object, tags, text } from './members.ts';

/** Attached to its VPC reads `available`, although the API model says `attached`. */
const attachments = listOrNone(object({ VpcId: text, State: note }));

/** One of `InternetGateways`. */
export const internetGatewaySchema = object({
  InternetGatewayId: text,
  Attachments: attachments,
  OwnerId: note,
  Tags: tags,
});
export type InternetGateway = Immutable<z.infer<typeof internetGatewaySchema>>;

/** One of `EgressOnlyInternetGateways`. */
export const egressOnlyInternetGatewaySchema = object({
  EgressOnlyInternetGatewayId: text,
  Attachments: attachments,
  Tags: tags,
});
export type EgressOnlyInternetGateway = Immutable<z.infer<typeof egressOnlyInternetGatewaySchema>>;

/** One of `NatGateways`. A regional one has no subnet. */
export const natGatewaySchema = object({
  NatGatewayId: text,
  VpcId: text,
  SubnetId: note,
  State: note,
  ConnectivityType: note,
  AvailabilityMode: note,
  RouteTableId: note,
  NatGatewayAddresses: listOrNone(
    object({
      NetworkInterfaceId: note,
      PrivateIp: addressOrNone,
      PublicIp: addressOrNone,
      IsPrimary: noteFlag,
      AvailabilityZoneId: note,
    }),
  ),
  Tags: tags,
});
export type NatGateway = Immutable<z.infer<typeof natGatewaySchema>>;

/** One of `VpcEndpoints`. */
export const vpcEndpointSchema = object({
  VpcEndpointId: text,
  VpcId: text,
  VpcEndpointType: note,
  ServiceName: note,
  State: note,
  RouteTableIds: listOrNone(text),
  SubnetIds: listOrNone(text),
  NetworkInterfaceIds: listOrNone(text),
  Groups: listOrNone(object({ GroupId: text, GroupName: note })),
  Tags: tags,
});
export type VpcEndpoint = Immutable<z.infer<typeof vpcEndpointSchema>>;
