import { addressKey } from '../model/address.ts';
import { cidrContains } from '../model/cidr.ts';
import type { AddressList } from './address-list.ts';

/**
 * A list of addresses as the parameter `blocks` of the detector `listed-address` takes it: JSON, in address order, without the
 * blocks that lie within others. Both ends of a block are halves of addresses as in the store, as text, for JSON has no 64-bit
 * integers.
 */
export function listedBlocks(list: AddressList): string {
  const sorted = list.toSorted((a, b) => compare(a.first, b.first) || compare(b.last, a.last));
  const outer: AddressList[number][] = [];
  for (const block of sorted) {
    // Of blocks that begin in order, one that holds this one is the last of its family that was kept.
    const last = outer.findLast(({ family }) => family === block.family);
    if (!last || !cidrContains(last, block)) outer.push(block);
  }
  return JSON.stringify(
    outer.map(({ first, last }) => {
      const [from, to] = [addressKey(first), addressKey(last)];
      return {
        from_hi: String(from.hi),
        from_lo: String(from.lo),
        to_hi: String(to.hi),
        to_lo: String(to.lo),
      };
    }),
  );
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
