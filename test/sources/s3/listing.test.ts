import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Sources } from '../../../src/sources/s3/s3-sources.ts';
import type { S3Options } from '../../../src/sources/s3/options.ts';
import { bytesOf, type S3Server, s3Server } from './s3-server.ts';

let server: S3Server;

beforeAll(async () => {
  const started = await s3Server();
  // Nothing stalls here, and a listing may take its time on a busy machine.
  const limits = { ...started.options.limits, socketTimeout: 10_000 };
  server = { ...started, options: { ...started.options, limits } };
});
afterAll(() => server.close());

interface Found {
  /** Keys, of sources and of what was left out. */
  readonly keys: readonly string[];
  readonly leftOut: readonly string[];
  /** Prefixes that were listed; a `*` at the end where folders were not asked for. */
  readonly listed: readonly string[];
}

async function find(url: string, options: S3Options = {}): Promise<Found> {
  server.proxy.plan();
  const bucket = /^s3:\/\/[^/]*\/?/.exec(url)?.[0].replace(/\/?$/, '/') ?? '';
  const { sources, leftOut, close } = await s3Sources(url, { ...server.options, ...options });
  close();
  return {
    keys: sources.map(({ name }) => name.slice(bucket.length)),
    leftOut: leftOut.map((name) => name.slice(bucket.length)),
    listed: server.proxy.requests
      .map(({ query }) => `${query.get('prefix') ?? ''}${query.has('delimiter') ? '' : '*'}`)
      .toSorted(),
  };
}

const utc = (iso: string) => Date.parse(iso) / 1000;

/** The name that AWS gives an object. */
function logName(account: string, region: string, iso: string, hash = '5f3b'): string {
  const time = iso.replaceAll(/[-:]/g, '').slice(0, 13);
  return `${account}_vpcflowlogs_${region}_fl-0a1b2c3d4e5f60718_${time}Z_${hash}.log.gz`;
}

type Layout = (account: string, region: string, iso: string) => string;

function layout(isHive: boolean, isHourly: boolean, top = 'AWSLogs/'): Layout {
  return (account, region, iso) => {
    const [year = '', month = '', day = '', hour = ''] = iso.split(/[-T:]/);
    const folders = isHive
      ? [`aws-account-id=${account}`, 'aws-service=vpcflowlogs', `aws-region=${region}`]
      : [account, 'vpcflowlogs', region];
    const dates = isHive
      ? [`year=${year}`, `month=${month}`, `day=${day}`, `hour=${hour}`]
      : [year, month, day, hour];
    return `${top}${[...folders, ...dates.slice(0, isHourly ? 4 : 3)].join('/')}/`;
  };
}

const LAYOUTS: readonly (readonly [name: string, bucket: string, folder: Layout, isHourly: boolean])[] = [
  ['plain', 'plain', layout(false, false), false],
  ['hourly', 'hourly', layout(false, true), true],
  ['Hive', 'hive', layout(true, false), false],
  ['hourly Hive', 'hive-hourly', layout(true, true), true],
  ['organisation', 'organisation', layout(false, false, 'AWSLogs/o-ab12cd34ef/'), false],
  ['prefixed', 'prefixed', layout(true, true, 'logs/network/AWSLogs/'), true],
];

