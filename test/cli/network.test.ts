import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { flowblame, ndjson, ownFolder, SAMPLE_LOGS, SAMPLE_NETWORK, V2_HEADER } from './run-flowblame.ts';

const own = ownFolder();
const ACLS = join(SAMPLE_NETWORK, 'describe-network-acls.json');
const GROUPS = join(SAMPLE_NETWORK, 'describe-security-groups.json');

async function importInto(db: string, ...args: readonly string[]) {
  return await flowblame(['network', 'import', ...args, '--db', own.path(db)], { cwd: own.path('.') });
}

describe('network import', () => {
  test('takes a folder, or its files under any names, and counts the same', async () => {
    const folder = await importInto(
      'folder.duckdb',
      SAMPLE_NETWORK,
      '--captured-at',
      '2026-03-02',
      '--format',
      'json',
    );
    expect(folder).toMatchObject({ code: 0, stderr: '' });
    const counted = JSON.parse(folder.stdout) as Record<string, unknown>;
    expect(counted).toMatchObject({
      capturedAt: '2026-03-02T00:00:00Z',
      skipped: [],
      snapshots: 1,
      resources: { vpcs: 1, subnets: 6, networkInterfaces: 16, securityGroups: 10, networkAcls: 4 },
    });
    const names = readdirSync(SAMPLE_NETWORK).map((name, i) => {
      const other = name.startsWith('get-managed') ? name : `page-${i}`;
      copyFileSync(join(SAMPLE_NETWORK, name), own.path(other));
      return other;
    });
    const files = await importInto(
      'files.duckdb',
      ...names,
      '--captured-at',
      '1772409600',
      '--format',
      'json',
    );
    const { resources, rules, capturedAt } = JSON.parse(files.stdout) as Record<string, unknown>;
    expect({ resources, rules, capturedAt }).toEqual({
      resources: counted.resources,
      rules: counted.rules,
      capturedAt: counted.capturedAt,
    });
  });

  test('sums up on standard error, and names what verdicts need', async () => {
    const { code, stdout, stderr } = await importInto('acls.duckdb', ACLS);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^4 network ACLs from 1 file\n {2}captured 20\d\d-.*Z\n/);
    expect(stderr).toContain(
      'Not in this import: describe-network-interfaces, describe-subnets, describe-security-groups.',
    );
    expect(await importInto('acls.duckdb', ACLS, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('--prefix-list says whose entries a file holds', async () => {
    const id = 'pl-0e9cb30e1d44458c6';
    copyFileSync(
      join(SAMPLE_NETWORK, `get-managed-prefix-list-entries.${id}.json`),
      own.path('offices.json'),
    );
    const unnamed = await importInto('lists.duckdb', 'offices.json');
    expect(unnamed).toMatchObject({ code: 1, stderr: expect.stringContaining('offices.json') });
    const named = await importInto('lists.duckdb', 'offices.json', '--prefix-list', `${id}=offices.json`);
    expect(named).toMatchObject({ code: 0, stderr: expect.stringContaining('1 prefix list from 1 file') });
  });

  test('a wrong member is named by file and JSON path, and nothing is imported', async () => {
    const text = readFileSync(GROUPS, 'utf8').replaceAll('"FromPort": 5432', '"FromPort": "any"');
    writeFileSync(own.path('groups.json'), text);
    const { code, stdout, stderr } = await importInto('wrong.duckdb', 'groups.json', ACLS);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^groups\.json: SecurityGroups\[\d+\]\.IpPermissions(Egress)?\[\d+\]\.FromPort: expected a whole number .*found "any"$/m,
    );
    const { stderr: after } = await flowblame(['blame', '--db', own.path('wrong.duckdb')]);
    expect(after).toContain('No network was imported');
  });

  test.each([
    [
      'a flow log',
      '2 111122223333 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 1 2 ACCEPT OK\n',
      'use "flowblame ingest"',
    ],
    ['other JSON', '{"Functions": []}', 'not describe-* output: top-level members "Functions"'],
    ['broken JSON', '{"Vpcs": [', 'JSON'],
  ])('%s is refused, or left out with --skip-unknown', async (_, content, expected) => {
    writeFileSync(own.path('odd.json'), content);
    const refused = await importInto('odd.duckdb', 'odd.json', ACLS);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(expected) });
    expect(refused.stderr).toMatch(/^odd\.json: /);
    const skipped = await importInto('odd.duckdb', 'odd.json', ACLS, '--skip-unknown');
    expect(skipped.code).toBe(0);
    expect(skipped.stderr).toMatch(/^Skipped "odd\.json": /);
    expect(skipped.stderr).toContain('4 network ACLs from 1 file');
  });

  test('a wrong file with a problem in every member does not flood the terminal', async () => {
    const { code, stderr } = await importInto('flood.duckdb', join(SAMPLE_LOGS, 'expected-rules.json'));
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toHaveLength(21);
    expect(stderr).toMatch(/… and \d+ more\n$/);
  });

  test('a missing path is named', async () => {
    expect(await importInto('x.duckdb', 'none')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^none: /),
    });
  });
});

describe('a history of imports', () => {
  const db = 'history.duckdb';
  const record = (start: number) =>
    `2 111122223333 eni-0b8300a521adf3ca0 10.20.12.32 10.20.11.80 40000 443 6 3 180 ${start} ${start + 59} REJECT OK\n`;
  const MORNING = Date.parse('2026-03-02T08:00:00Z') / 1000;
  const EVENING = Date.parse('2026-03-02T20:00:00Z') / 1000;

  beforeAll(async () => {
    writeFileSync(
      own.path('both.log'),
      `${V2_HEADER}\n${record(MORNING)}${record(EVENING)}${record(EVENING + 60)}`,
    );
    const acls = readFileSync(ACLS, 'utf8').replace(/"RuleNumber": 90\b/, '"RuleNumber": 95');
    expect(acls).not.toBe(readFileSync(ACLS, 'utf8'));
    writeFileSync(own.path('noon.json'), acls);
    await flowblame(['ingest', own.path('both.log'), '--db', own.path(db)]);
  });

  async function rules(): Promise<readonly unknown[]> {
    const { stdout } = await flowblame(['blame', '--db', own.path(db), '--format', 'ndjson']);
    return ndjson(stdout).map(({ verdict, ruleId, records, firstSeen }) => ({
      verdict,
      ruleId,
      records,
      firstSeen,
    }));
  }

  test('judges each record by the import in force at its time', async () => {
    await importInto(db, SAMPLE_NETWORK, '--captured-at', '2026-03-02T00:00:00Z');
    const rule90 = { verdict: 'nacl-deny', ruleId: 'acl-0bb73a775383eecd2:ingress:90' };
    expect(await rules()).toEqual([{ ...rule90, records: 3, firstSeen: '2026-03-02T08:00:00Z' }]);
    const later = await importInto(db, 'noon.json', '--captured-at', '2026-03-02T12:00:00Z');
    expect(later.stderr).toContain('2 configurations are now in force one after the other');
    const found = await rules();
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ ...rule90, records: 1, firstSeen: '2026-03-02T08:00:00Z' });
    expect(found).toContainEqual({
      verdict: 'nacl-deny',
      ruleId: 'acl-0bb73a775383eecd2:ingress:95',
      records: 2,
      firstSeen: '2026-03-02T20:00:00Z',
    });
  });
});
