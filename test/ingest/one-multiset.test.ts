import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import { Store } from '../../src/store/store.ts';
import { below, dice } from '../dice.ts';
import { plainRows } from '../store/stores.ts';
import { cases } from '../thorough.ts';
import { pieces } from './pieces.ts';
import { FORM_NAMES, packed, randomRecords } from './random-logs.ts';
import { expectSound } from './stored.ts';

/** All that is stored, whatever object it came in. */
const ROWS = `
SELECT count(*) AS records, CAST(sum(CAST(row_hash AS HUGEINT)) AS VARCHAR) AS checksum
FROM (SELECT hash(*COLUMNS(* EXCLUDE object_id)) AS row_hash FROM flow_logs)`;

interface Way {
  /** Where the records are parted into objects, as parts of a thousand. */
  readonly cuts: readonly number[];
  readonly seed: number;
  readonly pieceLength: number;
  readonly concurrency: number;
  /** The objects are read anew under another version, so that they replace themselves. */
  readonly isTwice: boolean;
}

const way: fc.Arbitrary<Way> = fc.record({
  cuts: fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 12 }),
  seed: fc.nat(1_000_000),
  pieceLength: fc.constantFrom(97, 4096, 1 << 18),
  concurrency: fc.integer({ min: 1, max: 4 }),
  isTwice: fc.boolean(),
});

async function stored(records: readonly string[], { cuts, seed, pieceLength, concurrency, isTwice }: Way) {
  const roll = dice(seed);
  const at = [0, ...cuts, 1000]
    .toSorted((a, b) => a - b)
    .map((cut) => Math.floor((cut * records.length) / 1000));
  const objects = at.slice(1).map((end, i) => {
    const form = FORM_NAMES[below(roll, FORM_NAMES.length)]!;
    const gzip = (['no', 'one', 'several'] as const)[below(roll, 3)]!;
    // An export of no event tells nothing of what it is.
    const own = records.slice(at[i], end);
    return { bytes: packed(own.length > 0 ? form : 'text', own, gzip), place: roll() };
  });
  const inOrder = objects
    .map((object, i) => ({ ...object, name: `object-${i}` }))
    .toSorted((a, b) => a.place - b.place);
  const store = await Store.open(':memory:');
  try {
    for (const version of isTwice ? ['1', '2'] : ['1']) {
      const sources = inOrder.map(({ name, bytes }) => pieces(name, bytes, pieceLength, version));
      const result = await ingest(store, sources, { concurrency });
      expect(result).toMatchObject({
        failures: [],
        records: records.length,
        objects: objects.length,
        unparsedLines: 0,
      });
    }
    await expectSound(store);
    return await plainRows(store, ROWS);
  } finally {
    store.close();
  }
}

describe('what is stored', () => {
  const plain: Way = { cuts: [], seed: 0, pieceLength: 1 << 18, concurrency: 1, isTwice: false };

  it('is the same however records are parted, ordered, written, packed and read at a time', async () => {
    const records = randomRecords(dice(7), 3000);
    const expected = await stored(records, plain);
    await fc.assert(
      fc.asyncProperty(way, async (other) => {
        expect(await stored(records, other)).toEqual(expected);
      }),
      { numRuns: cases(8, 150), seed: 7 },
    );
  }, 600_000);

  it('is the same with objects that fill batches among small ones', async () => {
    const records = randomRecords(dice(8), 135_000);
    const expected = await stored(records, plain);
    const ways: readonly Way[] = [
      { cuts: [1, 2, 3, 40, 990], seed: 1, pieceLength: 1 << 18, concurrency: 3, isTwice: false },
      { cuts: [30, 31, 980], seed: 2, pieceLength: 1 << 16, concurrency: 2, isTwice: true },
    ];
    for (const other of ways) expect(await stored(records, other)).toEqual(expected);
  }, 600_000);
});
