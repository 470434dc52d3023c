import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { flowblame, outcome, ownFolder, rowsOf, start, V2_HEADER, v2Lines } from './run-flowblame.ts';

const own = ownFolder();
const INTERRUPTED = 'Interrupted: what was finished is kept; the same command goes on from there\n';

function namedPipe(name: string): string {
  execFileSync('mkfifo', [own.path(name)]);
  return own.path(name);
}

test('a named pipe is read to its end', async () => {
  const pipe = namedPipe('whole');
  const writer = createWriteStream(pipe);
  writer.end(`${V2_HEADER}\n${v2Lines(20_000)}`);
  const ended = await flowblame(['ingest', pipe, '--db', own.path('whole.duckdb'), '--quiet']);
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await rowsOf(own.path('whole.duckdb'), 'SELECT count(*) AS n FROM flow_logs')).toEqual([
    { n: 20_000 },
  ]);
});

test.each(['nobody writes to', 'has stalled'])(
  'a named pipe that %s does not hold up an interrupt',
  async (what) => {
    const name = what.replaceAll(' ', '-');
    const pipe = namedPipe(name);
    const child = start(['ingest', pipe, '--db', own.path(`${name}.duckdb`), '--progress', 'json']);
    const ended = outcome(child);
    await once(child.stderr!, 'data');
    let writer;
    if (what === 'has stalled') {
      writer = createWriteStream(pipe);
      writer.on('error', () => undefined);
      writer.write(`${V2_HEADER}\n${v2Lines(10)}`);
    }
    await wait(500);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    writer?.destroy();
    expect({ code, last: stderr.split('\n').at(-2) }).toEqual({ code: 1, last: INTERRUPTED.trim() });
    expect(await rowsOf(own.path(`${name}.duckdb`), 'SELECT count(*) AS n FROM objects')).toEqual([{ n: 0 }]);
  },
);
