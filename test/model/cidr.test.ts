import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/model/address.ts';
import { cidrContains, cidrOfAddress, formatCidr, parseCidr } from '../../src/model/cidr.ts';

describe('blocks', () => {
  test.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3/32', '10.1.2.3/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:db8:1::/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['2001:db8::1/128', '2001:db8::1/128'],
  ])('%s is %s', (text, canonical) => {
    const cidr = parseCidr(text);
    expect(cidr && formatCidr(cidr)).toBe(canonical);
  });

  test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '::/129', '/8', 'x/8', '10.0.0.0/8/8'])(
    '%s is none',
    (text) => {
      expect(parseCidr(text)).toBeNull();
    },
  );

  test('of different families never contain one another', () => {
    const [all4, all6] = [parseCidr('0.0.0.0/0'), parseCidr('::/0')];
    const [one4, one6] = [parseAddress('10.0.0.1'), parseAddress('::1')];
    if (!all4 || !all6 || !one4 || !one6) return expect.fail();
    expect([cidrContains(all4, one4), cidrContains(all6, one6)]).toEqual([true, true]);
    expect([cidrContains(all4, one6), cidrContains(all6, one4), cidrContains(all6, all4)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('nest or are disjoint, and contain their own first and last address only', () => {
    const cidr = fc.tuple(fc.nat(0xffffffff), fc.nat(32)).map(([n, bits]) => {
      const parsed = parseCidr(`${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}/${bits}`);
      if (!parsed) throw new Error('not a block');
      return parsed;
    });
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        expect(a.last - a.first + 1n).toBe(1n << BigInt(32 - a.prefixLength));
        const overlap = a.first <= b.last && b.first <= a.last;
        expect(cidrContains(a, b) || cidrContains(b, a)).toBe(overlap);
        expect(cidrContains(a, { family: 4, value: a.last })).toBe(true);
        expect(cidrContains(a, { family: 4, value: a.last + 1n })).toBe(false);
        expect(cidrContains(a, cidrOfAddress({ family: 4, value: a.first }))).toBe(true);
      }),
    );
  });
});
