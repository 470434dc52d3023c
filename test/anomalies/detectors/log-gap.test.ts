import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCandidate } from '../../../src/anomalies/candidate.ts';
import { detectorParameters, parseThresholds } from '../../../src/anomalies/thresholds.ts';
import { storeStatus } from '../../../src/queries/status.ts';
import { loadSql } from '../../../src/sql/load.ts';
import type { Store } from '../../../src/store/store.ts';
import { ingestText } from '../../store/stores.ts';
import { connectionStore, DAY_START_S, fillConnections } from '../connection-rows.ts';
import { measured } from './detect.ts';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const FIELDS =
  'account-id interface-id region srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

type Span = readonly [fromHour: number, toHour: number];

/** A record every ten minutes of these hours of the day; hours before 0 and after 24 are those of other days. */
function logged(interfaceId: string, spans: readonly Span[], account = '111111111111'): readonly string[] {
  return spans.flatMap(([from, to]) =>
    Array.from({ length: Math.round((to - from) * 6) }, (_, n) =>
      line(interfaceId, DAY_START_S + Math.round(from * HOUR_S) + 600 * n, 'OK', account),
    ),
  );
}

function line(
  interfaceId: string,
  startS: number,
  status: string,
  account = '111111111111',
  endS = startS + 600,
): string {
  const traffic = status === 'OK' ? '10.0.1.5 10.0.2.7 40000 443 6 5 500' : '- - - - - - -';
  const action = status === 'OK' ? 'ACCEPT' : '-';
  return `${account} ${interfaceId} eu-west-1 ${traffic} ${startS} ${endS} ${action} ${status}`;
}

const HOSTS = {
  '10.0.1.5': { interface_id: 'eni-0a' },
  '10.0.1.9': { interface_id: 'eni-0a' },
  '10.0.2.7': { interface_id: 'eni-0b' },
  '10.0.3.8': { interface_id: 'eni-0c' },
};

let store: Store;
beforeAll(async () => (store = await connectionStore()));
afterAll(() => store.close());

/** Host numbers are in address order, so eni-0a is known by 1, eni-0b by 3. */
async function found(lines: readonly string[], given: Readonly<Record<string, unknown>> = {}) {
  await fillConnections(store, { hosts: HOSTS });
  await store.run('DELETE FROM contexts; DELETE FROM records; DELETE FROM objects;');
  const { records } = await ingestText(store, [FIELDS, ...lines, ''].join('\n'));
  expect(records).toBeGreaterThan(0);
  await storeStatus(store, { sinceS: DAY_START_S, untilS: DAY_START_S + DAY_S });
  const parameters = detectorParameters('log-gap', parseThresholds({ 'log-gap': given }));
  const rows = await store.rows(loadSql('anomalies/detectors/log-gap'), parameters);
  const candidates = rows.map((row) => readCandidate('log-gap', row));
  for (const { whereSql } of candidates)
    await store.run(`SELECT count(*) FROM connection_log WHERE ${whereSql}`);
  return candidates;
}

const WHOLE_DAY: readonly Span[] = [[-1, 25]];
const others = logged('eni-0b', WHOLE_DAY);

describe('a silent interface', () => {
  test('has logged less than 80 % of the window, and logs again later', async () => {
    const [finding, ...more] = await found([
      ...others,
      ...logged('eni-0a', [
        [-1, 10],
        [15, 25],
      ]),
    ]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'silent-interface',
      base: 'low',
      actorNo: null,
      targetNo: 1,
      port: null,
      connections: 0,
      firstS: DAY_START_S + 10 * HOUR_S,
      lastS: DAY_START_S + 15 * HOUR_S,
      worked: null,
    });
    expect(measured(finding, 'coverage')).toBe(0.791667);
    expect(measured(finding, 'silent_s')).toBe(5 * HOUR_S);
    // 4.8 hours are 20 %.
    expect(
      await found([
        ...others,
        ...logged('eni-0a', [
          [-1, 10],
          [14.8, 25],
        ]),
      ]),
    ).toEqual([]);
  });

  test('may have several silences', async () => {
    const spans: readonly Span[] = [
      [-1, 2],
      [5, 12],
      [15, 25],
    ];
    expect(await found([...others, ...logged('eni-0a', spans)])).toMatchObject([
      { firstS: DAY_START_S + 2 * HOUR_S, lastS: DAY_START_S + 15 * HOUR_S },
    ]);
  });

  test('may be silent from before the window, or until after it', async () => {
    expect(
      await found([
        ...others,
        ...logged('eni-0a', [
          [-1, 0],
          [6, 25],
        ]),
      ]),
    ).toMatchObject([{ firstS: DAY_START_S }]);
    expect(
      await found([
        ...others,
        ...logged('eni-0a', [
          [-1, 18],
          [24, 25],
        ]),
      ]),
    ).toMatchObject([{ lastS: DAY_START_S + DAY_S }]);
  });

  test('is none that was stopped for good, or started for the first time', async () => {
    expect(await found([...others, ...logged('eni-0a', [[-1, 10]])])).toEqual([]);
    expect(await found([...others, ...logged('eni-0a', [[15, 25]])])).toEqual([]);
  });

  test('is none that has one more record at the end of the window', async () => {
    const stopped = logged('eni-0a', [[-1, 10]]);
    const last = (beforeEnd: number) => line('eni-0a', DAY_START_S + DAY_S - beforeEnd, 'NODATA');
    expect(await found([...others, ...stopped, last(7)])).toEqual([]);
    expect(await found([...others, ...stopped, last(1199)])).toEqual([]);
    expect(await found([...others, ...stopped, last(1200)])).toHaveLength(1);
  });

  test('is none that says that it had nothing to say', async () => {
    const nodata = Array.from({ length: 30 }, (_, n) =>
      line('eni-0a', DAY_START_S + 10 * HOUR_S + 600 * n, 'NODATA'),
    );
    expect(
      await found([
        ...others,
        ...logged('eni-0a', [
          [-1, 10],
          [15, 25],
        ]),
        ...nodata,
      ]),
    ).toEqual([]);
  });
});

