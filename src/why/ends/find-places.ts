import { type Address, formatAddress, parseAddress } from '../../model/address.ts';
import { cidrContains } from '../../model/cidr.ts';
import { subnetBlocks } from '../../network/address-blocks.ts';
import type { Instance, NetworkInterface, NetworkResources } from '../../network/aws/resources.ts';
import { delegatedPrefixes } from '../../network/rule-tables/group-members.ts';
import { type AddressPlace, distinctPlaces, type Place, tagName } from './places.ts';
import { hasPrivateAddress, type PublicAddress, publicAddresses } from './public-addresses.ts';

/**
 * Everything that `input` may mean: an address, the id of an interface, an instance or a subnet, a tag Name of one, or
 * `internet`. Ids come before names. An address may be the interface's and just one of its subnet's; one that is nowhere in the
 * network is a place outside.
 */
export function findPlaces(resources: NetworkResources, input: string): readonly Place[] {
  if (input === 'internet') return [{ kind: 'internet' }];
  const address = parseAddress(input);
  if (address !== null) return distinctPlaces(placesOfAddress(resources, address));
  const ofId = placesBy(resources, ({ id }) => id === input);
  return distinctPlaces(ofId.length > 0 ? ofId : placesBy(resources, ({ name }) => name === input));
}

function placesOfAddress(resources: NetworkResources, address: Address): readonly Place[] {
  const owners = resources.networkInterfaces.filter(
    (one) =>
      hasPrivateAddress(one, address) ||
      delegatedPrefixes(one).some((prefix) => cidrContains(prefix, address)),
  );
  const written = formatAddress(address);
  const found: readonly Place[] = [
    ...owners.map((one) => interfacePlace(one, address)),
    ...publicAddresses(resources)
      .filter(({ publicAddress }) => publicAddress === written)
      .map(publicPlace),
    ...placesInSubnets(resources, address),
  ];
  const outside = { publicAddress: null, publicAsked: false, instance: null, subnetId: null, vpcId: null };
  return found.length > 0 ? found : [{ kind: 'address', address, ...outside }];
}

function placesInSubnets(resources: NetworkResources, address: Address): readonly AddressPlace[] {
  return resources.subnets
    .filter((subnet) => subnetBlocks(subnet).some((block) => cidrContains(block, address)))
    .map(({ SubnetId, VpcId }) => {
      const instance = resources.instances.find(
        (one) => one.VpcId === VpcId && parseAddress(one.PrivateIpAddress ?? '')?.value === address.value,
      );
      const place = { publicAddress: null, publicAsked: false, subnetId: SubnetId, vpcId: VpcId };
      return instance
        ? { ...ownAddress(instance, address), subnetId: SubnetId }
        : { kind: 'address', address, ...place, instance: null };
    });
}

function publicPlace({ privateAddress, publicAddress, networkInterface, ...owner }: PublicAddress): Place {
  if (networkInterface !== null)
    return { ...interfacePlace(networkInterface, privateAddress), publicAsked: true };
  return { kind: 'address', address: privateAddress, publicAddress, publicAsked: true, ...owner };
}

interface Labels {
  readonly id: string;
  readonly name: string | null;
}

function placesBy(resources: NetworkResources, matches: (labels: Labels) => boolean): readonly Place[] {
  const { networkInterfaces, instances, subnets } = resources;
  const attached = networkInterfaces.flatMap(({ Attachment }) => Attachment?.InstanceId ?? []);
  const names = new Map(instances.map(({ InstanceId, Tags }) => [InstanceId, tagName(Tags)]));
  const instanceIds = [...new Set([...names.keys(), ...attached])];
  return [
    ...networkInterfaces
      .filter((one) => matches({ id: one.NetworkInterfaceId, name: tagName(one.TagSet) }))
      .map((one) => interfacePlace(one, null)),
    ...instanceIds
      .filter((id) => matches({ id, name: names.get(id) ?? null }))
      .flatMap((id) => placesOfInstance(resources, id)),
    ...subnets
      .filter(({ SubnetId, Tags }) => matches({ id: SubnetId, name: tagName(Tags) }))
      .map((subnet) => ({ kind: 'subnet' as const, subnet })),
  ];
}

/**
 * Of several interfaces the one that has the address which EC2 gives as the instance's own (`PrivateIpAddress`). Without
 * it nothing says which is meant; interfaces that are missing from the import may be, and then that address alone stands
 * for the instance, or nothing does.
 */
function placesOfInstance(resources: NetworkResources, instanceId: string): readonly Place[] {
  const instance = resources.instances.find(({ InstanceId }) => InstanceId === instanceId);
  const listed = new Set(instance?.NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId));
  const own = resources.networkInterfaces.filter(
    ({ Attachment, NetworkInterfaceId }) =>
      (Attachment?.InstanceId ?? (listed.has(NetworkInterfaceId) ? instanceId : null)) === instanceId,
  );
  const address = parseAddress(instance?.PrivateIpAddress ?? '');
  const primary = address && own.find((one) => hasPrivateAddress(one, address));
  if (primary) return [interfacePlace(primary, null)];
  const ids = new Set([...listed, ...own.map(({ NetworkInterfaceId }) => NetworkInterfaceId)]);
  if (instance && (own.length === 0 || own.length < ids.size))
    return address === null ? [] : [ownAddress(instance, address)];
  return own.map((one) => interfacePlace(one, null));
}

function ownAddress(instance: Instance, address: Address): AddressPlace {
  const { PublicIpAddress, SubnetId = null, VpcId = null } = instance;
  const publicAddress = parseAddress(PublicIpAddress ?? '');
  return {
    kind: 'address',
    address,
    publicAddress: publicAddress === null ? null : formatAddress(publicAddress),
    publicAsked: false,
    instance,
    subnetId: SubnetId,
    vpcId: VpcId,
  };
}

function interfacePlace(networkInterface: NetworkInterface, address: Address | null) {
  return { kind: 'interface' as const, networkInterface, address, publicAsked: false };
}
