import { type Address, type AddressFamily, formatAddress, parseAddress } from '../../model/address.ts';
import { cidrContains } from '../../model/cidr.ts';
import { isPublic } from '../../model/special-addresses.ts';
import { subnetBlocks } from '../../network/address-blocks.ts';
import type { NetworkInterface, NetworkResources } from '../../network/aws/resources.ts';
import { privateAddresses } from '../../network/rule-tables/group-members.ts';
import { networkBlocks } from './named-blocks.ts';
import type { End } from '../path.ts';
import { instanceIdOf, interfaceName, type Place, tagName } from './places.ts';
import { publicAddresses } from './public-addresses.ts';
import { typicalPublicAddress, typicalSubnetAddress } from './typical-address.ts';

/** An end of which it does not yet matter where the other one is. */
export type SettledEnd = Omit<End, 'input' | 'sentTo'>;

/** The families in which a place has addresses, IPv4 before IPv6. */
export function familiesOf(place: Place): readonly AddressFamily[] {
  const has = (family: AddressFamily): boolean => {
    switch (place.kind) {
      case 'interface':
        return addressOfInterface(place.networkInterface, place.address, family) !== null;
      case 'address':
        return place.address.family === family;
      case 'subnet':
        return subnetBlocks(place.subnet).some((block) => block.family === family);
      case 'internet':
        return true;
    }
  };
  return ([4, 6] as const).filter(has);
}

/** The place with one address of a family; null when it has none to give, as a full subnet. */
export function settleEnd(
  resources: NetworkResources,
  place: Place,
  family: AddressFamily,
  avoid: readonly Address[],
): SettledEnd | null {
  switch (place.kind) {
    case 'interface':
      return ofInterface(resources, place.networkInterface, place.address, family);
    case 'address': {
      const { subnetId, vpcId, publicAddress, instance } = place;
      const of = { interfaceId: null, instanceId: instance?.InstanceId ?? null, subnetId, vpcId };
      const address = formatAddress(place.address);
      return { kind: 'address', address, publicAddress, ...of, name: tagName(instance?.Tags) };
    }
    case 'subnet': {
      const { SubnetId: subnetId, VpcId: vpcId, Tags } = place.subnet;
      const address = typicalSubnetAddress(resources, place.subnet, family, avoid);
      return address && many({ kind: 'subnet', address, subnetId, vpcId, name: tagName(Tags) });
    }
    case 'internet': {
      const address = typicalPublicAddress(resources, family);
      return address && many({ kind: 'internet', address, subnetId: null, vpcId: null, name: null });
    }
  }
}

/**
 * Whether an end is on the Internet: neither of the network or of a VPC peered with it, nor an address that the Internet does
 * not carry.
 */
export function isOnInternet(resources: NetworkResources, { address, vpcId }: SettledEnd): boolean {
  const parsed = parseAddress(address);
  if (vpcId !== null || parsed === null || !isPublic(parsed)) return false;
  return !networkBlocks(resources).some((block) => cidrContains(block, parsed));
}

function ofInterface(
  resources: NetworkResources,
  networkInterface: NetworkInterface,
  asked: Address | null,
  family: AddressFamily,
): SettledEnd | null {
  const address = addressOfInterface(networkInterface, asked, family);
  if (address === null) return null;
  const interfaceId = networkInterface.NetworkInterfaceId;
  const translated = publicAddresses(resources).find(
    (one) =>
      one.networkInterface?.NetworkInterfaceId === interfaceId && one.privateAddress.value === address.value,
  );
  return {
    kind: 'interface',
    address: formatAddress(address),
    publicAddress: translated?.publicAddress ?? null,
    interfaceId,
    instanceId: instanceIdOf(resources, networkInterface),
    subnetId: networkInterface.SubnetId,
    vpcId: networkInterface.VpcId,
    name: interfaceName(resources, networkInterface),
  };
}

/** The address of a family that stands for an interface: the one asked for, else the primary, else the first. */
export function addressOfInterface(
  networkInterface: NetworkInterface,
  asked: Address | null,
  family: AddressFamily,
): Address | null {
  if (asked !== null) return asked.family === family ? asked : null;
  const { PrivateIpAddress, PrivateIpAddresses, Ipv6Addresses } = networkInterface;
  const primary =
    family === 4
      ? (PrivateIpAddress ?? PrivateIpAddresses.find(({ Primary }) => Primary === true)?.PrivateIpAddress)
      : Ipv6Addresses.find(({ IsPrimaryIpv6 }) => IsPrimaryIpv6 === true)?.Ipv6Address;
  const first = privateAddresses(networkInterface).find((address) => address.family === family);
  return parseAddress(primary ?? '') ?? first ?? null;
}

function many(
  end: Pick<SettledEnd, 'kind' | 'subnetId' | 'vpcId' | 'name'> & { readonly address: Address },
): SettledEnd {
  const nobodys = { publicAddress: null, interfaceId: null, instanceId: null };
  return { ...end, ...nobodys, address: formatAddress(end.address) };
}
