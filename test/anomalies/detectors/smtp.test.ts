import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';

/** Mail to so many servers, two messages each. */
function mails(servers: number, given: Partial<ConnectionRow> = {}): readonly ConnectionRow[] {
  return Array.from({ length: 2 * servers }, (_, n) => ({
    client: HOST,
    server: `198.51.${Math.floor(n / 2 / 250)}.${1 + (Math.floor(n / 2) % 250)}`,
    server_port: 25,
    start_s: DAY_START_S + n * 30,
    ...given,
  }));
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('smtp', { connections, ...rows }, thresholds);
}

describe('smtp', () => {
  test('ten servers are enough, and nine are not', async () => {
    expect(await found(mails(10))).toMatchObject([
      {
        variant: null,
        base: 'medium',
        targetNo: null,
        port: 25,
        connections: 20,
        worked: true,
        allRefused: false,
        evidenceStrength: 0,
      },
    ]);
    expect(await found(mails(9))).toEqual([]);
  });

  test('a hundred are high', async () => {
    expect(await found(mails(100))).toMatchObject([{ base: 'high', evidenceStrength: 1 }]);
    expect(await found(mails(99))).toMatchObject([{ base: 'medium' }]);
  });

  test('what is refused says so, and by what', async () => {
    const refused = mails(10, { refused: true }).map((row, n) => ({
      ...row,
      decision_id: n % 3 === 0 ? null : n % 3,
    }));
    expect(await found(refused)).toMatchObject([{ worked: false, allRefused: true, decisionIds: [1, 2] }]);
    const [, ...others] = refused;
    expect(await found([...others, ...mails(1)])).toMatchObject([{ worked: true, allRefused: false }]);
  });

  test('the first mail of a host is told where a week without is known', async () => {
    const week = { history_days: 7 };
    const [finding, ...others] = await found(mails(1), { analysis: week });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ variant: 'first-use', base: 'low', connections: 2, hostsWithTarget: 1 });
    expect(finding).toMatchObject({ baselineKind: 'earlier-days', baselineValue: 0, baselineSamples: 7 });
    expect(finding?.targetNo).not.toBeNull();
    expect(measured(finding, 'servers')).toBe(1);
    expect(await found(mails(9), { analysis: { history_days: 6 } })).toEqual([]);
    const edges = [
      { day: DAY_START_S / 86_400 - 5, client: HOST, server: '198.51.100.200', server_port: 25 },
    ];
    expect(await found(mails(9), { edges, analysis: week })).toEqual([]);
    expect(await found(mails(10), { edges, analysis: week })).toMatchObject([
      { variant: null, baselineValue: 1 },
    ]);
  });

  test.each([
    ['a mail server', {}, { hosts: { [HOST]: { roles: ['mail'] } } }],
    ['a NAT gateway', {}, { hosts: { [HOST]: { roles: ['nat'] } } }],
    ['a relay by 587', { server_port: 587 }, {}],
    ['a relay inside', { server: '10.0.9.25' }, {}],
    ['an AWS service', { aws_service: 'AMAZON' }, {}],
    ['mail that comes in', { client: '203.0.113.9', server: HOST }, {}],
    ['UDP', { protocol: 17 }, {}],
  ] as const)('%s is none', async (_, given, rows) => {
    expect(await found(mails(120, given), { analysis: { history_days: 7 }, ...rows })).toEqual([]);
  });
});
