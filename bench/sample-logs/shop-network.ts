import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the logs say about an interface, read from the `describe-*` JSON beside them. */
export interface ShopInterface {
  readonly id: string;
  readonly address: string;
  readonly ipv6: string;
  readonly subnetId: string;
  readonly azId: string;
  readonly vpcId: string;
  readonly instanceId: string;
  /** The Name tag, or `-`. */
  readonly name: string;
  /** As flow logs spell it: `nat_gateway`, `vpc_endpoint` or `-`. */
  readonly type: string;
}

interface DescribedInterface {
  NetworkInterfaceId: string;
  PrivateIpAddress: string;
  Ipv6Addresses: { Ipv6Address: string }[];
  SubnetId: string;
  AvailabilityZoneId: string;
  VpcId: string;
  InterfaceType: string;
  Attachment: { InstanceId?: string };
  TagSet: { Key: string; Value: string }[];
}

/** The interfaces of the shop by private IPv4 address. */
export type ShopNetwork = ReadonlyMap<string, ShopInterface>;

/** Reads the interfaces of `sample-logs/network`. */
export function readShopNetwork(folder: string): ShopNetwork {
  const text = readFileSync(join(folder, 'describe-network-interfaces.json'), 'utf8');
  const { NetworkInterfaces }: { NetworkInterfaces: DescribedInterface[] } = JSON.parse(text);
  return new Map(
    NetworkInterfaces.map((described) => [described.PrivateIpAddress, shopInterface(described)]),
  );
}

/** The interface with this private address. */
export function interfaceAt(network: ShopNetwork, address: string): ShopInterface {
  const found = network.get(address);
  if (found === undefined)
    throw new Error(`Cannot find an interface with address "${address}" in the sample network`);
  return found;
}

function shopInterface(described: DescribedInterface): ShopInterface {
  return {
    id: described.NetworkInterfaceId,
    address: described.PrivateIpAddress,
    ipv6: described.Ipv6Addresses[0]?.Ipv6Address ?? '-',
    subnetId: described.SubnetId,
    azId: described.AvailabilityZoneId,
    vpcId: described.VpcId,
    instanceId: described.Attachment.InstanceId ?? '-',
    name: described.TagSet.find((tag) => tag.Key === 'Name')?.Value ?? '-',
    type: described.InterfaceType === 'interface' ? '-' : described.InterfaceType,
  };
}
