import { z } from 'zod';
import {
  address,
  addressOrNone,
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

const publicAddress = z.object({ PublicIp: note }).optional().catch(undefined);

/**
 * One of `NetworkInterfaces`. `Groups` is needed: an empty list means that no group filters the interface, a
 * missing one would mean that nobody knows.
 */
export const networkInterfaceSchema = object({
  NetworkInterfaceId: text,
  VpcId: text,
  SubnetId: text,
  Groups: list(object({ GroupId: text, GroupName: note })),
  PrivateIpAddress: addressOrNone,
  PrivateIpAddresses: listOrNone(
    object({ PrivateIpAddress: address, Primary: noteFlag, Association: publicAddress }),
  ),
  Ipv6Addresses: listOrNone(object({ Ipv6Address: address, IsPrimaryIpv6: noteFlag })),
  Ipv4Prefixes: listOrNone(object({ Ipv4Prefix: ipv4Cidr })),
  Ipv6Prefixes: listOrNone(object({ Ipv6Prefix: ipv6Cidr })),
  InterfaceType: note,
  RequesterManaged: noteFlag,
  RequesterId: note,
  SourceDestCheck: noteFlag,
  DenyAllIgwTraffic: noteFlag,
  Description: note,
  Status: note,
  OwnerId: note,
  AvailabilityZone: note,
  AvailabilityZoneId: note,
  Attachment: z.object({ InstanceId: note, InstanceOwnerId: note }).optional().catch(undefined),
  Association: publicAddress,
  ConnectionTrackingConfiguration: z
    .object({
      TcpEstablishedTimeout: z.number().optional(),
      UdpTimeout: z.number().optional(),
      UdpStreamTimeout: z.number().optional(),
    })
    .optional()
    .catch(undefined),
  TagSet: tags,
});
export type NetworkInterface = Immutable<z.infer<typeof networkInterfaceSchema>>;

/** One of the `Instances` of one of the `Reservations`. A terminated instance has no VPC any more. */
export const instanceSchema = object({
  InstanceId: text,
  VpcId: note,
  SubnetId: note,
  PrivateIpAddress: addressOrNone,
  PublicIpAddress: addressOrNone,
  InstanceType: note,
  PlatformDetails: note,
  State: z.object({ Name: note }).optional().catch(undefined),
  NetworkInterfaces: listOrNone(object({ NetworkInterfaceId: text })),
  Tags: tags,
});
export type Instance = Immutable<z.infer<typeof instanceSchema>>;
