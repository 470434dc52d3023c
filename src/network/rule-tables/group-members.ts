import { type Address, parseAddress } from '../../model/address.ts';
import { type Cidr, cidrOfAddress } from '../../model/cidr.ts';
import type { NetworkInterface, SecurityGroup } from '../aws/resources.ts';
import { checkedCidr } from './address-space.ts';
import { hasType } from './interface-type.ts';

/** Who carries which group, as far as the network knows. */
export class GroupMembers {
  readonly #known: ReadonlySet<string>;
  readonly #carriers = new Map<string, NetworkInterface[]>();

  constructor(groups: readonly SecurityGroup[], interfaces: readonly NetworkInterface[]) {
    for (const networkInterface of interfaces) {
      for (const { GroupId } of networkInterface.Groups) {
        this.#carriers.set(GroupId, [...(this.#carriers.get(GroupId) ?? []), networkInterface]);
      }
    }
    this.#known = new Set([...groups.map((group) => group.GroupId), ...this.#carriers.keys()]);
  }

  /** Whether the group or an interface that carries it was imported. */
  knows(groupId: string): boolean {
    return this.#known.has(groupId);
  }

  /** All private addresses of the interfaces that carry the group; public ones never match a reference. */
  addressesOf(groupId: string): readonly Cidr[] {
    return (this.#carriers.get(groupId) ?? []).flatMap((networkInterface) => [
      ...privateAddresses(networkInterface).map(cidrOfAddress),
      ...delegatedPrefixes(networkInterface),
    ]);
  }

  hasNetworkLoadBalancer(groupId: string): boolean {
    return (this.#carriers.get(groupId) ?? []).some((carrier) => hasType(carrier, 'network_load_balancer'));
  }
}

/** Primary and secondary private IPv4 addresses and the IPv6 addresses of an interface. */
export function privateAddresses(networkInterface: NetworkInterface): readonly Address[] {
  const texts = new Set([
    ...(networkInterface.PrivateIpAddress ? [networkInterface.PrivateIpAddress] : []),
    ...networkInterface.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
    ...networkInterface.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
  ]);
  return [...texts].map((text) => parseAddress(text)).filter((address) => address !== null);
}

/** Prefixes delegated to an interface, whose addresses are its own. */
export function delegatedPrefixes(networkInterface: NetworkInterface): readonly Cidr[] {
  return [
    ...networkInterface.Ipv4Prefixes.map(({ Ipv4Prefix }) => checkedCidr(Ipv4Prefix)),
    ...networkInterface.Ipv6Prefixes.map(({ Ipv6Prefix }) => checkedCidr(Ipv6Prefix)),
  ];
}
