import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressFromKey, addressKey, formatAddress, parseAddress } from '../../src/model/address.ts';

const IPV4_BASE = 0xffff_0000_0000n;
const value = fc.oneof(
  fc.bigInt(0n, (1n << 128n) - 1n),
  fc.bigInt(IPV4_BASE, IPV4_BASE + 0xffff_ffffn),
  fc
    .array(fc.constantFrom<bigint>(0n, 0n, 1n, 0xffffn), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.reduce<bigint>((v, g) => (v << 16n) | g, 0n)),
);
const familyOf = (v: bigint) => (v >> 32n === 0xffffn ? 4 : 6);

describe('text', () => {
  test('of a value reads back as the value, and is what the URL parser calls canonical', () => {
    fc.assert(
      fc.property(value, (v) => {
        const text = formatAddress({ family: familyOf(v), value: v });
        expect(parseAddress(text)).toEqual({ family: familyOf(v), value: v });
        const host = new URL(`http://${text.includes(':') ? `[${text}]` : text}/`).hostname;
        expect(host.replace(/^\[|\]$/g, '')).toBe(text);
      }),
    );
  });

  test('is an address exactly where Node says so', () => {
    const piece = fc.constantFrom(
      '0',
      '1',
      'ff',
      '10',
      '255',
      '256',
      '01',
      ':',
      '::',
      '.',
      'g',
      '10.0.0.1',
      '%',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(parseAddress(text) !== null).toBe(isIP(text) !== 0 && !text.includes('%'));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::', '::'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
  ])('%s is %s', (text, canonical) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(canonical);
  });
});

test('keys are in the order of the values, and give them back', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [x, y] = [addressKey(a), addressKey(b)];
      expect(x.hi < y.hi || (x.hi === y.hi && x.lo < y.lo)).toBe(a < b);
      expect(addressFromKey(x)).toEqual({ family: familyOf(a), value: a });
      for (const half of [x.hi, x.lo]) expect(BigInt.asIntN(64, half)).toBe(half);
    }),
  );
});
