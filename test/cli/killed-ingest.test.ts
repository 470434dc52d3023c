import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { below, dice, type Dice } from '../dice.ts';
import { FORM_NAMES, packed, randomRecords } from '../ingest/random-logs.ts';
import { CONTENT } from '../ingest/stored.ts';
import { writeParquet } from '../store/parquet-files.ts';
import { cases } from '../thorough.ts';
import { flowblame, outcome, ownFolder, rowsOf, start, untilWritten } from './run-flowblame.ts';
import { expectSound } from './sound-store.ts';

const own = ownFolder();
const KILLS = cases(4, 60);
const KILLS_OF_STORE = 4;
const INTERRUPTS = cases(2, 20);
/** More than a batch. */
const LARGE = 125_000;

let content: readonly Readonly<Record<string, unknown>>[] = [];
let milliseconds = 0;

beforeAll(async () => {
  const roll = dice(1);
  mkdirSync(own.path('logs'));
  for (let i = 0; i < 20; i++) {
    const form = FORM_NAMES[i % FORM_NAMES.length]!;
    const gzip = (['no', 'one', 'several'] as const)[i % 3]!;
    const name = `logs/${String(i).padStart(2, '0')}-${form}.log${gzip === 'no' ? '' : '.gz'}`;
    const count = i === 6 ? LARGE : 50 + below(roll, 500);
    writeFileSync(own.path(name), packed(form, randomRecords(roll, count), gzip));
  }
  await writeParquet(
    own.path('logs/flow.parquet'),
    `SELECT '192.0.2.' || (i % 256) AS srcaddr, (i % 60000)::INTEGER AS dstport, 'REJECT' AS "action", 1700000000 + i AS "start" FROM range(3000) t(i)`,
  );
  const begun = performance.now();
  await finish('undisturbed.duckdb');
  milliseconds = performance.now() - begun;
  content = await rowsOf(own.path('undisturbed.duckdb'), CONTENT);
  expect(content.filter(({ in_table }) => in_table === LARGE)).toHaveLength(1);
});

function ingestArgs(db: string): readonly string[] {
  return ['ingest', own.path('logs'), '--db', own.path(db), '--concurrency', '2'];
}

async function finish(db: string): Promise<void> {
  expect(await flowblame([...ingestArgs(db), '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
}

async function kill(db: string, signal: 'SIGKILL' | 'SIGINT', roll: Dice, isInWriting: boolean) {
  const child = start([...ingestArgs(db), '--quiet', '--progress', 'json']);
  const ended = outcome(child);
  if (isInWriting) {
    await untilWritten(own.path(db), child);
    await wait(roll() * 30);
  } else {
    await wait(roll() * milliseconds);
  }
  child.kill(signal);
  return await ended;
}

describe('an ingest of many objects', () => {
  test(`killed ${KILLS} times at any moment ends with the same rows as an undisturbed one`, async () => {
    const roll = dice(2);
    let interrupted = 0;
    for (let i = 0; i < KILLS; i++) {
      const db = `killed-${Math.floor(i / KILLS_OF_STORE)}.duckdb`;
      const { code } = await kill(db, 'SIGKILL', roll, i % 2 === 1);
      if (code === null) interrupted++;
      if (i % KILLS_OF_STORE < KILLS_OF_STORE - 1) continue;
      await finish(db);
      await expectSound(own.path(db));
      expect(await rowsOf(own.path(db), CONTENT)).toEqual(content);
    }
    expect(interrupted).toBeGreaterThan(KILLS / 2);
  }, 600_000);

  test(`interrupted ${INTERRUPTS} times says so in one line, and every store is sound`, async () => {
    const roll = dice(3);
    for (let i = 0; i < INTERRUPTS; i++) {
      const child = start([...ingestArgs('interrupted.duckdb'), '--progress', 'json']);
      const ended = outcome(child);
      // Progress is told from the first object on.
      await new Promise((told) => child.stderr?.once('data', told));
      await wait(roll() * 300 * (i + 1));
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
      if (code === 0) continue;
      expect({ code, lines }).toEqual({
        code: 1,
        lines: ['Interrupted: what was finished is kept; the same command goes on from there'],
      });
      await expectSound(own.path('interrupted.duckdb'));
    }
    await finish('interrupted.duckdb');
    await expectSound(own.path('interrupted.duckdb'));
    expect(await rowsOf(own.path('interrupted.duckdb'), CONTENT)).toEqual(content);
  }, 600_000);
});
