import { writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { flowblame, ndjson, ownFolder, sampleStore, V2_HEADER } from './run-flowblame.ts';

const own = ownFolder();
const NAME = '111122223333_vpcflowlogs_eu-west-1_fl-0a4c81e2d97b35f60_20260302T0000Z_0.log';
const DAY = ['--since', '2026-03-02', '--until', '2026-03-03'];

let db = '';
let shop = '';

/** A log of two interfaces from midnight on: one without the hour after 02:00, one that is last seen at 01:00. */
function logLines(): readonly string[] {
  const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const line = (eni: string, minute: number) => {
    const startS = Date.parse('2026-03-02T00:00:00Z') / 1000 + minute * 60;
    return `2 111122223333 ${eni} 10.0.0.1 10.0.0.2 1 443 6 1 40 ${startS} ${startS + 59} ACCEPT OK`;
  };
  return [
    V2_HEADER,
    ...[...minutes(0, 120), ...minutes(180, 240)].map((minute) => line('eni-0a', minute)),
    ...minutes(0, 60).map((minute) => line('eni-0b', minute)),
    'no record at all',
  ];
}

beforeAll(async () => {
  db = own.path('status.duckdb');
  shop = own.path('shop.duckdb');
  writeFileSync(own.path(NAME), `${logLines().join('\n')}\n`);
  const { code, stderr } = await flowblame(['ingest', own.path(NAME), '--db', db, '--quiet']);
  if (code !== 0) throw new Error(stderr);
  await sampleStore(shop);
});

async function status(...args: readonly string[]) {
  return await flowblame(['status', '--db', db, ...args]);
}

test('tells a person what is there and what is missing', async () => {
  const { code, stdout, stderr } = await status();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, '  '));
  for (const line of [
    '240 records of 1 account and region',
    '1 gap of a whole account and region, 1 interface last seen before the end, 1 unparsed line in 1 object',
    '111122223333  eu-west-1  2  240  0  0  2026-03-02T00:00:00Z  2026-03-02T03:59:59Z  60 s',
    '111122223333  eu-west-1  2026-03-02T01:59:59Z  2026-03-02T03:00:00Z  1 h',
    'eni-0b  eu-west-1  60  2026-03-02T00:59:59Z  3 h',
    'version 2, 14 fields, text: 1 object, 240 records',
    'without tcp-flags it does not tell who opened a connection',
    'No record is a refusal',
  ]) {
    expect(lines).toContain(line);
  }
});

test('is a JSON document like others, whole lists included', async () => {
  const { code, stdout } = await status('--format', 'json', ...DAY);
  const document = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  expect({ code, keys: Object.keys(document).slice(0, 4) }).toEqual({
    code: 0,
    keys: ['flowblame', 'command', 'window', 'coverage'],
  });
  expect(document).toMatchObject({
    command: 'status',
    window: { since: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' },
    coverage: { objects: 1, records: 240, unparsedLines: 1 },
    scopeGaps: {
      total: 2,
      listed: [
        { from: '2026-03-02T03:59:59Z', to: '2026-03-03T00:00:00Z', seconds: 72_001 },
        { from: '2026-03-02T01:59:59Z', to: '2026-03-02T03:00:00Z', seconds: 3601 },
      ],
    },
    unparsedObjects: { total: 1, lines: 1, listed: [{ firstLineNumber: 242 }] },
    interfaces: [
      { interfaceId: 'eni-0a', records: 180, stoppedEarly: false, inNetwork: null },
      { interfaceId: 'eni-0b', records: 60, stoppedEarly: true, lastEnd: '2026-03-02T00:59:59Z' },
    ],
  });
});

test('takes another length of gaps, and a limit', async () => {
  const gaps = async (...args: readonly string[]) =>
    (
      JSON.parse((await status('--format', 'json', ...args)).stdout) as {
        scopeGaps: { total: number; listed: unknown[] };
      }
    ).scopeGaps;
  expect((await gaps('--gap', '61')).total).toBe(0);
  expect((await gaps('--gap', '60')).total).toBe(1);
  const limited = await gaps('--limit', '1', ...DAY);
  expect([limited.total, limited.listed.length]).toEqual([2, 1]);
});

test('has one row for each interface as CSV, NDJSON and Markdown', async () => {
  const all = ['csv', 'ndjson', 'md'].map(
    async (format) => (await flowblame(['status', '--db', shop, '--format', format])).stdout,
  );
  const [csv = '', json = '', md = ''] = await Promise.all(all);
  const rows = parse(csv, { columns: true }) as readonly Readonly<Record<string, string>>[];
  expect(rows.map((row) => row.interface_id)).toEqual(ndjson(json).map(({ interfaceId }) => interfaceId));
  expect(rows.reduce((sum, { records }) => sum + Number(records), 0)).toBe(9446);
  expect(md.trimEnd().split('\n')).toHaveLength(rows.length + 2);
  expect(rows.filter((row) => row.in_network === 'false').map((row) => row.interface_id)).toEqual([
    'eni-0d36b1f27ac94e805',
  ]);
});

test('answers for an empty store', async () => {
  const { code, stdout } = await flowblame(['status', '--db', ':memory:']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^The store holds no flow logs/);
});

describe('fails', () => {
  test('without a store', async () => {
    const { code, stdout, stderr } = await flowblame(['status', '--db', own.path('none.duckdb')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Cannot open ".*none\.duckdb": no such store; [^\n]+\n$/);
  });

  test.each([
    ['--gap', '0'],
    ['--gap', '1h'],
    ['--limit', '-1'],
  ])('for %s %s', async (option, value) => {
    const { code, stdout, stderr } = await status(option, value);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('expected a whole number from 1 on');
  });
});
