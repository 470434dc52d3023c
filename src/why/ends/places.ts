import { type Address, formatAddress } from '../../model/address.ts';
import type { Instance, NetworkInterface, NetworkResources, Subnet } from '../../network/aws/resources.ts';

/** Something that an end may be, before the other end says which of its addresses is meant. */
export type Place = InterfacePlace | AddressPlace | SubnetPlace | InternetPlace;

export interface InterfacePlace {
  readonly kind: 'interface';
  readonly networkInterface: NetworkInterface;
  /** Null when the interface as such was named, and any of its addresses will do. */
  readonly address: Address | null;
  /** The public address was asked for. */
  readonly publicAsked: boolean;
}

/** An address of which no interface is known. */
export interface AddressPlace {
  readonly kind: 'address';
  readonly address: Address;
  readonly publicAddress: string | null;
  readonly publicAsked: boolean;
  readonly instance: Instance | null;
  /** Null outside of the network. */
  readonly subnetId: string | null;
  readonly vpcId: string | null;
}

export interface SubnetPlace {
  readonly kind: 'subnet';
  readonly subnet: Subnet;
}

export interface InternetPlace {
  readonly kind: 'internet';
}

/** The VPC that a place is in; null outside of the network. */
export function vpcOf(place: Place): string | null {
  switch (place.kind) {
    case 'interface':
      return place.networkInterface.VpcId;
    case 'subnet':
      return place.subnet.VpcId;
    case 'address':
      return place.vpcId;
    case 'internet':
      return null;
  }
}

/** Each place once. */
export function distinctPlaces(places: readonly Place[]): readonly Place[] {
  const byKey = new Map<string, Place>();
  for (const place of places) if (!byKey.has(keyOf(place))) byKey.set(keyOf(place), place);
  return [...byKey.values()];
}

function keyOf(place: Place): string {
  switch (place.kind) {
    case 'interface': {
      const address = place.address === null ? 'any' : formatAddress(place.address);
      return `${place.networkInterface.NetworkInterfaceId} ${address}`;
    }
    case 'subnet':
      return place.subnet.SubnetId;
    case 'address':
      return `${place.vpcId ?? ''} ${formatAddress(place.address)}`;
    case 'internet':
      return 'internet';
  }
}

/** The value of the tag Name, null when there is none. */
export function tagName(
  tags: readonly { readonly Key: string; readonly Value?: string | undefined }[] | undefined,
): string | null {
  return tags?.find(({ Key }) => Key === 'Name')?.Value || null;
}

/** The instance that an interface is attached to, as far as either says so. */
export function instanceIdOf(resources: NetworkResources, networkInterface: NetworkInterface): string | null {
  const attached = networkInterface.Attachment?.InstanceId;
  if (attached !== undefined) return attached;
  const lists = (instance: Instance) =>
    instance.NetworkInterfaces.some(
      ({ NetworkInterfaceId }) => NetworkInterfaceId === networkInterface.NetworkInterfaceId,
    );
  return resources.instances.find(lists)?.InstanceId ?? null;
}

/** The Name of an interface, else of its instance. */
export function interfaceName(
  resources: NetworkResources,
  networkInterface: NetworkInterface,
): string | null {
  const own = tagName(networkInterface.TagSet);
  if (own !== null) return own;
  const id = instanceIdOf(resources, networkInterface);
  return tagName(resources.instances.find(({ InstanceId }) => InstanceId === id)?.Tags);
}
