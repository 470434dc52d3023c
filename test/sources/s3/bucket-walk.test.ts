import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListRequest } from '../../../src/sources/s3/bucket.ts';
import { type Listable, walkBucket } from '../../../src/sources/s3/bucket-walk.ts';
import { Selection, type Wanted } from '../../../src/sources/selection.ts';

const ACCOUNTS = ['111122223333', '444455556666'];
const REGIONS = ['us-east-1', 'eu-west-1'];
const DAY = 86_400;
/** The last hours of a year, so that every folder of a date changes. */
const EPOCH = Date.UTC(2024, 11, 30) / 1000;

/** A listing of keys in memory, in small pages. */
function bucketOf(keys: readonly string[], pageSize = 3): Listable & { readonly requests: ListRequest[] } {
  const requests: ListRequest[] = [];
  const entries = (prefix: string, folders: boolean): readonly string[] => {
    const found = keys.filter((key) => key.startsWith(prefix)).toSorted();
    const cut = (key: string) => {
      const slash = key.indexOf('/', prefix.length);
      return folders && slash >= 0 ? key.slice(0, slash + 1) : key;
    };
    return [...new Set(found.map(cut))];
  };
  return {
    requests,
    list: (request) => {
      requests.push(request);
      const { prefix, folders = false, next } = request;
      const all = entries(prefix, folders);
      const from = Number(next ?? 0);
      const page = all.slice(from, from + pageSize);
      const isFolder = (entry: string) => folders && entry.indexOf('/', prefix.length) >= 0;
      return Promise.resolve({
        objects: page.filter((entry) => !isFolder(entry)).map((key) => ({ key, size: 1, etag: 'e' })),
        folders: page.filter(isFolder),
        next: from + pageSize < all.length ? String(from + pageSize) : null,
      });
    },
  };
}

async function keysOf(bucket: Listable, prefix: string, wanted: Wanted): Promise<readonly string[]> {
  const options = { selection: new Selection(wanted), signal: new AbortController().signal };
  const { logs } = await walkBucket(bucket, prefix, options);
  return logs.map(({ key }) => key).toSorted();
}

/** Where a record is and in what layout, and how late its object came. */
const delivery = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  region: fc.constantFrom(...REGIONS),
  start: fc.integer({ min: EPOCH, max: EPOCH + 4 * DAY }),
  length: fc.integer({ min: 0, max: 600 }),
  late: fc.integer({ min: 0, max: 3_300 }),
  isHive: fc.boolean(),
  isHourly: fc.boolean(),
  top: fc.constantFrom('AWSLogs/', 'logs/AWSLogs/', 'AWSLogs/o-ab12cd34ef/', 'copies/'),
  isNamed: fc.boolean(),
});
type Delivery = typeof delivery extends fc.Arbitrary<infer T> ? T : never;

function keyOf({ account, region, start, length, late, isHive, isHourly, top, isNamed }: Delivery): string {
  const time = new Date(Math.floor((start + length + late) / 300) * 300_000).toISOString();
  const [year = '', month = '', day = '', hour = '', minute = ''] = time.split(/[-T:]/);
  const name = isNamed
    ? `${account}_vpcflowlogs_${region}_fl-0a1_${year}${month}${day}T${hour}${minute}Z_${start}.log.gz`
    : `${start}.log`;
  const folders: readonly (readonly [string, string])[] = [
    ['aws-account-id', account],
    ['aws-service', 'vpcflowlogs'],
    ['aws-region', region],
    ['year', year],
    ['month', month],
    ['day', day],
    ['hour', hour],
  ];
  const path = folders
    .slice(0, isHourly ? 7 : 6)
    .map(([label, value]) => (isHive ? `${label}=${value}` : value))
    .join('/');
  return `${top}${path}/${name}`;
}

const wanted = fc
  .record({
    since: fc.option(fc.integer({ min: EPOCH, max: EPOCH + 4 * DAY })),
    length: fc.option(fc.integer({ min: 0, max: 2 * DAY })),
    accounts: fc.option(fc.subarray(ACCOUNTS, { minLength: 1 })),
    regions: fc.option(fc.subarray(REGIONS, { minLength: 1 })),
  })
  .map(
    ({ since, length, accounts, regions }): Wanted => ({
      ...(since === null ? {} : { since }),
      ...(length === null ? {} : { until: (since ?? EPOCH) + length }),
      ...(accounts === null ? {} : { accounts }),
      ...(regions === null ? {} : { regions }),
    }),
  );

describe('a walk', () => {
  test('finds the object of every record that is wanted, in any layout, and no other account or region', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { maxLength: 25 }), wanted, async (deliveries, narrow) => {
        const found = new Set(await keysOf(bucketOf(deliveries.map(keyOf)), '', narrow));
        for (const one of deliveries) {
          const isOurs =
            (narrow.accounts?.includes(one.account) ?? true) &&
            (narrow.regions?.includes(one.region) ?? true);
          const isThen = one.start >= (narrow.since ?? -Infinity) && one.start < (narrow.until ?? Infinity);
          if (isOurs && isThen) expect(found).toContain(keyOf(one));
          if (!isOurs) expect(found).not.toContain(keyOf(one));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('leaves out what is more than a folder and the lateness away', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, wanted, async (one, narrow) => {
        const found = await keysOf(bucketOf([keyOf(one)]), '', narrow);
        const ended = one.start + one.length + one.late;
        // Without a time in its name an object is placed by its folder alone.
        const slack = one.isNamed ? 600 : one.isHourly ? 3_600 : DAY;
        const isFar =
          ended < (narrow.since ?? -Infinity) - slack || ended > (narrow.until ?? Infinity) + 4_200 + slack;
        if (isFar) expect(found).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('from anywhere finds what a listing of everything would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(delivery, { minLength: 1, maxLength: 25 }),
        fc.nat(),
        async (deliveries, cut) => {
          const keys = [...new Set(deliveries.map(keyOf))];
          const prefix = (keys[0] ?? '').slice(0, cut % (keys[0] ?? '').length);
          expect(await keysOf(bucketOf(keys), prefix, {})).toEqual(
            keys.filter((key) => key.startsWith(prefix)).toSorted(),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('asks for a few folders where a day of one region is wanted', async () => {
    const hours = Array.from({ length: 96 }, (_, hour) => EPOCH + hour * 3_600);
    const keys = ACCOUNTS.flatMap((account) =>
      REGIONS.flatMap((region) =>
        hours.map((start) =>
          keyOf({
            account,
            region,
            start,
            length: 60,
            late: 0,
            isHive: false,
            isHourly: false,
            top: 'AWSLogs/',
            isNamed: true,
          }),
        ),
      ),
    );
    const bucket = bucketOf(keys, 1_000);
    const narrow = {
      since: EPOCH + DAY,
      until: EPOCH + 1.5 * DAY,
      accounts: ACCOUNTS.slice(1),
      regions: REGIONS.slice(1),
    };
    expect(await keysOf(bucket, '', narrow)).toHaveLength(14);
    expect(bucket.requests.map(({ prefix }) => prefix)).toEqual([
      '',
      'AWSLogs/',
      'AWSLogs/444455556666/vpcflowlogs/',
      'AWSLogs/444455556666/vpcflowlogs/eu-west-1/',
      'AWSLogs/444455556666/vpcflowlogs/eu-west-1/2024/',
      'AWSLogs/444455556666/vpcflowlogs/eu-west-1/2024/12/',
      'AWSLogs/444455556666/vpcflowlogs/eu-west-1/2024/12/31/',
    ]);
  });
});
