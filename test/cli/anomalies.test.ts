import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { flowblame, ownFolder, sampleStore } from './run-flowblame.ts';

const folder = ownFolder();
let db = '';

beforeAll(async () => {
  db = folder.path('samples.duckdb');
  await sampleStore(db);
});

async function anomalies(...args: readonly string[]) {
  return await flowblame(['anomalies', '--db', db, ...args]);
}

function file(name: string, text: string): string {
  const path = folder.path(name);
  writeFileSync(path, text);
  return path;
}

describe('flowblame anomalies', () => {
  it('says first what was found, and ends with 0', async () => {
    const { code, stdout } = await anomalies('--quiet');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Found: .*\d (?:critical|high|medium|low).*\.\nLooked at /);
    expect(stdout).toContain('NOT CHECKED');
  });

  it('prints a document that begins as the contract has it', async () => {
    const { stdout } = await anomalies(
      '--format',
      'json',
      '--quiet',
      '--since',
      '2026-03-02',
      '--until',
      '2026-03-03',
    );
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(document).slice(0, 4)).toEqual(['flowblame', 'command', 'window', 'coverage']);
    expect(document).toMatchObject({
      command: 'anomalies',
      window: { since: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' },
    });
  });

  it.each([
    ['medium', 3],
    ['low', 3],
    ['high', 0],
  ])('with --fail-on %s ends with %i', async (band, code) => {
    // Of this detector the sample logs have one finding, of medium severity.
    expect((await anomalies('--quiet', '--detector', 'denied-egress', '--fail-on', band)).code).toBe(code);
  });

  it('shows what --detector names, and refuses other names', async () => {
    const { stdout } = await anomalies(
      '--quiet',
      '--format',
      'ndjson',
      '--detector',
      'denied-egress',
      'log-gap',
    );
    const detectors = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { detector: string }).detector);
    expect(new Set(detectors)).toEqual(new Set(['denied-egress', 'log-gap']));
    expect(await anomalies('--detector', 'portscan')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--detector: there is no "portscan"; expected one of port-scan, /),
    });
  });

  it('takes thresholds, and says what is wrong in their file', async () => {
    const strict = file('strict.json', '{"denied-egress": {"refusals": 1000000}}');
    const { stdout } = await anomalies('--quiet', '--detector', 'denied-egress', '--thresholds', strict);
    expect(stdout).toMatch(/^Nothing unusual was found\.\n/);
    for (const [text, problem] of [
      ['{', 'expected a JSON object of detectors, found text that is no JSON'],
      [
        '{"denied-egress": {"refused": 1}}',
        '"denied-egress" has no threshold "refused": it has refusals, hosts',
      ],
    ] as const) {
      const wrong = file('wrong.json', text);
      const { code, stderr } = await anomalies('--thresholds', wrong);
      expect([code, stderr.startsWith(`"${wrong}": ${problem}`)]).toEqual([1, true]);
    }
    const missing = folder.path('missing.json');
    expect(await anomalies('--thresholds', missing)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`Cannot read "${missing}"`),
    });
  });

  it('leaves out what is allowed, and names entries that are over', async () => {
    const allow = file(
      'allow.json',
      JSON.stringify([
        { detector: 'denied-egress', reason: 'known, being repaired' },
        { detector: 'log-gap', until: '2026-03-01', reason: 'moving house' },
      ]),
    );
    const { stdout, stderr } = await anomalies('--detector', 'denied-egress', 'log-gap', '--allow', allow);
    expect(stdout).not.toContain('denied-egress');
    expect(stdout).toContain('log-gap');
    expect(stdout).toContain('Left out by the allow-list: 1.');
    expect(stderr).toContain(
      `"${allow}": the entry "moving house" ended at 2026-03-01T00:00:00.000Z; what began later is shown`,
    );
    const wrong = file('wrong-allow.json', '[{"actor": "10.0.0.0/33", "reason": "x"}]');
    expect(await anomalies('--allow', wrong)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`"${wrong}" $[0].actor: expected an address`),
    });
  });

  it('looks for addresses of a list', async () => {
    const list = file('list.txt', '# ours for the test\n10.20.20.51\n');
    const { stdout } = await anomalies('--quiet', '--format', 'csv', '--ip-list', list, '--all');
    expect(stdout).toMatch(/^listed-address-[0-9a-f]{12},listed-address,calls-out,.*,10\.20\.20\.51,/m);
    const wrong = file('wrong-list.txt', 'example.com\n');
    expect(await anomalies('--ip-list', wrong)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`"${wrong}", line 1: expected`),
    });
  });

  it('writes OCSF events to a file', async () => {
    const output = folder.path('events.json');
    const { code, stdout } = await anomalies('--quiet', '--format', 'ocsf', '--output', output);
    expect([code, stdout]).toEqual([0, '']);
    const events = JSON.parse(readFileSync(output, 'utf8')) as readonly { class_uid: number }[];
    expect(events.length).toBeGreaterThan(1);
    expect(new Set(events.map((event) => event.class_uid))).toEqual(new Set([2004]));
  });

  it('says that there is no store', async () => {
    const { code, stderr } = await flowblame(['anomalies', '--db', folder.path('none.duckdb')]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no such store')]);
  });
});
