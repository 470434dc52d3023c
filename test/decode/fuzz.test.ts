import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFlowLogs } from '../../src/read-flow-logs.ts';
import { below, type Dice, dice } from '../dice.ts';
import { memorySource } from '../sources/memory-source.ts';
import { temporaryFolder, writeParquet } from '../store/parquet-files.ts';
import { decoded } from './decoded.ts';
import { RECORDS, SAMPLES } from './samples.ts';

const OBJECTS_OF_SAMPLE = 50;
const PARQUET_OBJECTS = 150;
const PARQUET_ROWS = 200;

/** Bytes that mean something in one form or another. */
const TELLING = Buffer.from('"\\,{}[]:\n\r \t-\0\x1f\xff0aPAR1', 'latin1');

/** Some bytes changed, cut out, put in or said twice. */
function mutated(bytes: Uint8Array, roll: Dice): Uint8Array {
  let result = Buffer.from(bytes);
  for (let i = below(roll, 4); i >= 0; i--) {
    const at = below(roll, result.length + 1);
    const length = below(roll, 20);
    const telling = TELLING.subarray(below(roll, TELLING.length)).subarray(0, 1 + below(roll, 3));
    const [before, behind] = [result.subarray(0, at), result.subarray(at)];
    const changes = [
      () => Buffer.concat([before, Buffer.from([below(roll, 256)]), behind.subarray(1)]),
      () => Buffer.concat([before, telling, behind]),
      () => Buffer.concat([before, telling, behind.subarray(telling.length)]),
      () => Buffer.concat([before, behind.subarray(length)]),
      () => Buffer.concat([before, behind.subarray(0, length), behind]),
      () => before,
      () => Buffer.concat([result, before]),
    ];
    result = changes[below(roll, changes.length)]?.() ?? result;
  }
  return result;
}

function cutsOf(length: number, roll: Dice): number[] {
  return Array.from({ length: below(roll, 4) }, () => below(roll, length)).toSorted((a, b) => a - b);
}

/** How many lines of an object became records or were told of, or null when it was refused cleanly. */
async function accountedFor(bytes: Uint8Array, cuts: readonly number[]): Promise<number | null> {
  let told = 0;
  let rows = 0;
  const reader = readFlowLogs(memorySource(bytes, cuts), { onUnparsedLine: () => told++ });
  try {
    for await (const batch of reader) rows += batch.numRows;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    expect(error.constructor.name).toBe('Error');
    expect(error.message).toMatch(/^Cannot read "memory": [^\n]+$/);
    expect(reader.progress.unparsedLines).toBe(told);
    return null;
  }
  expect(reader.progress).toMatchObject({ records: rows, unparsedLines: told });
  return rows + told;
}

/** Lines that only have names may be headers, which are neither records nor told of. */
const MAY_BE_HEADER = /^\d+: (?:\ufeff?[a-z][a-z0-9_-]*\s*)+$/;

async function expectAccounts(accounted: number, bytes: Uint8Array, cuts: readonly number[]): Promise<void> {
  const { lines, unparsed, text } = await decoded(bytes, {}, cuts);
  const all = lines.length + unparsed.length;
  const headers = lines.filter((line) => MAY_BE_HEADER.test(line)).length;
  expect(accounted).toBeLessThanOrEqual(all);
  expect(accounted).toBeGreaterThanOrEqual(all - headers);
  // However the same bytes are cut, they are the same lines.
  expect(await decoded(bytes)).toMatchObject({ text, unparsed });
}

describe.each(SAMPLES.map((sample, i) => ({ ...sample, i })))('$name, broken', ({ write, i }) => {
  test.each(['plain', 'gzip'])('%s: is read or refused, and nothing is lost', async (packing) => {
    const roll = dice(packing === 'gzip' ? 2 * i + 1 : 2 * i);
    const content = Buffer.from(write(RECORDS));
    for (let object = 0; object < OBJECTS_OF_SAMPLE / 2; object++) {
      // Broken before it is packed, or behind, which the checksum finds.
      const bytes =
        packing === 'plain'
          ? mutated(content, roll)
          : roll() < 0.5
            ? gzipSync(mutated(content, roll))
            : mutated(gzipSync(content), roll);
      const cuts = cutsOf(bytes.length, roll);
      const accounted = await accountedFor(bytes, cuts);
      if (accounted !== null) await expectAccounts(accounted, bytes, cuts);
    }
  });
});

describe('Parquet, broken', () => {
  const folder = temporaryFolder();
  afterAll(folder.remove);
  let file: Uint8Array = new Uint8Array(0);

  beforeAll(async () => {
    file = await writeParquet(
      join(folder.path, 'flow.parquet'),
      `SELECT '192.0.2.' || i AS srcaddr, i::INTEGER AS dstport, 'REJECT' AS "action", 1700000000 + i AS "start" FROM range(${PARQUET_ROWS}) t(i)`,
    );
  });

  test('is read or refused, and nothing is lost', async () => {
    const roll = dice(4711);
    let read = 0;
    for (let object = 0; object < PARQUET_OBJECTS; object++) {
      const bytes = mutated(file, roll);
      const accounted = await accountedFor(bytes, cutsOf(bytes.length, roll));
      if (accounted === null) continue;
      expect(accounted).toBe(PARQUET_ROWS);
      read++;
    }
    expect(read).toBeLessThan(PARQUET_OBJECTS);
  });
});
