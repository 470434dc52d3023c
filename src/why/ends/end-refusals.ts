import { formatAddress } from '../../model/address.ts';
import { formatCidr } from '../../model/cidr.ts';
import { subnetBlocks } from '../../network/address-blocks.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { AmbiguousEndError, type EndCandidate, UnknownEndError } from './end-errors.ts';
import { nearNames } from './near-names.ts';
import { interfaceName, type Place, tagName } from './places.ts';
import { addressOfInterface } from './settle-end.ts';

/** The error for a name that nothing has, with what may have been meant. */
export function unknownEnd(resources: NetworkResources, input: string): UnknownEndError {
  const { networkInterfaces, instances, subnets } = resources;
  const names = [
    'internet',
    ...networkInterfaces.flatMap(({ NetworkInterfaceId, TagSet }) => [NetworkInterfaceId, tagName(TagSet)]),
    ...networkInterfaces.map(({ Attachment }) => Attachment?.InstanceId ?? null),
    ...instances.flatMap(({ InstanceId, Tags }) => [InstanceId, tagName(Tags)]),
    ...subnets.flatMap(({ SubnetId, Tags }) => [SubnetId, tagName(Tags)]),
  ].filter((name) => name !== null);
  const instance = instances.find(({ InstanceId, Tags }) => InstanceId === input || tagName(Tags) === input);
  const reason = instance
    ? `no network interface and no address of instance ${instance.InstanceId} is in the network`
    : 'expected an IP address, "internet", or the id or tag Name of a network interface, an instance or a subnet in the network';
  return new UnknownEndError(input, reason, instance ? [] : nearNames(input, names));
}

/** The error for a name that several things have, and what tells these apart. */
export function ambiguousEnd(
  resources: NetworkResources,
  input: string,
  places: readonly Place[],
): AmbiguousEndError {
  return new AmbiguousEndError(
    input,
    places.map((place) => candidate(resources, place)),
  );
}

function candidate(resources: NetworkResources, place: Place): EndCandidate {
  if (place.kind === 'subnet') {
    const { SubnetId, Tags } = place.subnet;
    const address = subnetBlocks(place.subnet).map(formatCidr).join(' ') || null;
    return { id: SubnetId, address, subnetId: SubnetId, name: tagName(Tags) };
  }
  if (place.kind === 'internet') return { id: null, address: null, subnetId: null, name: null };
  if (place.kind === 'address') {
    const { address, subnetId, instance } = place;
    return { id: null, address: formatAddress(address), subnetId, name: tagName(instance?.Tags) };
  }
  const { NetworkInterfaceId: id, SubnetId: subnetId } = place.networkInterface;
  const address =
    addressOfInterface(place.networkInterface, place.address, 4) ??
    addressOfInterface(place.networkInterface, place.address, 6);
  const written = address === null ? null : formatAddress(address);
  return { id, address: written, subnetId, name: interfaceName(resources, place.networkInterface) };
}
