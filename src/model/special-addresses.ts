import type { Address } from './address.ts';
import { type Cidr, cidrContains, parseCidr } from './cidr.ts';

/** RFC 1918, private IPv4 addresses. */
const RFC_1918 = blocks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16');

/** RFC 6598, shared address space. */
const RFC_6598 = blocks('100.64.0.0/10');

/** RFC 4193, unique local IPv6 addresses. */
const RFC_4193 = blocks('fc00::/7');

/** Not unicast, or of this host or link alone: RFC 6890, RFC 5771. */
const NOT_ROUTED = blocks(
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fe80::/10',
  'ff00::/8',
);

/** What no host of the Internet has. */
export const NOT_PUBLIC: readonly Cidr[] = [...RFC_1918, ...RFC_6598, ...RFC_4193, ...NOT_ROUTED];

/** Whether RFC 1918 keeps the address for private networks. */
export function isRfc1918(address: Address): boolean {
  return RFC_1918.some((block) => cidrContains(block, address));
}

/** Whether RFC 6598 keeps the address for carriers. */
export function isRfc6598(address: Address): boolean {
  return RFC_6598.some((block) => cidrContains(block, address));
}

/** Whether the address is of a private network: RFC 1918, RFC 6598, RFC 4193. */
export function isPrivate(address: Address): boolean {
  return isRfc1918(address) || isRfc6598(address) || RFC_4193.some((block) => cidrContains(block, address));
}

/** Whether the address can be one of the Internet's. */
export function isPublic(address: Address): boolean {
  return !NOT_PUBLIC.some((block) => cidrContains(block, address));
}

function blocks(...texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => {
    const block = parseCidr(text);
    if (!block) throw new TypeError(`"${text}" is no CIDR block`);
    return block;
  });
}
