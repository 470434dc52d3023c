import { type Address, addressKey, parseAddress } from '../../model/address.ts';
import { cidrContains } from '../../model/cidr.ts';
import type { NetworkInterface, NetworkResources } from '../../network/aws/resources.ts';
import { delegatedPrefixes, privateAddresses } from '../../network/rule-tables/group-members.ts';
import { ALL_ADDRESSES, type AddressBox, addressBox, blockOf } from './address-box.ts';
import type { Crossing, End } from '../path.ts';

/** A crossing whose interface is known, to be found in the logs. */
export type ObservedPoint = Pick<Crossing, 'leg' | 'direction' | 'packet'> & { readonly interfaceId: string };

/** The crossings of known interfaces: others have no records of their own. */
export function observedPoints(crossings: readonly Crossing[]): readonly ObservedPoint[] {
  return crossings.flatMap(({ leg, direction, packet, interfaceId }) =>
    interfaceId === null ? [] : [{ leg, direction, packet, interfaceId }],
  );
}

/** A point as `queries/why/observed-legs.sql` takes it; `number` is its place among the points. */
export function wantedRecords(
  point: ObservedPoint,
  number: number,
  { resources, ends }: { readonly resources: NetworkResources; readonly ends: readonly End[] },
): object {
  const { srcaddr, dstaddr } = point.packet;
  const egress = point.direction === 'egress';
  const own = shownAddress(point, resources);
  return {
    crossing: number,
    interfaceId: point.interfaceId,
    egress,
    reply: point.leg === 'reply',
    ...named('src', boxOf(srcaddr, ends, resources), egress ? own : null),
    ...named('dst', boxOf(dstaddr, ends, resources), egress ? null : own),
    internet: isInternet(srcaddr, ends) ? 'src' : isInternet(dstaddr, ends) ? 'dst' : null,
  };
}

/** The addresses of the interfaces, by which their side of a record is recognised. */
export function ownAddresses(
  points: readonly ObservedPoint[],
  resources: NetworkResources,
): readonly object[] {
  const ids = new Set(points.map(({ interfaceId }) => interfaceId));
  return resources.networkInterfaces
    .filter(({ NetworkInterfaceId }) => ids.has(NetworkInterfaceId))
    .flatMap((networkInterface) =>
      privateAddresses(networkInterface).map((address) => ({
        interfaceId: networkInterface.NetworkInterfaceId,
        ...keyTexts(address),
      })),
    );
}

/**
 * Whether the interface passes on what is not its own, so that without packet-level addresses its records show its own
 * address instead. False for interfaces that are not in the network.
 */
export function passesOn(point: ObservedPoint, resources: NetworkResources): boolean {
  const networkInterface = interfaceOf(point, resources);
  return networkInterface !== undefined && !isOwn(localAddress(point), networkInterface);
}

/** What AWS shows on the interface's side where packet-level addresses are missing; null when nothing stands for the packet's. */
function shownAddress(point: ObservedPoint, resources: NetworkResources): Address | null {
  const networkInterface = interfaceOf(point, resources);
  const primary = networkInterface?.PrivateIpAddress;
  if (!networkInterface || !primary || !isOwn(localAddress(point), networkInterface)) return null;
  const [own, shown] = [parseAddress(localAddress(point)), parseAddress(primary)];
  return own?.family === shown?.family ? shown : null;
}

function isOwn(text: string, networkInterface: NetworkInterface): boolean {
  const address = parseAddress(text);
  if (!address) return false;
  return (
    privateAddresses(networkInterface).some(({ value }) => value === address.value) ||
    delegatedPrefixes(networkInterface).some((prefix) => cidrContains(prefix, address))
  );
}

function interfaceOf({ interfaceId }: ObservedPoint, { networkInterfaces }: NetworkResources) {
  return networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === interfaceId);
}

function localAddress({ direction, packet }: ObservedPoint): string {
  return direction === 'egress' ? packet.srcaddr : packet.dstaddr;
}

/** Every address of the end that the packet's address stands for. */
export function boxOf(text: string, ends: readonly End[], { subnets }: NetworkResources): AddressBox {
  if (isInternet(text, ends)) return ALL_ADDRESSES;
  const end = ends.find(({ kind, address }) => kind === 'subnet' && address === text);
  const subnet = subnets.find(({ SubnetId }) => end !== undefined && SubnetId === end.subnetId);
  const blocks = [
    subnet?.CidrBlock,
    ...(subnet?.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? []),
  ];
  const wanted = blockOf(text);
  const whole = blocks
    .filter((block) => block !== undefined)
    .map(blockOf)
    .find((block) => cidrContains(block, wanted));
  return addressBox(whole ?? wanted);
}

/** Whether the address stands for the whole Internet. */
export function isInternet(text: string, ends: readonly End[]): boolean {
  return ends.some(({ kind, address }) => kind === 'internet' && address === text);
}

function named(prefix: 'src' | 'dst', box: AddressBox, own: Address | null): object {
  const key = own && keyTexts(own);
  return {
    [`${prefix}FromHi`]: box.fromHi,
    [`${prefix}FromLo`]: box.fromLo,
    [`${prefix}ToHi`]: box.toHi,
    [`${prefix}ToLo`]: box.toLo,
    [`${prefix}OwnHi`]: key?.hi ?? null,
    [`${prefix}OwnLo`]: key?.lo ?? null,
  };
}

function keyTexts({ value }: Address): { readonly hi: string; readonly lo: string } {
  const { hi, lo } = addressKey(value);
  return { hi: String(hi), lo: String(lo) };
}
