import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { flowblame, outcome, ownFolder, rowsOf, start, V2_HEADER, v2Lines } from './run-flowblame.ts';

const own = ownFolder();
const BEFORE = 1000;
const LINES = 120_000;
const TEXT = `${V2_HEADER}\n${v2Lines(LINES)}`;

beforeAll(() => {
  writeFileSync(own.path('1-before.log'), `${V2_HEADER}\n${v2Lines(BEFORE)}`);
  writeFileSync(own.path('2-long.log'), TEXT);
});

/** An ingest in the middle of its second object: a pipe that has brought many batches and has not ended. */
async function halfDone(db: string): Promise<ChildProcess> {
  const child = start(['ingest', own.path('1-before.log'), '-', '--db', own.path(db)]);
  const { stdin } = child;
  if (!stdin) throw new Error('The process has no standard input');
  stdin.on('error', () => undefined);
  // Called back when the pipe has taken everything, so all but its buffer is read.
  await new Promise((taken) => stdin.write(TEXT, taken));
  return child;
}

/** Runs the ingest of both files and compares all that is stored with all that they hold. */
async function finish(db: string): Promise<void> {
  const args = [
    'ingest',
    own.path('1-before.log'),
    own.path('2-long.log'),
    '--db',
    own.path(db),
    '--format',
    'json',
  ];
  expect((await flowblame(args)).code).toBe(0);
  expect(await rowsOf(own.path(db), 'SELECT name, records FROM objects ORDER BY name')).toEqual([
    { name: own.path('1-before.log'), records: BEFORE },
    { name: own.path('2-long.log'), records: LINES },
  ]);
  const counts = 'SELECT count(*) AS n, count(DISTINCT (srcport, "start")) AS flows FROM flow_logs';
  expect(await rowsOf(own.path(db), counts)).toEqual([{ n: BEFORE + LINES, flows: LINES }]);
}

describe('an ingest that is stopped in the middle', () => {
  test('by SIGINT ends at once and keeps what was finished; meanwhile the store is refused to others', async () => {
    const child = await halfDone('sigint.duckdb');
    for (const args of [['blame'], ['ingest', own.path('2-long.log')], ['query', 'SELECT 1']]) {
      const other = await flowblame([...args, '--db', own.path('sigint.duckdb')]);
      expect(other).toEqual({
        code: 1,
        stdout: '',
        stderr: `Cannot open "${own.path('sigint.duckdb')}": another process has it open\n`,
      });
    }
    const ended = outcome(child);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Interrupted: [^\n]+\n$/);
    const objects = await rowsOf(own.path('sigint.duckdb'), 'SELECT name, records FROM objects');
    expect(objects).toEqual([{ name: own.path('1-before.log'), records: BEFORE }]);
    expect(await rowsOf(own.path('sigint.duckdb'), 'SELECT count(*) AS n FROM flow_logs')).toEqual([
      { n: BEFORE },
    ]);
    await finish('sigint.duckdb');
  });

  test('by SIGINT together with what feeds it takes the end of the pipe for no end of the log', async () => {
    const child = await halfDone('pipe.duckdb');
    const ended = outcome(child);
    child.kill('SIGINT');
    child.stdin?.end();
    expect((await ended).code).toBe(1);
    const objects = await rowsOf(own.path('pipe.duckdb'), 'SELECT name FROM objects');
    expect(objects).toEqual([{ name: own.path('1-before.log') }]);
  });

  test('by SIGKILL, at any moment, neither loses nor doubles a record', async () => {
    const held = await halfDone('sigkill.duckdb');
    const killed = once(held, 'close');
    held.kill('SIGKILL');
    await killed;
    for (const milliseconds of [600, 1000]) {
      const child = start([
        'ingest',
        own.path('1-before.log'),
        own.path('2-long.log'),
        '--db',
        own.path('sigkill.duckdb'),
      ]);
      const ended = outcome(child);
      await wait(milliseconds);
      child.kill('SIGKILL');
      await ended;
    }
    await finish('sigkill.duckdb');
  });
});
