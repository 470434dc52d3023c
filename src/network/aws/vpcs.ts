import { z } from 'zod';
import {
  cidrState,
  type Immutable,
  ipv4Cidr,
  ipv6Cidr,
  list,
  listOrNone,
  note,
  noteFlag,
  object,
  tags,
  text,
} from './members.ts';

/** AWS keeps an IPv6 association without its block while it is being made. */
const ipv6Associations = listOrNone(
  object({ Ipv6CidrBlock: ipv6Cidr.optional(), Ipv6CidrBlockState: cidrState }),
);

const blockPublicAccessStates = z.object({ InternetGatewayBlockMode: note }).optional().catch(undefined);

/** One of `Vpcs`. */
export const vpcSchema = object({
  VpcId: text,
  CidrBlock: ipv4Cidr,
  CidrBlockAssociationSet: listOrNone(object({ CidrBlock: ipv4Cidr, CidrBlockState: cidrState })),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  IsDefault: noteFlag,
  OwnerId: note,
  BlockPublicAccessStates: blockPublicAccessStates,
  EncryptionControl: z.object({ Mode: note, State: note }).optional().catch(undefined),
  Tags: tags,
});
export type Vpc = Immutable<z.infer<typeof vpcSchema>>;

/** One of `Subnets`. `CidrBlock` is missing in IPv6-only subnets. */
export const subnetSchema = object({
  SubnetId: text,
  VpcId: text,
  CidrBlock: ipv4Cidr.optional(),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  Ipv6Native: noteFlag,
  AvailabilityZone: note,
  AvailabilityZoneId: note,
  MapPublicIpOnLaunch: noteFlag,
  OwnerId: note,
  BlockPublicAccessStates: blockPublicAccessStates,
  Tags: tags,
});
export type Subnet = Immutable<z.infer<typeof subnetSchema>>;

/** The `VpcBlockPublicAccessOptions` of one account in one region. */
export const vpcBlockPublicAccessOptionsSchema = object({
  AwsAccountId: note,
  AwsRegion: note,
  InternetGatewayBlockMode: text,
  State: note,
  ManagedBy: note,
  ExclusionsAllowed: note,
});
export type VpcBlockPublicAccessOptions = Immutable<z.infer<typeof vpcBlockPublicAccessOptionsSchema>>;

/** One of `VpcBlockPublicAccessExclusions`: a VPC or subnet that the block leaves out. */
export const vpcBlockPublicAccessExclusionSchema = object({
  ExclusionId: text,
  ResourceArn: text,
  InternetGatewayExclusionMode: note,
  State: note,
});
export type VpcBlockPublicAccessExclusion = Immutable<z.infer<typeof vpcBlockPublicAccessExclusionSchema>>;

/** One of `TransitGatewayVpcAttachments`. */
export const transitGatewayVpcAttachmentSchema = object({
  TransitGatewayAttachmentId: text,
  TransitGatewayId: text,
  VpcId: text,
  SubnetIds: list(text),
  State: note,
  Options: z
    .object({ SecurityGroupReferencingSupport: note, ApplianceModeSupport: note })
    .optional()
    .catch(undefined),
  Tags: tags,
});
export type TransitGatewayVpcAttachment = Immutable<z.infer<typeof transitGatewayVpcAttachmentSchema>>;

const peer = object({
  VpcId: note,
  OwnerId: note,
  Region: note,
  CidrBlockSet: listOrNone(object({ CidrBlock: ipv4Cidr })),
  Ipv6CidrBlockSet: listOrNone(object({ Ipv6CidrBlock: ipv6Cidr })),
});

/** One of `VpcPeeringConnections`. The blocks of a side are known only while it is active. */
export const vpcPeeringConnectionSchema = object({
  VpcPeeringConnectionId: text,
  Status: z.object({ Code: note }).optional().catch(undefined),
  AccepterVpcInfo: peer.optional(),
  RequesterVpcInfo: peer.optional(),
  Tags: tags,
});
export type VpcPeeringConnection = Immutable<z.infer<typeof vpcPeeringConnectionSchema>>;
