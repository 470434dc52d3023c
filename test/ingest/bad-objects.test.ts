import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest, type IngestOptions } from '../../src/ingest/ingest.ts';
import { dice } from '../dice.ts';
import { temporaryFolder, writeParquet } from '../store/parquet-files.ts';
import { openStore, plainRows } from '../store/stores.ts';
import { pieces } from './pieces.ts';
import { FORMS, HEADER, packed, randomRecords } from './random-logs.ts';
import { expectSound } from './stored.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const RECORDS = randomRecords(dice(41), 3000);
const TEXT = Buffer.from(FORMS.text(RECORDS));
const GZ = gzipSync(TEXT);
const GOOD = Buffer.from(FORMS.text(RECORDS.slice(0, 50)));
let parquet: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  parquet = await writeParquet(
    join(folder.path, 'flow.parquet'),
    `SELECT '192.0.2.1' AS srcaddr, i::INTEGER AS dstport, 1700000000 + i AS "start" FROM range(5000) t(i)`,
  );
});

/** What is said of an object between two good ones, which must come to no harm. */
async function refusal(bytes: Uint8Array, options: IngestOptions = {}): Promise<string> {
  const store = await openStore();
  const sources = [pieces('a-good', GOOD), pieces('bad', bytes, 4096), pieces('z-good', GOOD)];
  const result = await ingest(store, sources, { concurrency: 1, ...options });
  await expectSound(store);
  expect(await plainRows(store, 'SELECT name, records FROM objects ORDER BY name')).toEqual([
    { name: 'a-good', records: 50 },
    { name: 'z-good', records: 50 },
  ]);
  expect(result.failures.map(({ object }) => object)).toEqual(['bad']);
  const [{ reason } = { reason: '' }] = result.failures;
  expect(reason).toMatch(/^[^\n]+$/);
  return reason;
}

/** Gzip whose deflate blocks end at line ends, so that what comes out of a cut one is whole lines. */
function flushedAtLines(): Buffer {
  const stored = gzipSync(TEXT, { level: 0 });
  const text = TEXT.subarray(0, TEXT.lastIndexOf(0x0a, 30_000) + 1);
  return stored.subarray(0, stored.indexOf(text.subarray(-40)) + 40);
}

describe('an object that is refused in one line', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['gzip that is cut', () => GZ.subarray(0, GZ.length >> 1), 'truncated'],
    ['gzip that is cut at a line end', flushedAtLines, 'truncated'],
    ['gzip without its last byte', () => GZ.subarray(0, -1), 'truncated'],
    ['gzip whose second member is cut', () => Buffer.concat([GZ, GZ.subarray(0, 300)]), 'truncated'],
    ['gzip whose second member only begins', () => Buffer.concat([GZ, GZ.subarray(0, 5)]), 'truncated'],
    [
      'gzip that is corrupt',
      () => Buffer.concat([GZ.subarray(0, 9000), Buffer.alloc(500, 0xaa), GZ.subarray(9500)]),
      'corrupt',
    ],
    [
      'gzip with a wrong checksum',
      () => Buffer.concat([GZ.subarray(0, -8), Buffer.alloc(4), GZ.subarray(-4)]),
      'corrupt',
    ],
    ['gzip followed by rubbish', () => Buffer.concat([GZ, Buffer.from('rubbish')]), 'followed'],
    ['gzip in gzip', () => gzipSync(GZ), 'twice'],
    ['JSON that is cut', () => packed('events', RECORDS, 'no').subarray(0, 90_000), 'JSON'],
    ['Firehose that is cut', () => packed('firehose', RECORDS, 'no').subarray(0, 90_000), 'JSON'],
    ['CSV cut within quotes', () => Buffer.from('@timestamp,@message\n"2023-11-14","2 1111'), 'CSV'],
    ['Parquet that is cut', () => parquet.subarray(0, parquet.length - 100), 'Parquet'],
    ['Parquet of which only the beginning is there', () => parquet.subarray(0, 5), 'Parquet'],
    ['a line without end', () => Buffer.alloc(3 << 20, 0x61), 'longer than 1 MiB'],
  ])('%s', async (_, bytes, word) => {
    expect(await refusal(bytes())).toContain(word);
  });

  it('more than --max-decoded-bytes, which compresses to little', async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000, `${RECORDS[0]}\n`), { level: 9 });
    expect(bomb.length).toBeLessThan(300_000);
    expect(await refusal(bomb, { maxDecodedBytes: 10_000_000 })).toContain('--max-decoded-bytes');
  });

  it('Parquet whose text is more than --max-decoded-bytes, though the file is not', async () => {
    expect(parquet.length).toBeLessThan(100_000);
    expect(await refusal(parquet, { maxDecodedBytes: 100_000 })).toBe(
      'the Parquet file holds more than 100000 bytes: allow more with --max-decoded-bytes',
    );
  });

  it('another form than the one asked for', async () => {
    const store = await openStore();
    const result = await ingest(store, [pieces('text', TEXT), pieces('parquet', parquet)], {
      inputFormat: 'parquet',
    });
    expect(result).toMatchObject({ objects: 1, records: 5000 });
    expect(result.failures).toEqual([
      { object: 'text', reason: expect.stringContaining('parquet') as string },
    ]);
    await expectSound(store);
  });
});

describe('an object that is whole', () => {
  it.each<[string, Uint8Array]>([
    ['no byte', Buffer.alloc(0)],
    ['gzip of no byte', gzipSync('')],
    ['a header alone', Buffer.from(HEADER)],
  ])('%s is kept in the ledger without a record, and told of', async (_, bytes) => {
    const store = await openStore();
    const result = await ingest(store, [pieces('empty', bytes)]);
    expect(result).toMatchObject({ objects: 1, records: 0, failures: [], emptyObjects: ['empty'] });
    await expectSound(store);
    expect(await ingest(store, [pieces('empty', bytes)])).toMatchObject({ objects: 0, skippedObjects: 1 });
  });

  it('ends at a border of gzip members as a shorter log does, for nothing tells more', async () => {
    const store = await openStore();
    const result = await ingest(store, [
      pieces('one', GZ),
      pieces('two', Buffer.concat([GZ, Buffer.alloc(512)])),
    ]);
    expect(result).toMatchObject({ objects: 2, records: 6000, failures: [] });
  });
});
