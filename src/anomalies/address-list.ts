import { parseAddress } from '../model/address.ts';
import { type Cidr, cidrContains, cidrOfAddress, parseCidr } from '../model/cidr.ts';

/** Blocks of addresses, single ones as /32 or /128. */
export type AddressList = readonly Cidr[];

/**
 * Reads a list of addresses and CIDR blocks, one on a line; `#` begins a comment.
 *
 * @throws Error naming `name`, the line and what stands there
 */
export function parseAddressList(text: string, name: string): AddressList {
  return text.split('\n').flatMap((line, i) => {
    const entry = line.replace(/#.*$/, '').trim();
    if (entry === '') return [];
    const block = parseBlock(entry);
    if (block) return [block];
    throw new Error(`"${name}", line ${i + 1}: expected an address or a CIDR block, found "${entry}"`);
  });
}

/** The block that a text spells, an address as the block of it alone, or null. */
export function parseBlock(text: string): Cidr | null {
  const address = parseAddress(text);
  return address ? cidrOfAddress(address) : parseCidr(text);
}

/** Whether an address, as text, lies in a block of the list; null lies in none. */
export function isListed(list: AddressList, address: string | null): boolean {
  const parsed = address === null ? null : parseAddress(address);
  return parsed !== null && list.some((block) => cidrContains(block, parsed));
}
