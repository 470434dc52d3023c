import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { dice } from '../dice.ts';
import { HEADER, randomRecords } from '../ingest/random-logs.ts';
import { CONTENT } from '../ingest/stored.ts';
import { flowblame, MAIN, outcome, ownFolder, rowsOf } from './run-flowblame.ts';
import { expectSound } from './sound-store.ts';

const own = ownFolder();
/** One object that fills a batch, and small ones, whose records differ, so that they need space. */
const COUNTS = [2000, 125_000, 3000];
const WANT_KIB = 2000;

let content: readonly Readonly<Record<string, unknown>>[] = [];

beforeAll(async () => {
  const roll = dice(5);
  mkdirSync(own.path('logs'));
  for (const [i, count] of COUNTS.entries()) {
    writeFileSync(own.path(`logs/${i}.log`), `${HEADER}\n${randomRecords(roll, count).join('\n')}\n`);
  }
  await complete('undisturbed.duckdb');
  content = await rowsOf(own.path('undisturbed.duckdb'), CONTENT);
});

const ingestArgs = (db: string) => ['ingest', own.path('logs'), '--db', db, '--quiet'];

async function complete(db: string): Promise<void> {
  expect(await flowblame(ingestArgs(own.path(db)))).toEqual({ code: 0, stdout: '', stderr: '' });
}

/** Runs a script of bash, to which `$@` is the ingest. */
async function underShell(script: string, db: string, command: readonly string[] = []) {
  const [program, ...args] = [...command, 'bash', '-c', script, 'bash'];
  return await outcome(spawn(program, [...args, process.execPath, MAIN, ...ingestArgs(db)]));
}

async function expectComplete(db: string): Promise<void> {
  await expectSound(own.path(db));
  expect(await rowsOf(own.path(db), CONTENT)).toEqual(content);
}

/** Whether file systems can be mounted that nobody else sees; it is said aloud when not. */
const CAN_MOUNT = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
if (!CAN_MOUNT)
  console.warn('SKIPPED: no file system can be mounted here, so full and read-only ones are not tested');

describe('a store that cannot be written', () => {
  test.skipIf(!CAN_MOUNT)(
    'for the disk is full fails in one line; with space again the rest follows',
    async () => {
      mkdirSync(own.path('disk'));
      const script = `mount -t tmpfs -o size=${WANT_KIB}k tmpfs "$DISK" && { "$@"; echo "ended with $?"; mount -o remount,size=200m "$DISK"; "$@"; echo "ended with $?"; cp "$DISK/full.duckdb" "$DISK/../full.duckdb"; }`;
      const { stdout, stderr } = await underShell(script, own.path('disk/full.duckdb'), [
        'unshare',
        '-m',
        'env',
        `DISK=${own.path('disk')}`,
      ]);
      expect(stdout).toBe('ended with 1\nended with 0\n');
      expect(stderr).toMatch(/^Cannot write the store: [^\n]*No space left on device\n$/);
      await expectComplete('full.duckdb');
    },
  );

  test('for a limit of its size fails in one line; without the limit the rest follows', async () => {
    const { code, stderr } = await underShell(`ulimit -f ${WANT_KIB}; "$@"`, own.path('limited.duckdb'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cannot write the store: [^\n]*File too large\n$/);
    await expectSound(own.path('limited.duckdb'));
    await complete('limited.duckdb');
    await expectComplete('limited.duckdb');
  });

  test.skipIf(!CAN_MOUNT)('for its folder is read-only is refused in one line, old or new', async () => {
    mkdirSync(own.path('fixed'));
    const script = `mount -t tmpfs tmpfs "$DISK" && cp "$DISK/../undisturbed.duckdb" "$DISK/old.duckdb" && mount -o remount,ro "$DISK" && "$@"`;
    for (const name of ['old', 'new']) {
      const db = own.path(`fixed/${name}.duckdb`);
      expect(await underShell(script, db, ['unshare', '-m', 'env', `DISK=${own.path('fixed')}`])).toEqual({
        code: 1,
        stdout: '',
        stderr: `Cannot open "${db}": Read-only file system\n`,
      });
    }
  });

  test('for there is no such folder, or a folder of its name, is refused in one line', async () => {
    const nowhere = own.path('nowhere/store.duckdb');
    expect(await flowblame(ingestArgs(nowhere))).toEqual({
      code: 1,
      stdout: '',
      stderr: `Cannot open "${nowhere}": No such file or directory\n`,
    });
    const folder = own.path('logs');
    expect(await flowblame(ingestArgs(folder))).toEqual({
      code: 1,
      stdout: '',
      stderr: `Cannot open "${folder}": Is a directory\n`,
    });
  });

  test.each(['store_format_1', 'store_format_999'])(
    'for its tables are of %s is refused and stays as it is',
    async (table) => {
      const db = own.path(`${table}.duckdb`);
      const instance = await DuckDBInstance.create(db);
      const connection = await instance.connect();
      await connection.run(
        `CREATE TABLE ${table} (made_at TIMESTAMP); CREATE TABLE records (a INTEGER); INSERT INTO records VALUES (1)`,
      );
      connection.closeSync();
      instance.closeSync();
      const state = () => [statSync(db).mtimeMs, createHash('sha256').update(readFileSync(db)).digest('hex')];
      const before = state();
      expect(await flowblame(ingestArgs(db))).toEqual({
        code: 1,
        stdout: '',
        stderr: `Cannot open "${db}": a store of another version of flowblame: ingest its logs into a new one\n`,
      });
      expect(state()).toEqual(before);
    },
  );

  test('because it is no store is refused and stays as it is', async () => {
    const db = own.path('text.duckdb');
    writeFileSync(db, 'some notes\n'.repeat(1000));
    expect(await flowblame(ingestArgs(db))).toEqual({
      code: 1,
      stdout: '',
      stderr: `Cannot open "${db}": not a DuckDB database\n`,
    });
    expect(readFileSync(db, 'utf8')).toBe('some notes\n'.repeat(1000));
  });
});

test('a store of memory takes everything and leaves no file', async () => {
  const { code, stdout } = await flowblame(
    ['ingest', own.path('logs'), '--db', ':memory:', '--format', 'json'],
    {
      cwd: own.path('.'),
    },
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    records: COUNTS.reduce((sum, count) => sum + count),
    failedObjects: 0,
  });
  expect(statSync(own.path(':memory:'), { throwIfNoEntry: false })).toBeUndefined();
});
