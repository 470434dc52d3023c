import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { IS_THOROUGH } from '../thorough.ts';
import { flowblame, ownFolder, rowsOf, V2_HEADER, v2Lines } from './run-flowblame.ts';

const own = ownFolder();
const MOST_MORE_MB = 150;
const LINES_AT_A_TIME = 50_000;

/** Tells the most memory that the process had, in KiB, at its end. */
const TELL = `data:text/javascript,process.on("exit",()=>process.stderr.write("maxRSS "+process.resourceUsage().maxRSS))`;

/** The most memory in MB that an ingest of one object of so many lines takes. */
async function memoryOf(lines: number): Promise<number> {
  const log = own.path(`${lines}.log`);
  const file = createWriteStream(log);
  file.write(`${V2_HEADER}\n`);
  for (let from = 0; from < lines; from += LINES_AT_A_TIME) {
    if (!file.write(v2Lines(LINES_AT_A_TIME, from))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  const db = own.path(`${lines}.duckdb`);
  const args = ['ingest', log, '--db', db, '--memory-limit', '256MB', '--quiet'];
  const { code, stderr } = await flowblame(args, { node: ['--import', TELL] });
  expect(code).toBe(0);
  expect(await rowsOf(db, 'SELECT count(*) AS n FROM records')).toEqual([{ n: lines }]);
  return Number(/maxRSS (\d+)/.exec(stderr)?.[1]) / 1024;
}

test.skipIf(!IS_THOROUGH)(
  'memory does not grow with the size of an object',
  async () => {
    const small = await memoryOf(500_000);
    const large = await memoryOf(3_000_000);
    expect(small).toBeGreaterThan(50);
    expect(large - small).toBeLessThan(MOST_MORE_MB);
  },
  600_000,
);
