import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowblame, ownFolder, rowsOf, SAMPLE_LOGS, V2_HEADER, v2Lines } from './run-flowblame.ts';

const own = ownFolder();
const SAMPLES = ['2026-03-02-db-v5.log.gz', '2026-03-02-app-v2.log'];

function file(name: string, content: string): string {
  mkdirSync(join(own.path(name), '..'), { recursive: true });
  writeFileSync(own.path(name), content);
  return name;
}

const ingest = async (db: string, ...args: readonly string[]) =>
  flowblame(['ingest', ...args, '--db', own.path(db)], { cwd: own.path('.') });

async function json(db: string, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, stderr } = await ingest(db, ...args, '--format', 'json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

describe.concurrent('flowblame ingest --dedupe', () => {
  test('says how many duplicates are left out, in words and in JSON', async () => {
    file('words/vpc.log', `${V2_HEADER}\n${v2Lines(2000)}`);
    file('words/eni.log', `${V2_HEADER}\n${v2Lines(2500)}`);
    const words = await ingest('words.duckdb', 'words', '--dedupe', '--concurrency', '1');
    expect(words).toMatchObject({ code: 0, stdout: '' });
    expect(words.stderr).toMatch(
      /^4 500 records from 2 objects in [\d.]+ s\n {2}4 050 ACCEPT, 450 REJECT, 2 000 duplicates left out\n$/,
    );
    expect(await rowsOf(own.path('words.duckdb'), 'SELECT count(*) AS n FROM flow_logs')).toEqual([
      { n: 2500 },
    ]);
    file('words/more.log', `${V2_HEADER}\n${v2Lines(1000, 2000)}`);
    expect(await json('words.duckdb', 'words', '--dedupe')).toMatchObject({
      objects: 1,
      skippedObjects: 2,
      records: 1000,
      duplicates: 500,
    });
    const query = 'SELECT sum(records) AS held, sum(duplicates) AS left_out FROM objects';
    expect(await rowsOf(own.path('words.duckdb'), query)).toEqual([{ held: 5500, left_out: 2500 }]);
  });

  test('is hinted at by one line when objects come again under other names, and works afterwards', async () => {
    for (const [i, name] of [...SAMPLES, ...SAMPLES].entries()) {
      mkdirSync(own.path(`again/${i}`), { recursive: true });
      copyFileSync(join(SAMPLE_LOGS, name), own.path(`again/${i}/${name}`));
    }
    const first = await ingest('again.duckdb', 'again', '--concurrency', '1', '--format', 'json');
    expect(first.stderr).toMatch(
      /^2 objects have the very content of others, e\.g\. "[^\n"]*\/again\/2\/[^\n"]*" that of "[^\n"]*\/again\/0\/[^\n"]*": --dedupe leaves such records out$/m,
    );
    expect(first.stderr.match(/very content/g)).toHaveLength(1);
    const { records } = JSON.parse(first.stdout) as { readonly records: number };
    // Nothing is new, and SKIPDATA of the same interval is the same news.
    const after = await ingest('again.duckdb', 'again', '--dedupe');
    expect(after.stderr).toContain(
      `\n  ${(records / 2).toLocaleString('en-US').replaceAll(',', ' ')} duplicates left out\n`,
    );
    const single = await json('single.duckdb', 'again/0', 'again/1', '--quiet');
    expect(single).toMatchObject({ records: records / 2, duplicates: 0 });
    const content = "SELECT COLUMNS(c -> c <> 'object_id')::VARCHAR FROM flow_logs ORDER BY ALL";
    expect(await rowsOf(own.path('again.duckdb'), content)).toEqual(
      await rowsOf(own.path('single.duckdb'), content),
    );
  });

  test('says of which records it cannot tell, and leaves them all', async () => {
    const text = `srcaddr dstaddr bytes\n${'10.0.0.1 10.0.0.2 40\n'.repeat(3)}`;
    file('few.log', text);
    const { code, stderr } = await ingest('few.duckdb', 'few.log', '--dedupe');
    expect(code).toBe(0);
    expect(stderr).toContain('3 records cannot be told from others for lack of fields (interface-id,');
    expect(await rowsOf(own.path('few.duckdb'), 'SELECT count(*) AS n FROM flow_logs')).toEqual([{ n: 3 }]);
  });
});
