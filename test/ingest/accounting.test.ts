import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import type { Source } from '../../src/sources/source.ts';
import { below, dice, type Dice } from '../dice.ts';
import { temporaryFolder, writeParquet } from '../store/parquet-files.ts';
import { openStore, plainRows } from '../store/stores.ts';
import { cases } from '../thorough.ts';
import { pieces } from './pieces.ts';
import { HEADER, packed, FORM_NAMES, randomRecord, randomRecords } from './random-logs.ts';
import { expectSound } from './stored.ts';

const TOKENS = [
  '-',
  '',
  '4294967296',
  '-1',
  'REJECT',
  '256.1.1.1',
  '::g',
  '1e3',
  '"',
  ',',
  '\t',
  'ü',
  '\ufeff',
  '{}',
];

/** A record as broken software writes it; never only names, as a header has. */
function broken(line: string, roll: Dice): string {
  const tokens = line.split(' ');
  const at = 1 + below(roll, tokens.length - 1);
  const changes = [
    () => tokens.toSpliced(at, 1),
    () => tokens.toSpliced(at, 0, TOKENS[below(roll, TOKENS.length)]!),
    () => tokens.toSpliced(at, 1, TOKENS[below(roll, TOKENS.length)]!),
    () => tokens.slice(0, at),
    () => [
      ...tokens.slice(0, at),
      `${tokens[at]}${String.fromCharCode(33 + below(roll, 90))}`,
      ...tokens.slice(at + 1),
    ],
    () => [...tokens, '\r'],
  ];
  return changes[below(roll, changes.length)]!().join(' ');
}

/** Ways to hold a line, none of which has a header of fields. */
const ENVELOPES: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  text: (lines) => lines.map((line) => `${line}\n`).join(''),
  csv: (lines) =>
    `timestamp,message\n${lines.map((line, i) => `${i},"${line.replaceAll('"', '""')}"\n`).join('')}`,
  events: (lines) =>
    JSON.stringify({ events: lines.map((message, i) => ({ timestamp: i, message, eventId: `${i}` })) }),
  firehose: (lines) => lines.map((message) => JSON.stringify({ message })).join('\n'),
};

const LINES = cases(100_000, 1_000_000);
const LINES_OF_OBJECT = 12_500;

describe('lines of all kinds', () => {
  it(`are records, told of, headers or blank: ${LINES} of them`, async () => {
    const roll = dice(31);
    const sources: Source[] = [];
    let expected = 0;
    for (let object = 0; object < LINES / LINES_OF_OBJECT; object++) {
      const names = Object.keys(ENVELOPES);
      const name = names[object % names.length]!;
      const lines: string[] = [];
      for (let i = 0; i < LINES_OF_OBJECT; i++) {
        const record = randomRecord(roll);
        const kind = roll();
        // What an envelope holds is one line; blank ones and headers are of text.
        if (name === 'text' && kind < 0.01) lines.push(kind < 0.005 ? HEADER : '  ');
        else {
          lines.push(kind < 0.3 ? broken(record, roll) : record);
          expected++;
        }
      }
      const bytes = Buffer.from(ENVELOPES[name]!(lines));
      const isGzip = object % 3 === 1;
      sources.push(pieces(`${object}-${name}`, isGzip ? gzipSync(bytes) : bytes, 1 + below(roll, 1 << 17)));
    }
    const store = await openStore();
    const result = await ingest(store, sources, { concurrency: 2 });
    expect(result.failures).toEqual([]);
    expect(result.records + result.unparsedLines).toBe(expected);
    expect(result.records).toBeGreaterThan(0.7 * LINES);
    expect(result.unparsedLines).toBeGreaterThan(0.1 * LINES);
    await expectSound(store);
    expect(await plainRows(store, 'SELECT count(*) AS n FROM unparsed_lines')).toEqual([
      { n: result.unparsedLines },
    ]);
  }, 600_000);
});

