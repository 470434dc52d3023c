import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  flowblame,
  MAIN,
  ndjson,
  ownFolder,
  rowsOf,
  SAMPLE_LOGS,
  sampleStore,
  V2_HEADER,
  v2Lines,
} from './run-flowblame.ts';

const own = ownFolder();
const MEMBERS = [
  'interfaceId',
  'direction',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'records',
  'packets',
  'bytes',
  'firstSeen',
  'lastSeen',
  'verdict',
  'leg',
  'ruleId',
  'rule',
  'securityGroups',
  'nearestMiss',
  'alsoBlockedBy',
  'confidence',
  'evidence',
];
const KEY = MEMBERS.slice(0, 7);

type Verdict = Readonly<Record<string, unknown>>;

let db = '';
let verdicts: readonly Verdict[] = [];

async function blame(...args: readonly string[]) {
  return await flowblame(['blame', '--db', db, ...args]);
}

beforeAll(async () => {
  db = own.path('shop.duckdb');
  await sampleStore(db);
  const { code, stdout } = await blame('--format', 'ndjson');
  expect(code).toBe(0);
  verdicts = ndjson(stdout);
});

describe.concurrent('ndjson', () => {
  test('has one object per key, with the members of the contract in their order', () => {
    expect(verdicts.length).toBeGreaterThan(900);
    for (const verdict of verdicts) expect(Object.keys(verdict)).toEqual(MEMBERS);
    const keys = verdicts.map((verdict) => KEY.map((member) => verdict[member]).join(' '));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('explains every refused record of the log once', () => {
    expect(verdicts.reduce((sum, { records }) => sum + Number(records), 0)).toBe(1080);
  });

  const rules = JSON.parse(
    readFileSync(join(SAMPLE_LOGS, 'expected-rules.json'), 'utf8'),
  ) as readonly Verdict[];

  test.each(rules.map((rule, i) => [i, rule.story, rule] as const))(
    'meets expected rule %i of story %s',
    (_, __, rule) => {
      const { story: ___, ...expected } = rule;
      const told = Object.entries(expected).filter(([name]) => KEY.includes(name));
      const meant = verdicts.filter((verdict) => told.every(([name, value]) => verdict[name] === value));
      expect(meant.length).toBeGreaterThan(0);
      for (const verdict of meant) expect(verdict).toMatchObject(expected);
    },
  );
});

describe('the other formats', () => {
  test('json is one document with version, command, window and coverage first', async () => {
    const { code, stdout } = await blame('--format', 'json');
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(document)).toEqual(['flowblame', 'command', 'window', 'coverage', 'verdicts']);
    expect(document).toMatchObject({
      command: 'blame',
      window: { since: null, until: null },
      coverage: {
        objects: 4,
        rejected: 1080,
        skipdata: 1,
        firstStart: '2026-03-02T00:00:14Z',
        networksCapturedAt: ['2026-03-02T00:00:00Z'],
      },
    });
    expect(document.verdicts).toEqual(verdicts);
  });

  test('csv is read by a parser, row for row', async () => {
    const { stdout } = await blame('--format', 'csv');
    const rows: readonly Record<string, string>[] = parse(stdout, { columns: true });
    expect(rows.map(({ srcaddr, verdict, rule }) => ({ srcaddr, verdict, rule }))).toEqual(
      verdicts.map(({ srcaddr, verdict, rule }) => ({ srcaddr, verdict, rule: rule ?? '' })),
    );
  });

  test('table has a block per rule, inside first, and nothing but the result on standard output', async () => {
    const { code, stdout, stderr } = await blame();
    expect(code).toBe(0);
    expect(stderr).toBe('1 SKIPDATA record: AWS dropped records there, so the log is not complete\n');
    expect(stdout).toMatch(
      /^acl-081e178e6f4647a1a outbound rule \* All traffic 0\.0\.0\.0\/0 DENY\n {2}nacl-implicit-deny, 174 records\n/,
    );
    expect(stdout).toContain(
      '10.20.11.35 → 10.20.20.51:5432 TCP  at eni-0b103b9e93a3118bd ingress  47 records',
    );
    expect(stdout).toContain(
      'nearest miss: sg-01313aefaee352234 inbound rule sgr-0b447c42d56fbc3cb TCP 5432',
    );
    expect(stdout).toContain('then refused by: sg-01313aefaee352234');
    const [inside = '', outside = ''] = stdout.split('FROM THE INTERNET\n');
    expect(inside).not.toContain('198.19.');
    expect(outside).toMatch(/VPC Block Public Access/);
    const counts = [...stdout.matchAll(/^ {2}[a-z-]+, ([\d ]+) records?$|^ *([\d ]+) records? {2}\S/gm)];
    expect(counts.reduce((sum, [, a, b]) => sum + Number((a ?? b ?? '').replaceAll(' ', '')), 0)).toBe(1080);
    expect((await blame('--quiet')).stderr).toBe('');
  });

  test('table by flow has one aligned line per flow', async () => {
    const { stdout } = await blame('--group-by', 'flow');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(verdicts.length + 2);
    const column = lines[0]?.indexOf('verdict') ?? 0;
    for (const line of lines.slice(2)) expect(line.slice(column - 1, column + 1)).toMatch(/^ [a-z]$/);
  });

  test('md is a Markdown table', async () => {
    const lines = (await blame('--format', 'md')).stdout.trimEnd().split('\n');
    expect(lines[1]).toMatch(/^\|( --- \|)+$/);
    for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(18);
  });

  test('the rules are had as json too', async () => {
    const { stdout } = await blame('--group-by', 'rule', '--format', 'json');
    const { rules } = JSON.parse(stdout) as { rules: readonly { records: number; ruleId: string | null }[] };
    expect(rules.reduce((sum, { records }) => sum + records, 0)).toBe(1080);
  });

  test('--output chooses the format by its ending, and nothing is printed', async () => {
    const path = own.path('out.ndjson');
    expect(await blame('--output', path, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(ndjson(readFileSync(path, 'utf8'))).toEqual(verdicts);
  });

  test('a reader that leaves early ends it quietly', async () => {
    const script = `set -o pipefail; "$0" "$1" blame --db "$2" --format ndjson --quiet | head -1`;
    const run = await promisify(execFile)('bash', ['-c', script, process.execPath, MAIN, db]);
    expect(run.stderr).toBe('');
    expect(ndjson(run.stdout)).toEqual(verdicts.slice(0, 1));
  });
});

describe('the window', () => {
  test('limits what is judged to records that start in it', async () => {
    const { stdout } = await blame(
      '--since',
      '2026-03-02T06:00:00Z',
      '--until',
      '2026-03-02T12:00:00Z',
      '--format',
      'json',
    );
    const { window, verdicts: some } = JSON.parse(stdout) as {
      window: unknown;
      verdicts: readonly Verdict[];
    };
    expect(window).toEqual({ since: '2026-03-02T06:00:00Z', until: '2026-03-02T12:00:00Z' });
    expect(some.length).toBeGreaterThan(100);
    expect(some.length).toBeLessThan(verdicts.length);
    for (const { firstSeen } of some) expect(String(firstSeen)).toMatch(/^2026-03-02T(0[6-9]|1[01]):/);
  });

  test('may be empty', async () => {
    const { code, stdout } = await blame('--since', '2027-01-01');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'No REJECT records to explain.\n' });
  });
});

describe('the store afterwards', () => {
  test('shows the verdicts to any DuckDB client', async () => {
    await blame('--quiet', '--format', 'csv');
    const [row] = await rowsOf(
      db,
      'SELECT count(*) AS n, sum(records) AS records, count(DISTINCT verdict) AS kinds FROM verdicts',
    );
    expect(row).toEqual({
      n: verdicts.length,
      records: 1080,
      kinds: new Set(verdicts.map(({ verdict }) => verdict)).size,
    });
  });
});

describe.concurrent('what is missing', () => {
  test('an empty store is an answer without rows and a word on standard error', async () => {
    const { code, stdout, stderr } = await flowblame(['blame', '--db', ':memory:', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      coverage: { objects: 0, networksCapturedAt: [] },
      verdicts: [],
    });
    expect(stderr).toMatch(/holds no flow logs/);
    expect(stderr).toMatch(/No network was imported/);
  });

  test('without a network every interface is unknown, and one is told how to import', async () => {
    const path = own.path('logs-only.duckdb');
    writeFileSync(own.path('some.log'), `${V2_HEADER}\n${v2Lines(50)}`);
    await flowblame(['ingest', own.path('some.log'), '--db', path]);
    const { code, stdout, stderr } = await flowblame(['blame', '--db', path, '--format', 'ndjson']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^No network was imported, so no rule can be named: "flowblame network import"/);
    const found = ndjson(stdout);
    expect(found).toHaveLength(5);
    for (const verdict of found)
      expect(verdict).toMatchObject({ verdict: 'unknown-interface', confidence: 'low', ruleId: null });
  });

  test('a file that is no store is named', async () => {
    const path = own.path('no.duckdb');
    copyFileSync(MAIN, path);
    const { code, stderr } = await flowblame(['blame', '--db', path]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `Cannot open "${path}": not a DuckDB database\n` });
  });
});
