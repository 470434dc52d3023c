import { describe, expect, onTestFinished, test } from 'vitest';
import { readCandidate } from '../../../src/anomalies/candidate.ts';
import { makeSteps } from '../../../src/anomalies/steps.ts';
import { detectorParameters } from '../../../src/anomalies/thresholds.ts';
import { loadSql } from '../../../src/sql/load.ts';
import { ingestText } from '../../store/stores.ts';
import { type ConnectionRow, connectionStore, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOUR = 3600;
const HOST = '10.0.1.5';
const FAR = '203.0.113.7';

function lasting(hours: number, given: Partial<ConnectionRow> = {}): ConnectionRow {
  const start_s = DAY_START_S + HOUR;
  return { client: HOST, server: FAR, start_s, end_s: start_s + hours * HOUR, client_port: 51_000, ...given };
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('long-connection', { connections, ...rows }, thresholds);
}

describe('long connection', () => {
  test('four hours are enough, and less are not', async () => {
    expect(await found([lasting(4)])).toMatchObject([
      { variant: null, base: 'low', port: 443, connections: 1, hostsWithTarget: 1, evidenceStrength: 0 },
    ]);
    expect(await found([lasting(4 - 1 / HOUR)])).toEqual([]);
  });

  test('eight hours are medium', async () => {
    expect(await found([lasting(8)])).toMatchObject([{ base: 'medium', evidenceStrength: 0.5 }]);
    expect(await found([lasting(8 - 1 / HOUR)])).toMatchObject([{ base: 'low' }]);
    expect(await found([lasting(20)])).toMatchObject([{ base: 'medium', evidenceStrength: 1 }]);
  });

  test('a port of miners is a step more, and so is one that nobody else uses', async () => {
    expect(await found([lasting(4, { server_port: 3333 })])).toMatchObject([
      { variant: 'known-port', base: 'medium' },
    ]);
    expect(await found([lasting(9, { server_port: 3333 })])).toMatchObject([
      { variant: 'known-port', base: 'high' },
    ]);
    const rare = lasting(9, { server_port: 8883 });
    expect(await found([rare])).toMatchObject([{ variant: 'rare-port', base: 'high' }]);
    const other = { client: '10.0.1.6', server: '198.51.100.9', server_port: 8883, start_s: DAY_START_S };
    expect(await found([rare, other])).toMatchObject([{ variant: null, base: 'medium' }]);
  });

  test('half of a short window is enough, but never less than an hour', async () => {
    const window = (hours: number) => ({ analysis: { until_s: DAY_START_S + hours * HOUR } });
    const [finding] = await found([lasting(2)], window(4));
    expect(measured(finding, 'short_window_hours')).toBe(4);
    expect(finding?.measures[0]).toMatchObject({ name: 'hours', value: 2, threshold: 2 });
    expect(await found([lasting(1.99)], window(4))).toEqual([]);
    expect(await found([lasting(0.99)], window(1))).toEqual([]);
    expect(await found([lasting(1)], window(1))).toHaveLength(1);
  });

  test('several to the same port are one', async () => {
    expect(await found([lasting(5), lasting(6), lasting(0.5)])).toMatchObject([
      { connections: 2, bytes: 12_000, lastS: DAY_START_S + 7 * HOUR },
    ]);
  });

  test('two hosts are few, three are not', async () => {
    const other = (n: number) => ({ client: `10.0.2.${n}`, server: FAR, start_s: DAY_START_S });
    expect(await found([lasting(5), other(1)])).toMatchObject([{ hostsWithTarget: 2 }]);
    expect(await found([lasting(5), other(1), other(2)])).toEqual([]);
  });

  test.each([
    ['a NAT gateway', {}, { hosts: { [HOST]: { roles: ['nat'] } } }],
    ['a load balancer', {}, { hosts: { [HOST]: { roles: ['load-balancer'] } } }],
    ['an AWS service', { aws_service: 'AMAZON' }, {}],
    ['a database pool', { server: '10.0.9.9', server_port: 5432 }, {}],
    ['a client outside', { client: '198.51.100.3', server: '10.0.9.9' }, {}],
    ['one that is not answered', { answered: false }, {}],
    ['NTP', { protocol: 17, server_port: 123, client_port: 123 }, {}],
    ['IPsec through NAT', { protocol: 17, server_port: 4500 }, {}],
    ['IPsec', { protocol: 50, server_port: null, client_port: null }, {}],
  ] as const)('%s is none', async (_, given, rows) => {
    expect(await found([lasting(13, given)], rows)).toEqual([]);
  });

  test('what was seen on earlier days stands beside it', async () => {
    const edges = [
      { day: DAY_START_S / 86_400 - 2, client: HOST, server: FAR, server_port: 443, connections: 3 },
    ];
    expect(await found([lasting(5)], { edges, analysis: { history_days: 4 } })).toMatchObject([
      { baselineKind: 'earlier-days', baselineValue: 3, baselineSamples: 4 },
    ]);
    expect(await found([lasting(5)])).toMatchObject([{ baselineKind: 'none', baselineValue: null }]);
  });

  test('the records tell in how many intervals it was active, and how evenly', async () => {
    const store = await connectionStore({ connections: [lasting(5)] });
    onTestFinished(() => store.close());
    const start_s = DAY_START_S + HOUR;
    const lines = Array.from({ length: 150 }, (_, n) => {
      const time = `${start_s + n * 120} ${start_s + n * 120 + 50}`;
      return [
        `2 123456789012 eni-0test ${HOST} ${FAR} 51000 443 6 1 ${n % 2 ? 100 : 300} ${time} ACCEPT OK`,
        `2 123456789012 eni-0test ${FAR} ${HOST} 443 51000 6 1 100 ${time} ACCEPT OK`,
        `2 123456789012 eni-0other ${HOST} ${FAR} 51000 443 6 1 9000 ${time} ACCEPT OK`,
        `2 123456789012 eni-0test ${HOST} ${FAR} 51001 443 6 1 9000 ${time} ACCEPT OK`,
      ];
    });
    const fields =
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
    await ingestText(store, [fields, ...lines.flat(), ''].join('\n'));
    const [context] = await store.rows(
      "SELECT context_id FROM contexts WHERE interface_id = 'eni-0test' AND action = 'ACCEPT'",
    );
    await store.run(`UPDATE connections SET context_id = ${String(context?.context_id)}`);
    await makeSteps(store);
    const rows = await store.rows(
      loadSql('anomalies/detectors/long-connection'),
      detectorParameters('long-connection', new Map()),
    );
    const [finding] = rows.map((row) => readCandidate('long-connection', row));
    // 150 of 301 intervals; 200 and 400 bytes in turn vary by a third.
    expect(measured(finding, 'active_share')).toBeCloseTo(150 / 301, 5);
    expect(measured(finding, 'bytes_variation')).toBeCloseTo(1 / 3, 5);
  });
});
