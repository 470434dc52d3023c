import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { flowblame, ndjson, ownFolder, ROOT, rowsOf, sampleStore } from './run-flowblame.ts';

const own = ownFolder();
const NOT_QUERIES = ['schema.sql', 'session.sql'];
const NAMES = readdirSync(join(ROOT, 'queries'))
  .filter((name) => name.endsWith('.sql') && !NOT_QUERIES.includes(name))
  .map((name) => name.slice(0, -'.sql'.length));

let db = '';

async function query(...args: readonly string[]) {
  return await flowblame(['query', ...args, '--db', db]);
}

beforeAll(async () => {
  db = own.path('shop.duckdb');
  await sampleStore(db);
  await flowblame(['blame', '--db', db, '--quiet', '--output', own.path('verdicts.csv')]);
});

function columnsOf(head: string, format: 'table' | 'csv' | 'md'): readonly string[] {
  if (format === 'csv') return head.split(',');
  return format === 'md' ? head.slice(2, -2).split(' | ') : head.trim().split(/ {2,}/);
}

describe.concurrent('the named queries', () => {
  test('are listed with their parameters, without a store', async () => {
    const listed = ndjson((await flowblame(['query', '--list', '--format', 'ndjson'])).stdout);
    expect(listed.map(({ name }) => String(name)).toSorted()).toEqual(NAMES.toSorted());
    expect(listed.find(({ name }) => name === 'long-flows')?.parameters).toContainEqual({
      name: 'gap_s',
      type: 'BIGINT',
      required: false,
      default: '1200',
      meaning: 'a longer silence, in seconds, ends a flow',
    });
    const { code, stdout } = await flowblame(['query', '--list']);
    expect(code).toBe(0);
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    expect(stdout).toMatch(/^WHAT WAS REFUSED\n {2}accepted-then-rejected /m);
    expect(stdout).toMatch(/^ +--param gap_s=1200 {2}a longer/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('tell all of one when it is named', async () => {
    const { code, stdout } = await flowblame(['query', 'unanswered', '--list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^unanswered: Unanswered connections \(What was not answered\)\n\n {2}Which TCP .* Needs tcp-flags\.\n/s,
    );
    expect(stdout).toMatch(/^ {2}--param limit=20 {2}rows to show$/m);
    expect((await flowblame(['query', 'nope', '--list'])).code).toBe(2);
  });

  const FORMATS = ['json', 'table', 'csv', 'md'] as const;

  test.each(NAMES.map((name, i) => [name, FORMATS[i % 4] ?? 'json'] as const))(
    '%s answers as %s',
    async (name, format) => {
      const needed = name === 'conversations-of' ? ['--param', 'address=10.20.20.51'] : [];
      const { code, stdout, stderr } = await query(name, ...needed, '--format', format);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      if (format === 'json') {
        const document = JSON.parse(stdout) as object;
        expect(Object.keys(document)).toEqual([
          'flowblame',
          'command',
          'window',
          'coverage',
          'query',
          'rows',
        ]);
        expect(document).toMatchObject({
          command: 'query',
          query: name,
          window: { since: null, until: null },
        });
      } else {
        expect(columnsOf(stdout.split('\n')[0] ?? '', format)).not.toContain('');
      }
    },
  );

  test('has the same rows in every format', async () => {
    const args = ['top-talkers', '--param', 'limit=3'];
    const rows = ndjson((await query(...args, '--format', 'ndjson')).stdout);
    expect(rows).toHaveLength(3);
    const texts = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)])),
    );
    expect(parse((await query(...args, '--format', 'csv')).stdout, { columns: true })).toEqual(texts);
    const md = (await query(...args, '--format', 'md')).stdout.trimEnd().split('\n');
    expect(md).toHaveLength(5);
    const cells = (md[2] ?? '').split('|').map((cell) => cell.trim());
    expect(cells.slice(1, -1)).toEqual(Object.values(texts[0] ?? {}));
    await query(...args, '--output', own.path('talkers.json'));
    expect((JSON.parse(readFileSync(own.path('talkers.json'), 'utf8')) as { rows: unknown }).rows).toEqual(
      rows,
    );
  });

  test('take --since and --until', async () => {
    const { stdout } = await query(
      'rejects-over-time',
      '--since',
      '2026-03-02T06:00:00Z',
      '--until',
      '2026-03-02T08:00:00Z',
      '--format',
      'json',
    );
    const { window, rows } = JSON.parse(stdout) as { window: unknown; rows: readonly { bucket: string }[] };
    expect(window).toEqual({ since: '2026-03-02T06:00:00Z', until: '2026-03-02T08:00:00Z' });
    expect(rows.map(({ bucket }) => bucket)).toEqual(['2026-03-02T06:00:00Z', '2026-03-02T07:00:00Z']);
  });

  test.each([
    [['--param', 'nope=1'], 'has no parameter "nope": it has limit'],
    [['--param', 'limit=many'], 'Parameter "limit": expected a whole number, found "many"'],
    [['--param', 'limit'], 'expected NAME=VALUE, found "limit"'],
  ])('with %j is a usage error', async (args, expected) => {
    const { code, stdout, stderr } = await query('top-talkers', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });
});

describe.concurrent('SQL', () => {
  test('may ask anything of the view and the tables', async () => {
    const { code, stdout } = await query(
      'SELECT action, count(*) AS n FROM flow_logs GROUP BY ALL ORDER BY 1',
      '--format',
      'csv',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'action,n\nACCEPT,8345\nREJECT,1080\n,21\n' });
  });

  test('values of every kind stay what they are', async () => {
    const sql = `SELECT 9007199254740993 AS big, NULL AS nothing, [1, 2] AS list, {'x': 'a'} AS struct, TRUE AS truth,
      TIMESTAMP '2026-03-02 10:00:00' AS at, 'a "quoted", text' AS text, 'nan'::DOUBLE AS nan, 1 AS twice, 2 AS twice`;
    const [row] = ndjson((await query(sql, '--format', 'ndjson')).stdout);
    expect(Object.values(row ?? {})).toEqual([
      '9007199254740993',
      null,
      [1, 2],
      { x: 'a' },
      true,
      '2026-03-02T10:00:00Z',
      'a "quoted", text',
      null,
      1,
      2,
    ]);
    const [, cells] = parse((await query(sql, '--format', 'csv')).stdout);
    expect(cells).toEqual([
      '9007199254740993',
      '',
      '[1,2]',
      '{"x":"a"}',
      'true',
      '2026-03-02T10:00:00Z',
      'a "quoted", text',
      expect.anything(),
      '1',
      '2',
    ]);
  });

  test.each([
    ['SELECT nope FROM flow_logs', 'Referenced column "nope" not found'],
    ['SELEC 1', 'syntax error at or near "SELEC"'],
    ['SELECT * FROM nowhere', 'nowhere'],
    ['SELECT $x', 'x'],
    ["SELECT CAST('a' AS INTEGER)", 'Could not convert'],
  ])('%s is an error in one line', async (sql, expected) => {
    const { code, stdout, stderr } = await query(sql);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(expected);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  test.each([
    'DELETE FROM records',
    'SELECT 1; DELETE FROM records',
    'DROP VIEW flow_logs',
    'CREATE TABLE mine (a INTEGER)',
    "UPDATE objects SET name = 'x'",
  ])('%s changes nothing', async (sql) => {
    const { code, stderr } = await query(sql);
    expect(code).toBe(1);
    expect(stderr).toMatch(/read-only[^\n]*\n$/);
    expect(await rowsOf(db, 'SELECT count(*) AS n FROM flow_logs')).toEqual([{ n: 9446 }]);
  });
});
