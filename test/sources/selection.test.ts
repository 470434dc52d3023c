import { describe, expect, test } from 'vitest';
import { placeOf, placeOfName } from '../../src/sources/key-place.ts';
import { type Relation, Selection, type Wanted } from '../../src/sources/selection.ts';

const utc = (iso: string) => Date.parse(iso) / 1000;

function relationOf(key: string, wanted: Wanted): Relation {
  return new Selection(wanted).relation(placeOfName(key) ?? placeOf(key));
}

const named = (time: string) => `111122223333_vpcflowlogs_us-east-1_fl-0a1_20250104T${time}Z_5f3b.log.gz`;
const folder = (date: string) => `AWSLogs/111122223333/vpcflowlogs/us-east-1/${date}/`;

describe('a window over the starts of records', () => {
  const window = { since: utc('2025-01-04T15:02Z'), until: utc('2025-01-04T16:00Z') };

  test.each<[string, string, Relation]>([
    ['records that end before it', named('1455'), 'outside'],
    ['records that may end as it begins', named('1500'), 'partly'],
    ['records that end within it', named('1530'), 'inside'],
    ['records that begin in it, end later, and are delivered late', named('1705'), 'inside'],
    ['records that begin after it', named('1710'), 'outside'],
    ['the hour before it', folder('2025/01/04/14'), 'outside'],
    ['the hour in which it begins', folder('2025/01/04/15'), 'partly'],
    ['the hour after it', folder('2025/01/04/16'), 'inside'],
    ['its last hour, for what is late', folder('2025/01/04/17'), 'partly'],
    ['the next hour', folder('2025/01/04/18'), 'outside'],
    ['its day', folder('2025/01/04'), 'partly'],
    ['another month', folder('2025/02'), 'outside'],
    ['its year', folder('2025'), 'partly'],
    ['what no date tells', folder('copies'), 'partly'],
  ])('has %s', (_, key, relation) => {
    expect(relationOf(key, window)).toBe(relation);
  });

  test('may be open at either end', () => {
    expect(relationOf(named('1700'), { since: window.since })).toBe('inside');
    expect(relationOf(named('1455'), { since: window.since })).toBe('outside');
    expect(relationOf(named('0000'), { until: window.until })).toBe('inside');
    expect(relationOf(named('2000'), { until: window.until })).toBe('outside');
  });
});

describe('accounts and regions', () => {
  test.each<[string, Wanted, Relation]>([
    [folder('2025'), {}, 'inside'],
    [folder('2025'), { accounts: ['111122223333', '444455556666'] }, 'inside'],
    [folder('2025'), { accounts: ['444455556666'] }, 'outside'],
    [folder('2025'), { regions: ['us-east-1'] }, 'inside'],
    [folder('2025'), { accounts: ['111122223333'], regions: ['eu-west-1'] }, 'outside'],
    ['AWSLogs/', { accounts: ['111122223333'] }, 'partly'],
    ['AWSLogs/111122223333/vpcflowlogs/', { regions: ['us-east-1'] }, 'partly'],
    [named('1500'), { accounts: ['444455556666'] }, 'outside'],
  ])('of %s', (key, wanted, relation) => {
    expect(relationOf(key, wanted)).toBe(relation);
  });
});
