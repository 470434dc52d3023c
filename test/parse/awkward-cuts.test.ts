import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everywhere, memorySource } from '../sources/memory-source.ts';
import { readAll } from './read-all.ts';

const TEXT = `\ufeffversion account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\r
2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK\r
\r
2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA
2 bad line

action srcaddr instance-tag zürich
action srcaddr instance-tag color
REJECT 2001:DB8::1 a%20b Zürich
ACCEPT 10.0.0.1 - -`;
const BYTES = Buffer.from(TEXT);

test('rows and unparsed lines do not depend on how the bytes come', async () => {
  const whole = await readAll(BYTES);
  expect(whole.rows).toHaveLength(4);
  expect(whole.unparsed.map((line) => line.lineNumber)).toEqual([5, 7]);
  const cuts = fc
    .array(fc.nat(BYTES.length), { maxLength: 30 })
    .map((list) => list.toSorted((a, b) => a - b));
  const check = async (list: readonly number[], batchRows: number) => {
    const { rows, unparsed, progress } = await readAll(memorySource(BYTES, list), { batchRows });
    expect({ rows, unparsed, progress }).toEqual({
      rows: whole.rows,
      unparsed: whole.unparsed,
      progress: whole.progress,
    });
  };
  await check(everywhere(BYTES.length), 1);
  await fc.assert(fc.asyncProperty(cuts, fc.integer({ min: 1, max: 5 }), check), { numRuns: 100 });
});
