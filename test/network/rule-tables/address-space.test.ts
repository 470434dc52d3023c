import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, addressFromKey, addressKey, IPV4_BASE } from '../../../src/model/address.ts';
import { type Cidr, cidrContains, formatCidr, parseCidr } from '../../../src/model/cidr.ts';
import { AddressSpace, checkedCidr, EVERYWHERE } from '../../../src/network/rule-tables/address-space.ts';
import { anyAddress } from '../../random-addresses.ts';

type Tables = ReturnType<AddressSpace['tables']>;

/** The sets of an address by the tables: those of the block of the last floor at or below it. */
function setsOf(address: Address, { floors, blockSets }: Tables): readonly number[] {
  const { hi, lo } = addressKey(address.value);
  const floor = floors.findLast(
    ({ family, fromHi, fromLo }) =>
      family === address.family && (fromHi < hi || (fromHi === hi && fromLo <= lo)),
  );
  return blockSets
    .filter(({ blockId }) => blockId === floor?.blockId)
    .map(({ setId }) => setId)
    .toSorted((a, b) => a - b);
}

/** Blocks that nest deeply and touch: prefixes of few addresses, and of their neighbours. */
const seeds = [
  '10.0.0.0',
  '10.0.0.255',
  '10.255.255.255',
  '0.0.0.0',
  '255.255.255.255',
  '::',
  '::1',
  'ffff::',
  '2001:db8::',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
];
const cidr: fc.Arbitrary<Cidr> = fc
  .tuple(fc.constantFrom(...seeds), fc.nat(128))
  .map(([address, length]) => checkedCidr(`${address}/${address.includes(':') ? length : length % 33}`));

/** The first and last address of a block and its neighbours. */
function edges({ first, last }: Cidr): readonly Address[] {
  return [first - 1n, first, last, last + 1n]
    .filter((value) => value >= 0n && value < 1n << 128n)
    .map((value) => addressFromKey(addressKey(value)));
}

describe('AddressSpace', () => {
  it('places every address in the sets whose blocks hold it', () => {
    const lists = fc.array(fc.array(cidr, { maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(lists, fc.array(anyAddress, { maxLength: 20 }), (cidrLists, others) => {
        const space = new AddressSpace();
        const ids = cidrLists.map((list) => space.setOf(list));
        const tables = space.tables();
        for (const address of [...others, ...cidrLists.flat().flatMap(edges)]) {
          const expected = ids.filter((_, i) => cidrLists[i]?.some((block) => cidrContains(block, address)));
          expect(setsOf(address, tables)).toEqual([...new Set(expected)].toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('numbers its floors in address order, from the first address of each family on', () => {
    fc.assert(
      fc.property(fc.array(cidr, { maxLength: 12 }), (blocks) => {
        const space = new AddressSpace();
        space.setOf(blocks);
        const { floors } = space.tables();
        expect(floors.map(({ floorNo }) => floorNo)).toEqual(floors.map((_, i) => i + 1));
        for (const [family, first] of [
          [4, IPV4_BASE],
          [6, 0n],
        ] as const) {
          const own = floors.filter((floor) => floor.family === family);
          expect({ hi: own[0]?.fromHi, lo: own[0]?.fromLo }).toEqual(addressKey(first));
          const values = own.map(({ fromHi: hi, fromLo: lo }) => addressFromKey({ hi, lo }).value);
          expect(values).toEqual([...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1)));
        }
        expect(floors.findLastIndex(({ family }) => family === 4)).toBeLessThan(
          floors.findIndex(({ family }) => family === 6),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('gives equal lists one set, whatever their order, repetitions and spelling', () => {
    const space = new AddressSpace();
    const [a, b] = ['10.0.0.0/8', '2001:db8::/32'].map(checkedCidr) as [Cidr, Cidr];
    const setId = space.setOf([a, b]);
    expect(space.setOf([b, a, b])).toBe(setId);
    expect(space.setOf([checkedCidr('2001:DB8::1/32'), checkedCidr('10.1.2.3/8')])).toBe(setId);
    expect(space.setOf([a])).not.toBe(setId);
    expect(space.setOf([])).not.toBe(setId);
  });

  it('derives a set block by block, and does not close it over inner blocks', () => {
    const space = new AddressSpace();
    const [outer, inner] = ['10.0.0.0/8', '10.1.0.0/16'].map(checkedCidr) as [Cidr, Cidr];
    const derived = space.derivedSet([outer, inner], (block) => formatCidr(block) === '10.0.0.0/8');
    const later = space.setOf([checkedCidr('10.2.0.0/16')]);
    const tables = space.tables();
    const at = (text: string) =>
      setsOf({ family: 4, value: (parseCidr(`${text}/32`) as Cidr).first }, tables);
    expect(at('10.9.0.1')).toEqual([derived]);
    expect(at('10.1.0.1')).toEqual([]);
    // A block that only another set names is asked all the same.
    expect(at('10.2.0.1')).toEqual([later]);
    expect(at('11.0.0.1')).toEqual([]);
  });

  it('keeps IPv4 out of ::/0', () => {
    const space = new AddressSpace();
    const six = space.setOf([checkedCidr('::/0')]);
    const four = space.setOf([checkedCidr('0.0.0.0/0')]);
    const all = space.setOf(EVERYWHERE);
    const tables = space.tables();
    const at = (value: bigint) => setsOf(addressFromKey(addressKey(value)), tables);
    expect(at(IPV4_BASE - 1n)).toEqual([six, all]);
    expect(at(IPV4_BASE)).toEqual([four, all]);
    expect(at(IPV4_BASE + 0xffff_ffffn)).toEqual([four, all]);
    expect(at(IPV4_BASE + 0x1_0000_0000n)).toEqual([six, all]);
  });
});

it('checkedCidr names what is no block', () => {
  expect(() => checkedCidr('10.0.0.0')).toThrow('"10.0.0.0" is no CIDR block');
});
