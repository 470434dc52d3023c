import type { Address, AddressFamily } from '../../model/address.ts';
import { type Cidr, cidrContains } from '../../model/cidr.ts';
import { checkedCidr } from '../../network/rule-tables/address-space.ts';

/** The block of each family outside of which no address is public. IPv6: global unicast (RFC 4291, section 2.4; IANA). */
export const PUBLIC_SPACE: Readonly<Record<AddressFamily, Cidr>> = {
  4: checkedCidr('0.0.0.0/0'),
  6: checkedCidr('2000::/3'),
};

/**
 * Blocks of {@link PUBLIC_SPACE} that the Internet does not carry: this network, private use (RFC 1918), shared (RFC
 * 6598), loopback, link-local, protocol assignments, benchmarking (all listed in RFC 6890), multicast (RFC 5771) and
 * reserved (RFC 1112). The documentation blocks are left in: they stand for public addresses.
 */
export const NOT_PUBLIC: readonly Cidr[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map(checkedCidr);

/** Blocks that are public and nobody's, in order of preference (RFC 5737, RFC 3849). */
export const DOCUMENTATION: readonly Cidr[] = [
  '203.0.113.0/24',
  '198.51.100.0/24',
  '192.0.2.0/24',
  '2001:db8::/32',
].map(checkedCidr);

/** Whether an address of the Internet can be this one. */
export function isPublic(address: Address): boolean {
  return (
    cidrContains(PUBLIC_SPACE[address.family], address) &&
    !NOT_PUBLIC.some((block) => cidrContains(block, address))
  );
}
