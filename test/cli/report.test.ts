import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { flowblame, ownFolder, sampleStore } from './run-flowblame.ts';

const folder = ownFolder();
let db = '';

beforeAll(async () => {
  db = folder.path('shop.duckdb');
  await sampleStore(db);
});

async function report(...args: readonly string[]) {
  return await flowblame(['report', '--db', db, '--quiet', ...args]);
}

function file(name: string, text: string): string {
  const path = folder.path(name);
  writeFileSync(path, text);
  return path;
}

// One after the other: each writes its tables into the store.
describe('flowblame report', () => {
  it('tells of the last whole day on a terminal, each cause with the question to ask next', async () => {
    const { code, stdout, stderr } = await report();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^2026-03-02 \(UTC\)\n9 446 records of 17 interfaces/);
    for (const title of ['REFUSED', 'UNUSUAL', 'WHAT THE INTERNET REACHED', 'COSTS BY THE BYTE', 'NOT TOLD'])
      expect(stdout).toContain(`\n${title}\n`);
    expect(stdout).toContain(`\n        flowblame why 10.20.12.32 10.20.20.51 --port 5432 --db ${db}\n`);
    // Commands to paste may be longer.
    const long = stdout
      .split('\n')
      .filter((line) => line.length > 100 && !/^ +(?:flowblame|aws) /.test(line));
    expect(long).toEqual([]);
  });

  it('is a JSON document that begins as every one does, with the window that was chosen', async () => {
    const prices = file(
      'prices.json',
      '{"asOf": "2026-01-31", "bytesPerGb": 1000, "usdPerGb": {"eu-west-1": {"nat-processing": 1}}}',
    );
    const { code, stdout } = await report('--format', 'json', '--day', '2026-03-02', '--prices', prices);
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(document).slice(0, 5)).toEqual([
      'flowblame',
      'command',
      'window',
      'coverage',
      'period',
    ]);
    expect(document).toMatchObject({
      command: 'report',
      window: { since: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' },
      period: { chosen: 'asked', firstStart: '2026-03-02T00:00:14Z' },
      unusedRules: null,
      notTold: { unusedRules: { reason: 'usage-not-run' } },
      costs: {
        prices: { asOf: '2026-01-31' },
        causes: [
          { kind: 'nat-processing', bytes: 439_635_144, usd: 439_635.144 },
          { kind: 'cross-zone', usd: null, lacks: expect.arrayContaining(['no-price']) },
          {},
          {},
        ],
      },
    });
  });

  it('writes a page or Markdown as the ending of the file says', async () => {
    const [page, text] = [folder.path('day.html'), folder.path('day.md')];
    const window = ['--since', '2026-03-02T06:00', '--until', '2026-03-02T18:00'];
    expect((await report('--output', page, ...window)).code).toBe(0);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!DOCTYPE html>/);
    expect((await report('--output', text, ...window)).code).toBe(0);
    const markdown = readFileSync(text, 'utf8');
    expect(markdown).toMatch(/^# Flow logs of 2026-03-02T06:00:00Z to 2026-03-02T18:00:00Z\n/);
    expect(markdown).toContain('| `flowblame why 10.20.12.32 10.20.20.51 --port 5432');
  });
});

describe.concurrent('refused is', () => {
  it.each([
    [['--day', '2026-02-30'], 2, 'expected a date like 2026-03-02'],
    [['--day', '2026-03-02T00:00'], 2, 'expected a date like 2026-03-02'],
    [
      ['--day', '2026-03-02', '--since', '2026-03-01'],
      2,
      '--day cannot be used together with --since or --until',
    ],
    [['--format', 'csv'], 2, "argument 'csv' is invalid"],
    [['--prices', '/nowhere/prices.json'], 1, 'Cannot read "/nowhere/prices.json"'],
  ])('%j', async (args, code, message) => {
    const outcome = await report(...args);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toContain(message);
  });

  it('a file of prices that is none, with the member that is wrong', async () => {
    const wrong = file('wrong.json', '{"asOf": "2026-01-31", "usdPerGb": {"eu-west-1": {"nat": 1}}}');
    const { code, stderr } = await report('--prices', wrong);
    expect(code).toBe(1);
    expect(stderr).toContain(`"${wrong}": "usdPerGb.eu-west-1": "nat" is unknown; expected nat-processing,`);
  });
});
