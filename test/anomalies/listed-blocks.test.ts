import { expect, test } from 'vitest';
import { parseAddressList } from '../../src/anomalies/address-list.ts';
import { listedBlocks } from '../../src/anomalies/listed-blocks.ts';
import { addressFromKey, formatAddress } from '../../src/model/address.ts';

function blocks(...lines: readonly string[]): readonly string[] {
  const found = JSON.parse(listedBlocks(parseAddressList(lines.join('\n'), 'list.txt'))) as Record<
    string,
    string
  >[];
  const text = (hi = '', lo = '') => formatAddress(addressFromKey({ hi: BigInt(hi), lo: BigInt(lo) }));
  return found.map((block) => `${text(block.from_hi, block.from_lo)} ${text(block.to_hi, block.to_lo)}`);
}

test('blocks come in address order with both ends', () => {
  expect(blocks('203.0.113.7', '198.51.100.0/24', '2001:db8::/32')).toEqual([
    '198.51.100.0 198.51.100.255',
    '203.0.113.7 203.0.113.7',
    '2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
  ]);
});

test('blocks within others go', () => {
  expect(blocks('10.1.2.3', '10.0.0.0/8', '10.0.0.0/16', '10.0.0.0/8', '11.0.0.0/8')).toEqual([
    '10.0.0.0 10.255.255.255',
    '11.0.0.0 11.255.255.255',
  ]);
});

test('families are apart', () => {
  expect(blocks('::/0', '10.0.0.1', '2001:db8::1', '10.0.0.0/30')).toEqual([
    ':: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '10.0.0.0 10.0.0.3',
  ]);
});

test('an empty list has none', () => {
  expect(listedBlocks([])).toBe('[]');
});
