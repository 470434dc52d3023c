import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressKey, formatAddress } from '../../src/model/address.ts';
import { addressHalves } from '../../src/store/address-halves.ts';
import { columnData } from '../../src/store/arrow-columns.ts';
import { readAll } from '../parse/read-all.ts';
import { addresses, anyAddress } from '../random-addresses.ts';

/** Halves of all srcaddr of a log, batch by batch; what is NULL is zero. */
async function halvesOf(text: string, batchRows: number) {
  const { batches, unparsed } = await readAll(text, { batchRows });
  expect(unparsed).toEqual([]);
  return batches.flatMap((batch) => {
    const data = columnData(batch, 'srcaddr');
    if (!data) return Array.from({ length: batch.numRows }, () => ({ hi: 0n, lo: 0n }));
    const { hi, lo } = addressHalves(data);
    return Array.from(hi, (half, i) => ({ hi: half, lo: lo[i] }));
  });
}

it('are those of the model, for every spelling that the parser makes canonical', async () => {
  const all = addresses(4000);
  const text = ['srcaddr', ...all.map(formatAddress)].join('\n');
  expect(await halvesOf(text, 1000)).toEqual(all.map(({ value }) => addressKey(value)));
});

it('are zero where the log has no address, and each address stays in its row', async () => {
  const rows = fc.array(fc.option(anyAddress), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 70 }), async (all, batchRows) => {
      const text = [
        'srcaddr dstport',
        ...all.map((address) => `${address ? formatAddress(address) : '-'} 1`),
      ].join('\n');
      const expected = all.map((address) => (address ? addressKey(address.value) : { hi: 0n, lo: 0n }));
      expect(await halvesOf(text, batchRows)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

it('reads other spellings of an address as the same one', async () => {
  const spellings = [
    '2001:DB8:0:0:0:0:0:1',
    '2001:db8::1',
    '2001:0db8::0001',
    '::ffff:192.0.2.1',
    '192.0.2.1',
  ];
  const halves = await halvesOf(['srcaddr', ...spellings].join('\n'), 10);
  expect(new Set(halves.map(({ hi, lo }) => `${hi} ${lo}`)).size).toBe(2);
  expect(halves[3]).toEqual(halves[4]);
});

it('refuses a column without a dictionary', async () => {
  const { batches } = await readAll('srcport\n1\n');
  const data = columnData(batches[0] as (typeof batches)[number], 'srcport');
  expect(() => addressHalves(data as NonNullable<typeof data>)).toThrow('must be dictionary-encoded');
});
