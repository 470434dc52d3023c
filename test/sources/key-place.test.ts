import { describe, expect, test } from 'vitest';
import { type KeyPlace, placeOf, placeOfName } from '../../src/sources/key-place.ts';

const utc = (iso: string) => Date.parse(iso) / 1000;
const ACCOUNT = '111122223333';

describe('the place of a folder', () => {
  test.each<[string, Partial<KeyPlace>]>([
    ['', { level: 'unknown' }],
    ['logs/network/', { level: 'unknown' }],
    ['x/AWSLogs/', { level: 'logs' }],
    ['AWSLogs/o-ab12cd34ef/', { level: 'logs' }],
    [`AWSLogs/${ACCOUNT}/`, { level: 'account', account: ACCOUNT }],
    [`AWSLogs/o-ab12cd34ef/${ACCOUNT}/`, { level: 'account', account: ACCOUNT }],
    [`AWSLogs/aws-account-id=${ACCOUNT}/`, { level: 'account', account: ACCOUNT }],
    [`AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/`, { level: 'foreign' }],
    ['AWSLogs/elsewhere/', { level: 'foreign' }],
    [`AWSLogs/${ACCOUNT}/vpcflowlogs/`, { level: 'service', account: ACCOUNT }],
    [`AWSLogs/${ACCOUNT}/vpcflowlogs/us-gov-east-1/`, { level: 'region', region: 'us-gov-east-1' }],
    [`copy/${ACCOUNT}/vpcflowlogs/eu-west-1/`, { level: 'region', account: ACCOUNT, region: 'eu-west-1' }],
    ['copy/vpcflowlogs/eu-west-1/', { level: 'region', region: 'eu-west-1' }],
    [`AWSLogs/${ACCOUNT}/vpcflowlogs/strange/`, { level: 'below', account: ACCOUNT }],
  ])('%s', (prefix, place) => {
    expect(placeOf(prefix)).toMatchObject(place);
  });

  test.each([
    ['2024/', 'year', '2024-01-01T00:00Z', '2025-01-01T00:00Z'],
    ['2024/12/', 'month', '2024-12-01T00:00Z', '2025-01-01T00:00Z'],
    ['2024/02/29/', 'day', '2024-02-29T00:00Z', '2024-03-01T00:00Z'],
    ['2024/12/31/23/', 'hour', '2024-12-31T23:00Z', '2025-01-01T00:00Z'],
    ['year=2024/month=12/day=31/hour=23/', 'hour', '2024-12-31T23:00Z', '2025-01-01T00:00Z'],
    ['2024/12/31/23/more/', 'below', '2024-12-31T23:00Z', '2025-01-01T00:00Z'],
    ['2024/12/part=1/', 'below', '2024-12-01T00:00Z', '2025-01-01T00:00Z'],
  ])('%s of a region says when records ended', (folders, level, from, to) => {
    const place = placeOf(`AWSLogs/${ACCOUNT}/vpcflowlogs/us-east-1/${folders}half-a-na`);
    expect(place).toMatchObject({ level, region: 'us-east-1', span: { from: utc(from), to: utc(to) } });
  });
});

describe('the place of a name', () => {
  test('is that of the five minutes in which its records ended', () => {
    const name = `${ACCOUNT}_vpcflowlogs_us-east-1_fl-0a1b2c_20250104T1620Z_5f3b.log.gz`;
    const place = {
      level: 'below',
      account: ACCOUNT,
      region: 'us-east-1',
      span: { from: utc('2025-01-04T16:20Z'), to: utc('2025-01-04T16:25Z') },
    };
    expect(placeOfName(name)).toEqual(place);
    expect(placeOfName(`any/folder/${name.replace('.log.gz', '.log.parquet')}`)).toEqual(place);
  });

  test.each(['000000.gz', 'flow.log', '111122223333_CloudTrail_us-east-1_20250104T1620Z_a.json.gz', ''])(
    'is not known of %s',
    (name) => {
      expect(placeOfName(name)).toBeNull();
    },
  );
});
