import { addressKey, parseAddress } from '../../model/address.ts';
import { type Cidr, cidrOfAddress, parseCidr } from '../../model/cidr.ts';

/**
 * A block of addresses as pairs of integers: an address is in it when both of its halves are within their bounds. That
 * is exact, for in a block of 64 bits or fewer the lower half is free, and in a longer one the upper half is fixed.
 * Integers are decimal text, as JSON has no 64-bit numbers.
 */
export interface AddressBox {
  readonly fromHi: string;
  readonly fromLo: string;
  readonly toHi: string;
  readonly toLo: string;
}

const SMALLEST = String(-(1n << 63n));
const LARGEST = String((1n << 63n) - 1n);

/** Every address, of both families. */
export const ALL_ADDRESSES: AddressBox = {
  fromHi: SMALLEST,
  fromLo: SMALLEST,
  toHi: LARGEST,
  toLo: LARGEST,
};

/**
 * The block that an address or a CIDR block spells.
 *
 * @throws Error when `text` is neither
 */
export function blockOf(text: string): Cidr {
  const address = parseAddress(text);
  const block = address ? cidrOfAddress(address) : parseCidr(text);
  if (!block) throw new Error(`Cannot look for "${text}": expected an address or a CIDR block`);
  return block;
}

/** The block as integers. */
export function addressBox({ first, last }: Cidr): AddressBox {
  const [from, to] = [addressKey(first), addressKey(last)];
  return { fromHi: String(from.hi), fromLo: String(from.lo), toHi: String(to.hi), toLo: String(to.lo) };
}
