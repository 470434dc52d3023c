/** IPv4 and IPv6 addresses as one 128-bit number, IPv4 as ::ffff:a.b.c.d (RFC 4291, section 2.5.5.2). */

export type AddressFamily = 4 | 6;

export interface Address {
  readonly family: AddressFamily;
  /** The 128-bit value; an IPv4 address stands in ::ffff:0:0/96. */
  readonly value: bigint;
}

/**
 * An address as two signed 64-bit integers whose order is that of the addresses (each half XOR 2^63), so that
 * engines without 128-bit or unsigned types compare and join it exactly.
 */
export interface AddressKey {
  readonly hi: bigint;
  readonly lo: bigint;
}

/** ::ffff:0:0, where the IPv4 addresses begin. */
export const IPV4_BASE = 0xffff_0000_0000n;
const IPV4_LAST = 0xffff_ffff_ffffn;
const SIGN = 1n << 63n;
const DECIMAL_BYTE = /^(?:0|[1-9][0-9]{0,2})$/;
const HEX_GROUP = /^[0-9a-fA-F]{1,4}$/;

/** The address that `text` spells, or null when it spells none. IPv4-mapped IPv6 gives the IPv4 address. */
export function parseAddress(text: string): Address | null {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === null ? null : { family: 4, value: IPV4_BASE + value };
  }
  const value = parseIpv6(text);
  return value === null ? null : { family: familyOf(value), value };
}

/** Canonical text: dotted decimal for IPv4, RFC 5952 for IPv6. */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) return ipv4Text(Number(value - IPV4_BASE));
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  const gap = longestZeroRun(groups);
  const hex = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((g) => g.toString(16))
      .join(':');
  return gap === null ? hex(0, 8) : `${hex(0, gap.from)}::${hex(gap.to, 8)}`;
}

/** Canonical text of the address that a pair of integers stands for; quick for IPv4, for it is written by the million. */
export function formatAddressKey(hi: bigint, lo: bigint): string {
  if (hi === IPV4_HI && lo >= IPV4_FIRST_LO && lo <= IPV4_LAST_LO)
    return ipv4Text(Number(BigInt.asUintN(32, lo)));
  return formatAddress(addressFromKey({ hi, lo }));
}

/** The pair of integers that stands for the address in tables. */
export function addressKey(value: bigint): AddressKey {
  return { hi: BigInt.asIntN(64, (value >> 64n) ^ SIGN), lo: BigInt.asIntN(64, value ^ SIGN) };
}

/** The address that a pair of integers stands for: the inverse of {@link addressKey}. */
export function addressFromKey({ hi, lo }: AddressKey): Address {
  const value = (BigInt.asUintN(64, hi ^ SIGN) << 64n) | BigInt.asUintN(64, lo ^ SIGN);
  return { family: familyOf(value), value };
}

const { hi: IPV4_HI, lo: IPV4_FIRST_LO } = addressKey(IPV4_BASE);
const { lo: IPV4_LAST_LO } = addressKey(IPV4_LAST);

function ipv4Text(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

function familyOf(value: bigint): AddressFamily {
  return value >= IPV4_BASE && value <= IPV4_LAST ? 4 : 6;
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0;
  for (const part of parts) {
    if (!DECIMAL_BYTE.test(part) || Number(part) > 255) return null;
    value = value * 256 + Number(part);
  }
  return BigInt(value);
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; the last two may be written as an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (mayEndInIpv4 && i === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === null) return null;
      groups.push(Number(ipv4 >> 16n), Number(ipv4 & 0xffffn));
    } else if (HEX_GROUP.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return null;
    }
  }
  return groups;
}

/** RFC 5952: the longest run of two or more zero groups is shortened, the first one of equals. */
function longestZeroRun(groups: readonly number[]): { from: number; to: number } | null {
  let best: { from: number; to: number } | null = null;
  for (let from = 0; from < groups.length; from++) {
    let to = from;
    while (groups[to] === 0) to++;
    if (to - from >= 2 && (best === null || to - from > best.to - best.from)) best = { from, to };
    if (to > from) from = to;
  }
  return best;
}
