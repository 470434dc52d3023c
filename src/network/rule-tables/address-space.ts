import { type AddressFamily, addressKey, IPV4_BASE } from '../../model/address.ts';
import { type Cidr, formatCidr, parseCidr } from '../../model/cidr.ts';
import type { BlockSetRow, FloorRow } from './rows.ts';

const FAMILIES: readonly { readonly family: AddressFamily; readonly first: bigint; readonly last: bigint }[] =
  [
    { family: 4, first: IPV4_BASE, last: IPV4_BASE + 0xffff_ffffn },
    { family: 6, first: 0n, last: (1n << 128n) - 1n },
  ];

/** No block: addresses that no rule names. */
const NO_BLOCK = 0;

interface Block {
  readonly id: number;
  readonly cidr: Cidr;
  readonly sets: ReadonlySet<number>;
}

/**
 * All CIDR blocks that a network speaks of, and the sets made of them. Because blocks nest or are disjoint, the
 * innermost block of an address fixes every set that holds the address.
 */
export class AddressSpace {
  readonly #cidrs = new Map<string, Cidr>();
  readonly #setIds = new Map<string, number>();
  readonly #members = new Map<string, Set<number>>();
  readonly #derived: { readonly setId: number; readonly holds: (block: Cidr) => boolean }[] = [];
  #nextSetId = 1;

  /** The set of all addresses in these blocks; equal lists give the same set. */
  setOf(cidrs: readonly Cidr[]): number {
    const texts = [...new Set(cidrs.map(formatCidr))].toSorted();
    const key = texts.join(' ');
    const known = this.#setIds.get(key);
    if (known !== undefined) return known;
    const setId = this.#nextSetId++;
    this.#setIds.set(key, setId);
    for (const cidr of cidrs) this.#membersOf(cidr).add(setId);
    return setId;
  }

  /** The set of blocks for which `holds` is true; it need not hold their inner blocks. */
  derivedSet(blocks: readonly Cidr[], holds: (block: Cidr) => boolean): number {
    for (const cidr of blocks) this.#membersOf(cidr);
    const setId = this.#nextSetId++;
    this.#derived.push({ setId, holds });
    return setId;
  }

  /** The tables by which an address is placed. */
  tables(): { readonly floors: readonly FloorRow[]; readonly blockSets: readonly BlockSetRow[] } {
    const floors: FloorRow[] = [];
    const blockSets: BlockSetRow[] = [];
    let nextBlockId = NO_BLOCK + 1;
    for (const { family, first, last } of FAMILIES) {
      const sweep = new Sweep(family, first, last);
      for (const cidr of this.#sorted(family)) {
        const block = sweep.enter(nextBlockId++, cidr, this.#membersOf(cidr));
        const derived = this.#derived.filter(({ holds }) => holds(cidr)).map(({ setId }) => setId);
        for (const setId of [...block.sets, ...derived]) blockSets.push({ blockId: block.id, setId });
      }
      for (const { from, blockId } of sweep.finish()) {
        const { hi, lo } = addressKey(from);
        floors.push({ floorNo: floors.length + 1, family, fromHi: hi, fromLo: lo, blockId });
      }
    }
    return { floors, blockSets };
  }

  #membersOf(cidr: Cidr): Set<number> {
    const text = formatCidr(cidr);
    this.#cidrs.set(text, cidr);
    const known = this.#members.get(text) ?? new Set<number>();
    this.#members.set(text, known);
    return known;
  }

  #sorted(family: AddressFamily): readonly Cidr[] {
    return [...this.#cidrs.values()]
      .filter((cidr) => cidr.family === family)
      .toSorted((a, b) =>
        a.first === b.first ? a.prefixLength - b.prefixLength : a.first < b.first ? -1 : 1,
      );
  }
}

/** Walks one family's blocks in address order, outer before inner, and notes where the innermost block changes. */
class Sweep {
  readonly #family: AddressFamily;
  readonly #last: bigint;
  readonly #open: Block[] = [];
  readonly #floors = new Map<bigint, number>();

  constructor(family: AddressFamily, first: bigint, last: bigint) {
    this.#family = family;
    this.#last = last;
    this.#floors.set(first, NO_BLOCK);
  }

  enter(id: number, cidr: Cidr, ownSets: ReadonlySet<number>): Block {
    if (cidr.family !== this.#family)
      throw new TypeError(`${formatCidr(cidr)} is not of family ${this.#family}`);
    this.#leaveBefore(cidr.first);
    const block = { id, cidr, sets: new Set([...(this.#open.at(-1)?.sets ?? []), ...ownSets]) };
    this.#open.push(block);
    this.#floors.set(cidr.first, id);
    return block;
  }

  finish(): readonly { readonly from: bigint; readonly blockId: number }[] {
    this.#leaveBefore(this.#last + 1n);
    return [...this.#floors]
      .map(([from, blockId]) => ({ from, blockId }))
      .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  }

  #leaveBefore(address: bigint): void {
    for (let block = this.#open.at(-1); block && block.cidr.last < address; block = this.#open.at(-1)) {
      this.#open.pop();
      const next = block.cidr.last + 1n;
      if (next <= this.#last) this.#floors.set(next, this.#open.at(-1)?.id ?? NO_BLOCK);
    }
  }
}

/** A block known to be well-formed, from configuration that was checked when it was read. */
export function checkedCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (!cidr) throw new TypeError(`"${text}" is no CIDR block`);
  return cidr;
}

/** Every address of both families. */
export const EVERYWHERE: readonly Cidr[] = [checkedCidr('0.0.0.0/0'), checkedCidr('::/0')];
