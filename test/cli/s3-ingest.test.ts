import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dice } from '../dice.ts';
import type { Fault } from '../sources/s3/fault-proxy.ts';
import { type S3Server, s3Server } from '../sources/s3/s3-server.ts';
import { HEADER, randomRecords } from '../ingest/random-logs.ts';
import { flowblame, outcome, ownFolder, rowsOf, start } from './run-flowblame.ts';
import { expectSound } from './sound-store.ts';

const own = ownFolder();
const RECORDS = 400;
const roll = dice(21);
const log = (records = RECORDS) => gzipSync(`${HEADER}\n${randomRecords(roll, records).join('\n')}\n`);
/** The key that AWS gives to flow logs of ten minutes that begin at `minute` of 10 o'clock. */
const key = (account: string, region: string, day: string, minute: number) => {
  const time = `T10${String(minute).padStart(2, '0')}Z`;
  const folder = `AWSLogs/${account}/vpcflowlogs/${region}/2026/03/${day}`;
  return `${folder}/${account}_vpcflowlogs_${region}_fl-1234abcd_202603${day}${time}_0a1b2c3d.log.gz`;
};
const ONE = '111122223333';
const TWO = '444455556666';
const KEYS = [
  key(ONE, 'eu-west-1', '01', 0),
  key(ONE, 'eu-west-1', '02', 0),
  key(ONE, 'eu-west-1', '02', 10),
  key(ONE, 'us-east-1', '02', 0),
  key(TWO, 'eu-west-1', '02', 0),
];
const CONTENTS = KEYS.map(() => log());
const [FIRST = '', SECOND = ''] = KEYS;

let server: S3Server;

beforeAll(async () => {
  server = await s3Server();
  await server.createBucket('logs');
  await server.put('logs', Object.fromEntries(KEYS.map((name, i) => [name, CONTENTS[i]!])));
});
afterAll(() => server.close());
beforeEach(() => server.proxy.plan());

const args = (db: string, more: readonly string[] = [], url = 's3://logs/') => [
  'ingest',
  url,
  '--endpoint-url',
  server.proxy.url,
  '--region',
  'us-east-1',
  '--db',
  own.path(db),
  '--format',
  'json',
  ...more,
];

async function ingest(db: string, more: readonly string[] = [], url?: string) {
  const { code, stdout, stderr } = await flowblame(args(db, more, url));
  return { code, stderr, result: JSON.parse(stdout || '{}') as Readonly<Record<string, unknown>> };
}

/** Does something to the first so many requests for the body of an object. */
function faultOn(name: string, fault: (attempt: number) => Fault | undefined | Promise<Fault | undefined>) {
  let attempt = 0;
  server.proxy.plan(({ method, path }) =>
    method === 'GET' && path === `/logs/${name}` ? fault(++attempt) : undefined,
  );
}

describe('a bucket as AWS fills it', () => {
  test('is ingested whole, and a second run has nothing to do', async () => {
    const { code, result } = await ingest('whole.duckdb');
    expect({ code, ...result }).toMatchObject({
      code: 0,
      objects: 5,
      records: 5 * RECORDS,
      failedObjects: 0,
    });
    const again = await ingest('whole.duckdb');
    expect({ code: again.code, ...again.result }).toMatchObject({
      code: 0,
      objects: 0,
      skippedObjects: 5,
      records: 0,
    });
    expect(server.proxy.requests.filter(({ path }) => path.endsWith('.gz'))).toHaveLength(5);
    expect(await rowsOf(own.path('whole.duckdb'), 'SELECT name, records FROM objects ORDER BY name')).toEqual(
      KEYS.map((name) => ({ name: `s3://logs/${name}`, records: RECORDS })).toSorted((a, b) =>
        a.name < b.name ? -1 : 1,
      ),
    );
    await expectSound(own.path('whole.duckdb'));
  });

  test.each([
    [
      ['--since', '2026-03-02', '--until', '2026-03-03'],
      [1, 2, 3, 4],
    ],
    [['--account', TWO], [4]],
    [['--account', ONE, TWO, '--region-filter', 'us-east-1'], [3]],
    [['--region-filter', 'eu-west-1', '--until', '2026-03-01T12:00:00Z'], [0]],
  ])('%j chooses objects', async (options, chosen) => {
    const db = `chosen-${chosen.join('-')}.duckdb`;
    expect(await ingest(db, options)).toMatchObject({ code: 0, result: { objects: chosen.length } });
    const names = await rowsOf(own.path(db), 'SELECT name FROM objects ORDER BY name');
    expect(names).toEqual(chosen.map((i) => ({ name: `s3://logs/${KEYS[i]}` })));
  });

  test('has one object under a key', async () => {
    expect(await ingest('key.duckdb', [], `s3://logs/${FIRST}`)).toMatchObject({
      code: 0,
      result: { objects: 1 },
    });
  });
});

