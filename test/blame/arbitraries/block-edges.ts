import { type Address, formatAddress, IPV4_BASE } from '../../../src/model/address.ts';
import { parseCidr } from '../../../src/model/cidr.ts';

/** The first and last address of a block and their neighbours outside, as far as there are any. */
export function blockEdges(block: string): string[] {
  const cidr = parseCidr(block);
  if (cidr === null) return [];
  const lowest = cidr.family === 4 ? IPV4_BASE : 0n;
  const highest = cidr.family === 4 ? IPV4_BASE + 0xffff_ffffn : (1n << 128n) - 1n;
  return [cidr.first, cidr.last, cidr.first - 1n, cidr.last + 1n]
    .filter((value) => value >= lowest && value <= highest)
    .map((value): Address => ({ family: cidr.family, value }))
    .map(formatAddress);
}

/** The `offset`th address of a block. */
export function addressAt(block: string, offset: number): string {
  const cidr = parseCidr(block);
  if (cidr === null) throw new Error(`Cannot count in "${block}": not a block`);
  return formatAddress({ family: cidr.family, value: cidr.first + BigInt(offset) });
}

export function familyOfText(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}