/** Bytes changed, cut out, put in, or said twice. */
function damaged(bytes: Buffer, roll: Dice): Buffer {
  const at = below(roll, bytes.length + 1);
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
  const changes = [
    () => Buffer.concat([before, Buffer.from([below(roll, 256)]), behind.subarray(1)]),
    () => Buffer.concat([before, behind.subarray(1 + below(roll, 50))]),
    () => Buffer.concat([before, Buffer.from('"{},\n[]'.slice(below(roll, 7))), behind]),
    () => before,
    () => Buffer.concat([bytes, before]),
    () => Buffer.concat([bytes, Buffer.from('rubbish')]),
    () => bytes,
  ];
  return changes[below(roll, changes.length)]!();
}

const OBJECTS_OF_RUN = 50;
const RUNS = cases(3, 20);

describe('damaged objects of all forms', () => {
  const folder = temporaryFolder();
  afterAll(folder.remove);

  it(`are in the ledger or among the failures: ${RUNS * OBJECTS_OF_RUN} of them`, async () => {
    const roll = dice(32);
    const parquet = await writeParquet(
      join(folder.path, 'flow.parquet'),
      `SELECT '192.0.2.' || (i % 256) AS srcaddr, i::INTEGER AS dstport, 'REJECT' AS "action", 1700000000 + i AS "start" FROM range(500) t(i)`,
    );
    const store = await openStore();
    let records = 0;
    let failed = 0;
    for (let run = 0; run < RUNS; run++) {
      const sources = Array.from({ length: OBJECTS_OF_RUN }, (_, i) => {
        const form = FORM_NAMES[below(roll, FORM_NAMES.length)]!;
        const gzip = (['no', 'one', 'several'] as const)[below(roll, 3)]!;
        const whole = i % 7 === 0 ? parquet : packed(form, randomRecords(roll, 200), gzip);
        const bytes = damaged(whole, roll);
        return pieces(`${run}-${i}-${form}`, i % 14 === 0 ? gzipSync(bytes) : bytes, 64 + below(roll, 8000));
      });
      const result = await ingest(store, sources, { concurrency: 1 + (run % 3) });
      expect(result.objects + result.failures.length).toBe(OBJECTS_OF_RUN);
      for (const { reason } of result.failures) expect(reason).toMatch(/^[^\n]+$/);
      for (const { reason } of result.failures)
        expect(reason).not.toMatch(/unreachable|out of bounds|undefined|not a function/);
      records += result.records;
      failed += result.failures.length;
    }
    await expectSound(store);
    expect(await plainRows(store, 'SELECT count(*) AS n FROM records')).toEqual([{ n: records }]);
    expect(failed).toBeGreaterThan(0.1 * RUNS * OBJECTS_OF_RUN);
    expect(failed).toBeLessThan(0.9 * RUNS * OBJECTS_OF_RUN);
  }, 600_000);

  it('comes whole when it is Parquet within gzip, however it is cut', async () => {
    const file = await writeParquet(
      join(folder.path, 'large.parquet'),
      `SELECT '192.0.2.' || (i % 256) AS srcaddr, (i % 60000)::INTEGER AS dstport, 'REJECT' AS "action", 1700000000 + (i * 7919) % 90000 AS "start" FROM range(150000) t(i)`,
    );
    const members = [0, 5, 9000, 9001, 200_000].map((from, i, all) =>
      gzipSync(file.subarray(from, all[i + 1]), { level: 1 }),
    );
    const store = await openStore();
    const result = await ingest(store, [
      pieces('members', Buffer.concat(members), 700),
      pieces('plain', file),
    ]);
    expect(result).toMatchObject({ failures: [], records: 300_000, unparsedLines: 0 });
    const sums = 'SELECT DISTINCT sum(dstport) AS s, sum("start") AS t FROM records GROUP BY object_id';
    expect(await plainRows(store, sums)).toHaveLength(1);
  }, 120_000);
});
