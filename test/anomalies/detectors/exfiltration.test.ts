import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type EdgeRow, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const FAR = '203.0.113.7';
const TODAY = DAY_START_S / 86_400;
const MB = 1_000_000;

function sends(bytes_up: number, given: Partial<ConnectionRow> = {}): ConnectionRow {
  return { client: HOST, server: FAR, start_s: DAY_START_S + 60, bytes_up, bytes_down: 1000, ...given };
}

/** What the host sent on each of the days before. */
function before(
  days: number,
  bytes_up: (day: number) => number,
  given: Partial<EdgeRow> = {},
): readonly EdgeRow[] {
  return Array.from({ length: days }, (_, n) => ({
    day: TODAY - 1 - n,
    client: HOST,
    server: FAR,
    server_port: 443,
    bytes_up: bytes_up(n),
    ...given,
  }));
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('exfiltration', { connections, ...rows }, thresholds);
}

describe('exfiltration', () => {
  test('500 MB are enough, and less are not', async () => {
    const [finding, ...others] = await found([sends(300 * MB), sends(200 * MB)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: null,
      base: 'medium',
      port: 443,
      protocol: 6,
      connections: 2,
      bytes: 500 * MB + 2000,
      worked: true,
      hostsWithTarget: 1,
      baselineKind: 'none',
      evidenceStrength: 0,
    });
    expect(await found([sends(300 * MB), sends(200 * MB - 1)])).toEqual([]);
  });

  test('three times what comes back is enough, and less is not', async () => {
    expect(await found([sends(600 * MB, { bytes_down: 200 * MB })])).toHaveLength(1);
    expect(await found([sends(600 * MB, { bytes_down: 200 * MB + 1 })])).toEqual([]);
  });

  test('5 GB are high, and so is a database’s', async () => {
    expect(await found([sends(5000 * MB)])).toMatchObject([{ base: 'high' }]);
    expect(await found([sends(5000 * MB - 1)])).toMatchObject([{ base: 'medium' }]);
    expect(await found([sends(500 * MB)], { hosts: { [HOST]: { roles: ['database'] } } })).toMatchObject([
      { base: 'high' },
    ]);
  });

  test('ports are added up, and none is named where there are several', async () => {
    expect(await found([sends(300 * MB), sends(300 * MB, { server_port: 22 })])).toMatchObject([
      { port: null, protocol: 6 },
    ]);
  });

  test('two hosts are few, three are not', async () => {
    const other = (n: number) => ({ client: `10.0.2.${n}`, server: FAR, start_s: DAY_START_S });
    expect(await found([sends(500 * MB), other(1)])).toMatchObject([{ hostsWithTarget: 2 }]);
    expect(await found([sends(500 * MB), other(1), other(2)])).toEqual([]);
  });

  test.each([
    ['a NAT gateway', {}, { hosts: { [HOST]: { roles: ['nat'] } } }],
    ['a load balancer', {}, { hosts: { [HOST]: { roles: ['load-balancer'] } } }],
    ['an AWS service', { aws_service: 'DYNAMODB' }, {}],
    ['S3 without history', { aws_service: 'S3' }, {}],
    ['a backup inside', { server: '10.0.9.9' }, {}],
    ['what a server answers', { client: FAR, server: HOST, bytes_up: 1000, bytes_down: 900 * MB }, {}],
    ['a flood that nobody answers', { answered: false }, {}],
  ] as const)('%s is none', async (_, given, rows) => {
    expect(await found([sends(900 * MB, given)], rows)).toEqual([]);
  });

  test('what happens every day is none, once a week of it is known', async () => {
    const daily = (n: number) => (600 + (n % 3) * 10) * MB;
    expect(
      await found([sends(640 * MB)], { edges: before(7, daily), analysis: { history_days: 7 } }),
    ).toEqual([]);
    expect(
      await found([sends(640 * MB)], { edges: before(6, daily), analysis: { history_days: 6 } }),
    ).toMatchObject([{ baselineKind: 'earlier-days', baselineValue: 620 * MB, baselineSamples: 6 }]);
  });

  test('five times the most of an earlier day is found, and so is what was never sent', async () => {
    // Other addresses got so much that the whole of the day is nothing special.
    const noise = before(8, (n) => 200 * MB * 4 ** n, { server: '198.51.100.1' });
    const week = { history_days: 8 };
    const edges = [...before(8, () => 120 * MB), ...noise];
    const [finding] = await found([sends(600 * MB)], { edges, analysis: week });
    expect(measured(finding, 'times_most_before')).toBe(5);
    expect(measured(finding, 'own_days_z')).toBeNull();
    expect(await found([sends(600 * MB - 1)], { edges, analysis: week })).toEqual([]);
    expect(await found([sends(600 * MB)], { edges: noise, analysis: week })).toMatchObject([
      { baselineValue: 0 },
    ]);
  });

  test('far more than all that the host sends in a day is found, though the address is known', async () => {
    // Median 300 MB, deviation 10 MB, but never less than 5 % of the median.
    const edges = [
      ...before(9, (n) => (300 + ((n % 3) - 1) * 10) * MB),
      ...before(9, () => 5000 * MB, { server: '10.0.9.9' }),
    ];
    const rows = { edges, analysis: { history_days: 9 } };
    // 0.6745 × (x − 300) ÷ 15 = 8
    const [finding] = await found([sends(478 * MB), sends(0.0, { server_port: 80 })], rows, {
      bytes: 400 * MB,
    });
    expect(measured(finding, 'own_days_z')).toBeCloseTo(8.004, 3);
    expect(await found([sends(477 * MB)], rows, { bytes: 400 * MB })).toEqual([]);
  });

  test('S3 is told where a week of history says that it is much', async () => {
    const s3 = (n: number) => sends(300 * MB, { server: `52.216.0.${n}`, aws_service: 'S3' });
    const edges = before(7, () => 20 * MB, { server: '52.216.0.9' });
    const [finding, ...others] = await found([s3(1), s3(2)], { edges, analysis: { history_days: 7 } });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 's3',
      base: 'low',
      targetNo: null,
      connections: 2,
      hostsWithTarget: null,
    });
    expect(finding).toMatchObject({
      baselineKind: 'earlier-days',
      baselineValue: 20 * MB,
      baselineSamples: 7,
    });
    expect(await found([s3(1)], { edges, analysis: { history_days: 7 } })).toEqual([]);
    expect(await found([s3(1), s3(2)], { edges: edges.slice(1), analysis: { history_days: 7 } })).toEqual([]);
    const always = before(7, () => 550 * MB, { server: '52.216.0.9' });
    expect(await found([s3(1), s3(2)], { edges: always, analysis: { history_days: 7 } })).toEqual([]);
  });

  test('of a window of several days the daily mean is compared', async () => {
    const rows = (days: number) => ({
      edges: before(7, () => 100 * MB),
      analysis: { history_days: 7, until_s: DAY_START_S + days * 86_400 },
    });
    expect(await found([sends(1000 * MB)], rows(2), { z: 1e9 })).toHaveLength(1);
    expect(await found([sends(1000 * MB)], rows(3), { z: 1e9 })).toEqual([]);
  });
});