describe('a silent network', () => {
  const hole: readonly Span[] = [
    [-1, 10],
    [10.75, 25],
  ];

  test('has a hole in the log of all interfaces', async () => {
    const [finding, ...more] = await found([...logged('eni-0a', hole), ...logged('eni-0b', hole)]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'silent-network',
      base: 'low',
      actorNo: null,
      targetNo: null,
      firstS: DAY_START_S + 10 * HOUR_S,
      lastS: DAY_START_S + 10.75 * HOUR_S,
    });
    expect(measured(finding, 'silent_s')).toBe(2700);
    expect(measured(finding, 'interfaces')).toBe(2);
  });

  test('of less than so many intervals is none', async () => {
    const lines = [...logged('eni-0a', hole), ...logged('eni-0b', hole)];
    expect(await found(lines, { hole_intervals: 4 })).toHaveLength(1);
    expect(await found(lines, { hole_intervals: 5 })).toEqual([]);
  });

  test('is told for each account', async () => {
    const elsewhere = logged('eni-0c', WHOLE_DAY, '222222222222');
    expect(await found([...logged('eni-0a', hole), ...elsewhere])).toHaveLength(1);
    expect(await found([...logged('eni-0a', hole), ...others])).toEqual([]);
  });

  test('is none at the end of the window, where logs come late, or where the log begins', async () => {
    expect(await found(logged('eni-0a', [[-1, 23]]))).toEqual([]);
    expect(await found(logged('eni-0a', [[1, 25]]))).toEqual([]);
    expect(
      await found(
        logged('eni-0a', [
          [-1, 0],
          [1, 25],
        ]),
      ),
    ).toHaveLength(1);
    expect(
      await found(
        logged('eni-0a', [
          [-1, 23],
          [24, 25],
        ]),
      ),
    ).toHaveLength(1);
  });
});

describe('SKIPDATA', () => {
  const noon = DAY_START_S + 12 * HOUR_S;
  const log = [...others, ...logged('eni-0a', WHOLE_DAY)];

  test('one record is told', async () => {
    const [finding, ...more] = await found([...log, line('eni-0a', noon, 'SKIPDATA')]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'skipdata',
      base: 'info',
      targetNo: 1,
      firstS: noon,
      lastS: noon + 600,
      evidenceStrength: 1,
    });
    expect(measured(finding, 'skipdata_records')).toBe(1);
    expect(await found(log)).toEqual([]);
  });

  test('records up to an hour apart are one gap', async () => {
    const second = (after: number) => [
      ...log,
      line('eni-0a', noon, 'SKIPDATA'),
      line('eni-0a', noon + 600 + after, 'SKIPDATA'),
    ];
    expect(await found(second(3600))).toMatchObject([{ firstS: noon, lastS: noon + 600 + 3600 + 600 }]);
    expect(await found(second(3601))).toMatchObject([{ lastS: noon + 600 }, { firstS: noon + 600 + 3601 }]);
  });

  test('is told for each interface, and only within the window', async () => {
    const both = [line('eni-0a', noon, 'SKIPDATA'), line('eni-0b', noon, 'SKIPDATA')];
    expect(await found([...log, ...both])).toMatchObject([{ targetNo: 1 }, { targetNo: 3 }]);
    expect(await found([...log, line('eni-0a', DAY_START_S - 600, 'SKIPDATA')])).toEqual([]);
    expect(await found([...log, line('eni-0a', DAY_START_S + DAY_S, 'SKIPDATA')])).toEqual([]);
  });
});