describe('what the network and servers do', () => {
  test.each<[string, (attempt: number) => Fault | undefined]>([
    ['a reset', (n) => (n === 1 ? { kind: 'cut', after: 3000, how: 'reset' } : undefined)],
    ['an orderly end too early', (n) => (n < 3 ? { kind: 'cut', after: 2000, how: 'close' } : undefined)],
    ['an end before the first byte', (n) => (n === 1 ? { kind: 'no answer', how: 'reset' } : undefined)],
    ['errors of the server', (n) => (n < 3 ? { kind: 'answer', status: 503 } : undefined)],
  ])('%s costs nothing', async (what, fault) => {
    const db = `${what.replaceAll(' ', '-')}.duckdb`;
    faultOn(SECOND, fault);
    expect(await ingest(db)).toMatchObject({
      code: 0,
      result: { objects: 5, records: 5 * RECORDS, failedObjects: 0 },
    });
    await expectSound(own.path(db));
  });

  test('an object that is refused fails alone, and comes with the next run', async () => {
    faultOn(SECOND, () => ({
      kind: 'answer',
      status: 403,
      body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
    }));
    const { code, result, stderr } = await ingest('refused.duckdb');
    expect({ code, ...result }).toMatchObject({
      code: 1,
      objects: 4,
      failedObjects: 1,
      records: 4 * RECORDS,
    });
    expect(stderr).toContain(`Cannot read "s3://logs/${SECOND}": `);
    expect(stderr).toContain('s3:GetObject');
    expect(stderr).toContain(`arn:aws:s3:::logs/${SECOND}`);
    server.proxy.plan();
    expect(await ingest('refused.duckdb')).toMatchObject({
      code: 0,
      result: { objects: 1, skippedObjects: 4 },
    });
    await expectSound(own.path('refused.duckdb'));
  });

  test('an object that is replaced while it is read is read anew, and never mixed', async () => {
    await server.createBucket('changing');
    await server.put('changing', { 'flow.log.gz': log(30_000) });
    const current = log(7_000);
    let isReplaced = false;
    const isToBeReplaced = new Promise<void>((tell) => {
      server.proxy.plan(async ({ method, path }) => {
        if (method !== 'GET' || path !== '/changing/flow.log.gz') return undefined;
        if (isReplaced) return undefined;
        isReplaced = true;
        tell();
        return { kind: 'cut', after: 100_000, how: 'reset' };
      });
    });
    const swap = async () => {
      await isToBeReplaced;
      await server.put('changing', { 'flow.log.gz': current });
    };
    const [{ code, result }] = await Promise.all([ingest('changing.duckdb', [], 's3://changing/'), swap()]);
    expect({ code, ...result }).toMatchObject({ code: 0, objects: 1, records: 7_000, failedObjects: 0 });
    await expectSound(own.path('changing.duckdb'));
  });

  test.each([
    ['AccessDenied', ['s3:ListBucket', 'arn:aws:s3:::logs']],
    ['InvalidAccessKeyId', ['the access key of the AWS credentials is not known']],
    ['SignatureDoesNotMatch', ['secret']],
  ])('a server that answers %s to the list ends the run in one line', async (name, words) => {
    const body = `<Error><Code>${name}</Code><Message>No</Message></Error>`;
    server.proxy.plan(() => ({ kind: 'answer', status: 403, body }));
    const { code, stderr } = await ingest('denied.duckdb');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cannot list "s3:[^\n]+\n$/);
    for (const word of words) expect(stderr).toContain(word);
  });

  test('an interrupt while the body stalls ends at once, and the store is sound', async () => {
    const isStalled = new Promise<void>((tell) => {
      faultOn(KEYS.at(-1)!, () => {
        tell();
        return { kind: 'cut', after: 1000, how: 'stall' };
      });
    });
    const child = start(args('stalled.duckdb'));
    const ended = outcome(child);
    await isStalled;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const begun = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(performance.now() - begun).toBeLessThan(5000);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Interrupted: what was finished is kept; the same command goes on from there\n',
    });
    await expectSound(own.path('stalled.duckdb'));
    server.proxy.plan();
    expect(await ingest('stalled.duckdb')).toMatchObject({
      code: 0,
      result: { objects: 1, skippedObjects: 4 },
    });
  });
});
