import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import type { Source } from '../../src/sources/source.ts';
import { dice } from '../dice.ts';
import { openStore, plainRows, textSource } from '../store/stores.ts';
import { pieces } from './pieces.ts';
import { HEADER, randomRecords } from './random-logs.ts';
import { expectSound } from './stored.ts';

const ROLL = dice(11);
/** More than a batch. */
const MANY = 125_000;
const NOISE = Buffer.from(Array.from({ length: 1 << 20 }, () => Math.floor(ROLL() * 256)));
const noise = (length: number) => NOISE.subarray(0, length);
const LARGE = Buffer.from(`${HEADER}\n${randomRecords(ROLL, MANY).join('\n')}\n`);
const LARGE_GZ = gzipSync(LARGE, { level: 1 });
const SMALL = Buffer.from(`${HEADER}\n${randomRecords(ROLL, 2000).join('\n')}\n`);

/** Ingests through one lane, so that every object comes behind the one before it. */
async function inOneLane(sources: readonly Source[]) {
  const store = await openStore();
  const result = await ingest(store, sources, { concurrency: 1 });
  await expectSound(store);
  return { store, result };
}

describe('objects of which the worker wants no more', () => {
  it('make room for the next ones, however many they are', async () => {
    const bad = gzipSync('x');
    const broken = Buffer.concat([bad.subarray(0, 3), noise(1 << 20)]);
    const sources = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 2 ? pieces(`good-${i}`, SMALL) : pieces(`bad-${i}`, broken),
    );
    const { result } = await inOneLane(sources);
    expect(result).toMatchObject({ objects: 10, records: 10 * 2000 });
    expect(result.failures.map(({ object }) => object)).toEqual(
      sources.map(({ name }) => name).filter((name) => name.startsWith('bad')),
    );
  });

  it('do not cut the next one off, which the feeding thread may have begun', async () => {
    const broken = Buffer.concat([gzipSync(SMALL).subarray(0, 9), noise(300_000)]);
    const sources = Array.from({ length: 12 }, (_, i) =>
      i % 2 === 0 ? pieces(`bad-${i}`, broken, 4096) : pieces(`good-${i}`, SMALL, 512),
    );
    const { result } = await inOneLane(sources);
    expect(result).toMatchObject({ objects: 6, records: 6 * 2000 });
  });

  it('take nothing of the next one with them when they break behind records', async () => {
    const cut = Buffer.concat([LARGE_GZ.subarray(0, 200_000), noise(200_000)]);
    const sources = [
      pieces('1-bad', cut),
      pieces('2-good', LARGE_GZ),
      pieces('3-bad', cut),
      pieces('4-good', SMALL),
    ];
    const { store, result } = await inOneLane(sources);
    expect(result.failures).toEqual([
      { object: '1-bad', reason: expect.stringMatching(/^gzip stream is corrupt: /) as string },
      { object: '3-bad', reason: expect.stringMatching(/^gzip stream is corrupt: /) as string },
    ]);
    expect(await plainRows(store, 'SELECT name, records FROM objects ORDER BY name')).toEqual([
      { name: '2-good', records: MANY },
      { name: '4-good', records: 2000 },
    ]);
  });
});

describe('an object that fills a batch alone', () => {
  it.each(['', HEADER, `${HEADER}\n\n\n`])('comes whole behind one without records: %j', async (text) => {
    const { result } = await inOneLane([textSource('empty', text), pieces('large', LARGE, 1 << 18)]);
    expect(result).toMatchObject({ objects: 2, failures: [], records: MANY });
  });

  it('leaves nothing when it breaks behind several batches, and those around it stay', async () => {
    const whole = Buffer.concat([LARGE_GZ, LARGE_GZ]);
    const breaks = [
      ['cut', whole.subarray(0, whole.length - 5000)],
      ['corrupt', Buffer.concat([whole.subarray(0, whole.length - 5000), noise(5000)])],
      ['followed', Buffer.concat([whole, Buffer.from('rubbish')])],
      ['short by the checksum', Buffer.concat([whole.subarray(0, whole.length - 8), Buffer.alloc(8)])],
    ] as const;
    const { store, result } = await inOneLane([
      pieces('before', SMALL),
      ...breaks.map(([name, bytes]) => pieces(name, bytes, 1 << 18)),
      pieces('behind', gunzipSync(LARGE_GZ), 1 << 18),
    ]);
    expect(result.failures.map(({ object }) => object)).toEqual(breaks.map(([name]) => name));
    for (const { reason } of result.failures) expect(reason).toMatch(/^gzip stream [^\n]+$/);
    expect(await plainRows(store, 'SELECT name, records FROM objects ORDER BY name')).toEqual(
      [
        { name: 'before', records: 2000 },
        { name: 'behind', records: MANY },
      ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
  });
});
