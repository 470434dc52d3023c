import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { flowblame, ndjson, ownFolder, sampleStore } from './run-flowblame.ts';

const own = ownFolder();
let db = '';

async function connectivity(...args: readonly string[]) {
  return await flowblame(['connectivity', '--db', db, ...args]);
}

beforeAll(async () => {
  db = own.path('shop.duckdb');
  await sampleStore(db);
});

// One after the other: each writes its verdicts into the store.
describe('connectivity', () => {
  test('prints each cause with its pairs and the question to ask next, and ends with 0', async () => {
    const { code, stdout, stderr } = await connectivity();
    expect(code).toBe(0);
    expect(stderr).toMatch(/SKIPDATA/);
    expect(stdout).toMatch(/^acl-081e178e6f4647a1a outbound rule \* All traffic/);
    expect(stdout).toContain(`flowblame why 10.20.12.32 10.20.20.51 --port 5432 --db ${db}\n`);
    expect(stdout).toContain('\nTO THE INTERNET\n');
  });

  test('is a JSON document that begins as every one does', async () => {
    const { code, stdout, stderr } = await connectivity('--format', 'json', '--quiet');
    expect([code, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(document)).toEqual([
      'flowblame',
      'command',
      'window',
      'coverage',
      'mostlyWorking',
      'pairs',
    ]);
    expect(document.command).toBe('connectivity');
    expect(document.pairs).toHaveLength(11);
  });

  test('judges the window only', async () => {
    const night = ['--since', '2026-03-02T02:00:00Z', '--until', '2026-03-02T02:05:00Z'];
    const { stdout } = await connectivity('--format', 'ndjson', '--quiet', ...night);
    const pairs = ndjson(stdout);
    expect(pairs.map(({ client }) => client)).toEqual(['10.20.21.77']);
    expect(pairs[0]).toMatchObject({ firstSeen: '2026-03-02T02:00:00Z', connections: 9, answered: 0 });
  });

  test('limits the pairs of a cause and counts the others', async () => {
    const { stdout } = await connectivity('--limit', '1', '--quiet');
    expect(stdout.match(/… and 2 more pairs \(--limit\)/g)).toHaveLength(2);
  });

  test('names the rule that why names for the question under the pair', async () => {
    const { stdout } = await connectivity('--format', 'ndjson', '--quiet');
    const ports = [5432, 5433, 587];
    const asked = ports.map((port) => ndjson(stdout).find((pair) => pair.port === port) ?? {});
    for (const { why, ruleId, securityGroups, interfaceId, direction } of asked) {
      const { code, stdout: answer } = await flowblame([
        ...String(why).split(' ').slice(1),
        '--format',
        'json',
      ]);
      expect(code).toBe(3);
      const { firstBlock } = JSON.parse(answer) as { readonly firstBlock: object };
      expect(firstBlock).toMatchObject({ ruleId, securityGroups, interfaceId, direction, outcome: 'deny' });
    }
  });

  test('writes to a file in the form of its ending', async () => {
    const output = own.path('broken.csv');
    const { code, stdout } = await connectivity('--output', output, '--quiet');
    expect([code, stdout]).toEqual([0, '']);
    const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(12);
    expect(lines[0]).toMatch(/^kind,place,cause,verdict,rule_id,.*,why\r?$/);
  });

  test.each([
    [['--limit', '0'], 'expected a whole number from 1 on'],
    [['--since', '2', '--until', '1'], '--since must be before --until'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await connectivity(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('needs a store that exists', async () => {
    const { code, stderr } = await flowblame(['connectivity', '--db', own.path('none.duckdb')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cannot open ".*none\.duckdb": no such store; "flowblame ingest" makes one\n$/);
  });
});