describe.each(LAYOUTS)('the %s layout', (_, bucket, folder, isHourly) => {
  const keyOf = (account: string, region: string, iso: string) =>
    `${folder(account, region, iso)}${logName(account, region, iso)}`;
  const all = ['111122223333', '444455556666'].flatMap((account) =>
    ['us-east-1', 'eu-west-1'].flatMap((region) =>
      [
        '2024-12-31T23:55',
        '2025-01-03T12:00',
        '2025-01-04T00:00',
        '2025-01-04T15:10',
        '2025-01-04T23:55',
        '2025-01-05T00:05',
        '2025-01-05T08:00',
      ].map((iso) => keyOf(account, region, iso)),
    ),
  );
  const top =
    folder('111122223333', 'us-east-1', '2025-01-04T00:00').split(/(?:aws-account-id=)?1111/)[0] ?? '';

  beforeAll(async () => {
    await server.createBucket(bucket);
    const folders = [...new Set(all.map((key) => key.split(/(?:aws-service=)?vpcflowlogs/)[0] ?? ''))];
    const others = folders.map((account) => `${account}CloudTrail/us-east-1/2025/01/04/a.json.gz`);
    await server.put(bucket, Object.fromEntries([...all, ...others].map((key) => [key, 'x'])));
  });

  test('is found from the bucket down, and other services are never listed', async () => {
    const found = await find(`s3://${bucket}`);
    expect(found.keys).toEqual(all.toSorted());
    expect(found.leftOut).toEqual([]);
    expect(found.listed.filter((prefix) => prefix.includes('CloudTrail'))).toEqual([]);
    const whole = found.listed.filter((prefix) => prefix.endsWith('*'));
    expect(whole).toHaveLength(2);
    for (const prefix of whole) expect(prefix).toMatch(/vpcflowlogs\/\*$/);
  });

  test('is narrowed to an account, a region and an hour', async () => {
    const found = await find(`s3://${bucket}/`, {
      accounts: ['444455556666'],
      regions: ['us-east-1'],
      since: utc('2025-01-04T15:00Z'),
      until: utc('2025-01-04T16:00Z'),
    });
    expect(found.keys).toEqual([keyOf('444455556666', 'us-east-1', '2025-01-04T15:10')]);
    const wanted = found.listed.filter((prefix) => prefix.startsWith(top) && prefix.length > top.length);
    const region = (folder('444455556666', 'us-east-1', '2025').match(/^.*us-east-1\//) ?? [''])[0];
    const year = `${region}${bucket.includes('hive') || bucket === 'prefixed' ? 'year=2025/' : '2025/'}`;
    const day = folder('444455556666', 'us-east-1', '2025-01-04T15:10').replace(
      isHourly ? /[^/]*\/$/ : /^$/,
      '',
    );
    const month = day.replace(/[^/]*\/$/, '');
    const service = region.replace(/[^/]*\/$/, '');
    const hour = isHourly ? [`${folder('444455556666', 'us-east-1', '2025-01-04T15:10')}*`] : [];
    expect(wanted).toEqual([service, region, year, month, day, ...hour].toSorted());
  });

  test('is narrowed to a day, with the first hour of the next for records that end there', async () => {
    const found = await find(`s3://${bucket}/${top}`, {
      since: utc('2025-01-04T00:00Z'),
      until: utc('2025-01-05T00:00Z'),
      regions: ['eu-west-1'],
    });
    const days = ['2025-01-04T00:00', '2025-01-04T15:10', '2025-01-04T23:55', '2025-01-05T00:05'];
    const expected = ['111122223333', '444455556666'].flatMap((account) =>
      days.map((iso) => keyOf(account, 'eu-west-1', iso)),
    );
    expect(found.keys).toEqual(expected.toSorted());
    expect(found.listed.join('\n')).not.toMatch(/us-east-1|2024|day=03|\/03\/|hour=08|05\/08/);
  });

  test('is read below any of its folders, and from half a name', async () => {
    const region = folder('111122223333', 'eu-west-1', '2025').match(/^.*eu-west-1\//)?.[0] ?? '';
    const ofRegion = all.filter((key) => key.startsWith(region)).toSorted();
    expect((await find(`s3://${bucket}/${region}`)).keys).toEqual(ofRegion);
    expect((await find(`s3://${bucket}/${region.slice(0, -1)}`)).keys).toEqual(ofRegion);
    const since = utc('2025-01-05T07:00Z');
    expect((await find(`s3://${bucket}/${region.slice(0, -3)}`, { since })).keys).toEqual([
      keyOf('111122223333', 'eu-west-1', '2025-01-05T08:00'),
    ]);
  });

  test('has nothing for an account that it does not hold', async () => {
    await expect(find(`s3://${bucket}`, { accounts: ['999999999999'] })).rejects.toThrow(
      `Cannot find flow logs under "s3://${bucket}": all of them lie outside the time, accounts and regions asked for`,
    );
  });
});

describe('a bucket', () => {
  test('of more objects than a page holds is listed to its end', async () => {
    await server.createBucket('pages');
    const keys = Array.from({ length: 1_203 }, (_, at) => `exports/${String(at).padStart(6, '0')}.gz`);
    await server.put('pages', Object.fromEntries(keys.map((key) => [key, 'x'])));
    const counts: number[] = [];
    const found = await find('s3://pages/exports/', { onListed: (count) => counts.push(count) });
    expect(found.keys).toEqual(keys);
    expect(counts.at(-1)).toBe(1_203);
    expect(counts.length).toBeGreaterThan(1);
  });

  test('may hold any keys; their bytes, sizes and ETags come through', async () => {
    await server.createBucket('odd');
    const objects = {
      'a b/ü+ö%20&?=#.log': 'one',
      'a b/日本 100%.log.gz': 'two!',
      'quotes\'"<>/é.txt': 'three',
      '//double//slash': 'x',
      'empty.log': '',
    };
    await server.put('odd', objects);
    const { sources, close } = await s3Sources('s3://odd', server.options);
    expect(sources.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(objects)
        .map((key) => `s3://odd/${key}`)
        .toSorted(),
    );
    for (const source of sources) {
      const content = objects[source.name.slice('s3://odd/'.length) as keyof typeof objects];
      expect(source.size).toBe(content.length);
      expect(source.version).toMatch(/^[0-9a-f]{32}$/);
      expect((await bytesOf(source)).toString()).toBe(content);
    }
    close();
    expect((await find('s3://odd/a b/ü+')).keys).toEqual(['a b/ü+ö%20&?=#.log']);
  });

  test('has markers that are no logs, and files of other names, which are told', async () => {
    await server.createBucket('mixed');
    await server.put('mixed', {
      'logs/': '',
      'logs/day_$folder$': '',
      'logs/aws-logs-write-test': 'Permission check',
      'logs/0f1.csv': 'a',
      'logs/0f1.csv.metadata': 'b',
      'logs/a.parquet': 'p',
      'logs/b.json.gz': 'j',
      'logs/notes.pdf': 'n',
      'logs/odd/': 'not empty',
      'logs/123456789012_CloudTrail_us-east-1_20250104T0000Z_a.json.gz': 'c',
    });
    const found = await find('s3://mixed');
    expect(found.keys).toEqual(['logs/0f1.csv', 'logs/a.parquet', 'logs/b.json.gz']);
    expect(found.leftOut).toEqual([
      'logs/123456789012_CloudTrail_us-east-1_20250104T0000Z_a.json.gz',
      'logs/notes.pdf',
      'logs/odd/',
    ]);
    await expect(find('s3://mixed/logs/notes')).rejects.toThrow(
      /: none of the 1 objects there is named like one$/,
    );
    expect((await find('s3://mixed/logs/notes.pdf')).keys).toEqual(['logs/notes.pdf']);
  });

  test('has folders, which come before names that begin alike, and keys, which come before both', async () => {
    await server.createBucket('names');
    await server.put('names', {
      'a/1.log': 'x',
      'a-old/2.log': 'x',
      'ab.log': 'x',
      'b.log': 'x',
      'b.log.1': 'x',
      marked: '',
      'marked/3.log': 'x',
    });
    expect((await find('s3://names/a')).keys).toEqual(['a/1.log']);
    expect((await find('s3://names/a-')).keys).toEqual(['a-old/2.log']);
    expect((await find('s3://names/b.log')).keys).toEqual(['b.log']);
    expect((await find('s3://names/b.lo')).keys).toEqual(['b.log', 'b.log.1']);
    expect((await find('s3://names/marked')).keys).toEqual(['marked/3.log']);
    expect((await find('S3://names')).keys).toHaveLength(7);
  });

  test('keeps objects in a window that no name or folder places in time', async () => {
    await server.createBucket('unplaced');
    const name = (iso: string) => logName('111122223333', 'us-east-1', iso);
    await server.put('unplaced', {
      'copies/000000.gz': 'x',
      [`copies/${name('2025-01-04T10:00')}`]: 'x',
      [`copies/${name('2025-02-04T10:00')}`]: 'x',
    });
    const since = utc('2025-01-04T00:00Z');
    expect((await find('s3://unplaced/copies', { since, until: since + 86_400 })).keys).toEqual([
      'copies/000000.gz',
      `copies/${name('2025-01-04T10:00')}`,
    ]);
    expect((await find('s3://unplaced', { accounts: ['1'] })).keys).toEqual(['copies/000000.gz']);
  });

  test('is listed as it is where folders are many, but never what other services have under AWSLogs', async () => {
    await server.createBucket('wide');
    const streams = Array.from({ length: 60 }, (_, at) => `eni-${at}-all/000000.gz`);
    await server.put('wide', Object.fromEntries(streams.map((key) => [`task/${key}`, 'x'])));
    const narrow = await find('s3://wide');
    expect(narrow.keys).toHaveLength(60);
    expect(narrow.listed).toEqual(['', 'task/', 'task/*']);
    await server.put('wide', {
      'task/AWSLogs/111122223333/vpcflowlogs/us-east-1/2025/01/04/a.log': 'x',
      'task/AWSLogs/111122223333/CloudTrail/us-east-1/2025/01/04/b.log': 'x',
      'task/AWSLogs/strange/c.log': 'x',
    });
    const both = await find('s3://wide/task/');
    expect(both.keys).toHaveLength(61);
    expect(both.leftOut).toEqual(['task/AWSLogs/strange/']);
    expect(both.listed.join('\n')).not.toMatch(/CloudTrail|strange/);
  });

  test('that is empty, or has nothing under the prefix, is an error', async () => {
    await server.createBucket('empty');
    await expect(find('s3://empty')).rejects.toThrow(
      /^Cannot find flow logs under "s3:\/\/empty": nothing is there$/,
    );
    await server.put('empty', { 'folder/': '' });
    await expect(find('s3://empty/fold')).rejects.toThrow(/: nothing is there$/);
    await expect(find('s3://empty/2025/*/a.log')).rejects.toThrow(
      /: nothing is there \(a \* in s3:\/\/ URLs is only a character\)$/,
    );
  });

  test('must be named', async () => {
    for (const url of ['s3://', 's3:///key'])
      await expect(s3Sources(url, server.options)).rejects.toThrow(
        `Cannot read "${url}": s3://bucket or s3://bucket/prefix is expected`,
      );
  });
});
