import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { below, dice, type Dice } from '../dice.ts';
import { type Form, packed, randomRecords } from '../ingest/random-logs.ts';
import { cases } from '../thorough.ts';
import { flowblame, outcome, ownFolder, rowsOf, start, untilWritten } from './run-flowblame.ts';
import { expectSound } from './sound-store.ts';

const own = ownFolder();
const KILLS = cases(2, 40);

const OBJECTS = 8;
const RECORDS_OF_OBJECT = 8000;

/** All that is to be the same in the end. Which of several equal records stays may differ, and so do numbers of objects. */
const CONTENT = `
SELECT
  (SELECT list((name, lines, records, unparsed_lines, duplicates IS NULL) ORDER BY name)::VARCHAR FROM objects) AS ledger,
  (SELECT sum(duplicates)::BIGINT FROM objects) AS duplicates,
  (SELECT list(table_name ORDER BY table_name)::VARCHAR FROM duckdb_tables()) AS tables,
  count(*) AS records, sum(hash(*COLUMNS(* EXCLUDE (object_id)))::HUGEINT)::VARCHAR AS checksum
FROM flow_logs`;
const COMPARED = 'SELECT DISTINCT duplicates IS NOT NULL AS is_compared FROM objects';

let content: readonly Readonly<Record<string, unknown>>[] = [];
/** How long a comparison of everything takes, and a whole run. */
const milliseconds = { comparison: 0, run: 0 };

/** Half of the records of each log are in the next one too, in another form. */
function writeLogs(): void {
  const roll = dice(71);
  mkdirSync(own.path('logs'));
  const forms: readonly Form[] = ['text', 'csv', 'firehose', 'headerless'];
  let shared = randomRecords(roll, RECORDS_OF_OBJECT / 2);
  for (let i = 0; i < OBJECTS; i++) {
    const more = randomRecords(roll, RECORDS_OF_OBJECT / 2);
    writeFileSync(own.path(`logs/${i}.log`), packed(forms[i % forms.length]!, [...shared, ...more], 'no'));
    shared = more;
  }
}

const args = (db: string) => ['ingest', own.path('logs'), '--db', own.path(db), '--concurrency', '2'];
const startComparing = (db: string) => start([...args(db), '--dedupe', '--quiet', '--progress', 'json']);
/** Progress is told once the store is open, and where nothing is new, right before it is compared. */
const firstWord = async (child: ChildProcess) => await once(child.stderr!, 'data');

async function run(db: string, ...more: readonly string[]): Promise<void> {
  expect(await flowblame([...args(db), '--quiet', ...more])).toEqual({ code: 0, stdout: '', stderr: '' });
}

/** When to kill a run that has just been started on a store. */
type Moment = (child: ChildProcess, db: string, roll: Dice) => Promise<unknown>;

const atAnyMoment: Moment = async (_, __, roll) => await wait(below(roll, milliseconds.run));
const whileComparing: Moment = async (child, _, roll) => {
  await firstWord(child);
  await wait(below(roll, milliseconds.comparison));
};
/** The records that are there when it begins to compare are its own. */
const whileComparingNewOnes: Moment = async (child, db, roll) => {
  await firstWord(child);
  await untilWritten(own.path(db), child);
  await wait(below(roll, milliseconds.comparison));
};
const whileMakingPermanent: Moment = async (child, db, roll) => {
  await firstWord(child);
  await untilWritten(own.path(db), child);
  await wait(below(roll, 20));
};

/** Gives whether it was still running. */
async function kill(db: string, moment: Moment, roll: Dice): Promise<boolean> {
  const child = startComparing(db);
  const ended = outcome(child);
  await moment(child, db, roll);
  child.kill('SIGKILL');
  return (await ended).code === null;
}

beforeAll(async () => {
  writeLogs();
  await run('plain.duckdb');
  const begun = performance.now();
  await run('undisturbed.duckdb', '--dedupe');
  milliseconds.run = performance.now() - begun;
  content = await rowsOf(own.path('undisturbed.duckdb'), CONTENT);
  expect(content[0]?.duplicates).toBeGreaterThan(0.4 * OBJECTS * RECORDS_OF_OBJECT);

  copyFileSync(own.path('plain.duckdb'), own.path('measured.duckdb'));
  const child = startComparing('measured.duckdb');
  const ended = outcome(child);
  await firstWord(child);
  const spoken = performance.now();
  expect((await ended).code).toBe(0);
  milliseconds.comparison = performance.now() - spoken;
  expect(await rowsOf(own.path('measured.duckdb'), CONTENT)).toEqual(content);
}, 120_000);

async function expectSameInTheEnd(db: string): Promise<void> {
  await run(db, '--dedupe');
  await expectSound(own.path(db));
  expect(await rowsOf(own.path(db), CONTENT)).toEqual(content);
}

describe('flowblame ingest --dedupe', () => {
  test(`killed ${KILLS} times while it compares has compared all or nothing, and ends with the same rows`, async () => {
    const moments = [whileComparing, whileComparing, whileComparing, whileMakingPermanent];
    const roll = dice(72);
    let killed = 0;
    for (let i = 0; i < KILLS; i++) {
      const turn = i % moments.length;
      const db = `compared-${Math.floor(i / moments.length)}.duckdb`;
      if (turn === 0) copyFileSync(own.path('plain.duckdb'), own.path(db));
      if (await kill(db, moments[turn]!, roll)) killed++;
      await expectSound(own.path(db));
      expect(await rowsOf(own.path(db), COMPARED)).toHaveLength(1);
      if (turn === moments.length - 1) await expectSameInTheEnd(db);
    }
    expect(killed).toBeGreaterThan(0);
  }, 600_000);

  test(`killed ${KILLS} times at any moment ends with the same rows as an undisturbed one`, async () => {
    const moments = [atAnyMoment, atAnyMoment, whileComparingNewOnes, whileMakingPermanent];
    const roll = dice(73);
    let killed = 0;
    for (let i = 0; i < KILLS; i++) {
      const turn = i % moments.length;
      const db = `killed-${Math.floor(i / moments.length)}.duckdb`;
      if (await kill(db, moments[turn]!, roll)) killed++;
      // Before that it may not even have begun a store.
      if (turn >= 2) await expectSound(own.path(db));
      if (turn === moments.length - 1) await expectSameInTheEnd(db);
    }
    expect(killed).toBeGreaterThan(0);
  }, 600_000);
});
