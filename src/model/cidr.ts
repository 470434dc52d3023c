import { type Address, type AddressFamily, formatAddress, IPV4_BASE, parseAddress } from './address.ts';

/** A block of addresses, host bits zeroed. Two blocks of one family nest or are disjoint. */
export interface Cidr {
  readonly family: AddressFamily;
  readonly first: bigint;
  readonly last: bigint;
  /** 0–32 for IPv4, 0–128 for IPv6. */
  readonly prefixLength: number;
}

/** The block that `text` spells (`10.0.0.0/8`), or null. Host bits are zeroed, as EC2 does. */
export function parseCidr(text: string): Cidr | null {
  const match = /^([^/]+)\/(0|[1-9][0-9]{0,2})$/.exec(text);
  const address = match ? parseAddress(match[1] ?? '') : null;
  if (!match || !address) return null;
  const prefixLength = Number(match[2]);
  return prefixLength <= addressBits(address.family) ? block(address, prefixLength) : null;
}

/** The block of one address alone: /32 or /128. */
export function cidrOfAddress(address: Address): Cidr {
  return block(address, addressBits(address.family));
}

/** Canonical text, `10.0.0.0/8` or `2001:db8::/32`. */
export function formatCidr({ family, first, prefixLength }: Cidr): string {
  return `${formatAddress({ family, value: first })}/${prefixLength}`;
}

/** Whether `inner` lies wholly in `outer`. Families never contain one another: `::/0` holds no IPv4 address. */
export function cidrContains(outer: Cidr, inner: Cidr | Address): boolean {
  if (outer.family !== inner.family) return false;
  const [first, last] = 'value' in inner ? [inner.value, inner.value] : [inner.first, inner.last];
  return outer.first <= first && last <= outer.last;
}

function addressBits(family: AddressFamily): number {
  return family === 4 ? 32 : 128;
}

function block({ family, value }: Address, prefixLength: number): Cidr {
  const hostBits = BigInt(addressBits(family) - prefixLength);
  const base = family === 4 ? IPV4_BASE : 0n;
  const first = base + (((value - base) >> hostBits) << hostBits);
  return { family, first, last: first + (1n << hostBits) - 1n, prefixLength };
}
