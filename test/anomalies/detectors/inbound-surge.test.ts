import { describe, expect, test } from 'vitest';
import {
  type ArrivalsRow,
  type ConnectionRow,
  DAY_START_S,
  type EdgeRow,
  type Rows,
} from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const SERVICE = '10.0.1.5';
const NOON_MINUTE = 720;
const DAY = DAY_START_S / 86_400;

/** Each of these many connections in a minute of the day, from a source of its own. */
function arrivals(
  perMinute: ReadonlyMap<number, number>,
  given: Partial<ConnectionRow> = {},
): readonly ConnectionRow[] {
  return [...perMinute].flatMap(([minute, count]) =>
    Array.from({ length: count }, (_, n) => ({
      client: `203.${n >> 8}.113.${n & 255}`,
      server: SERVICE,
      start_s: DAY_START_S + 60 * minute + (n % 60),
      ...given,
    })),
  );
}

function minutes(count: number, perMinute: number, first = NOON_MINUTE): ReadonlyMap<number, number> {
  return new Map(Array.from({ length: count }, (_, n) => [first + n, perMinute]));
}

/** So many in every minute of three hours that end before noon. */
function morning(perMinute: number): readonly ConnectionRow[] {
  return arrivals(minutes(180, perMinute, NOON_MINUTE - 180));
}

const HALF_DAY = {
  since_s: DAY_START_S + 60 * (NOON_MINUTE - 180),
  until_s: DAY_START_S + 60 * (NOON_MINUTE + 60),
};

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('inbound-surge', { connections, ...rows }, thresholds);
}

describe('inbound-surge', () => {
  test('100 connections in each of three minutes are one where nobody comes usually', async () => {
    const [finding, ...others] = await found(arrivals(minutes(3, 100)));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'surge',
      base: 'medium',
      actorNo: null,
      port: 443,
      protocol: 6,
      connections: 300,
      firstS: DAY_START_S + 60 * NOON_MINUTE,
      worked: true,
      baselineKind: 'none',
      baselineValue: 0,
      baselineSamples: 1380,
      evidenceStrength: 0,
    });
    expect(measured(finding, 'connections_per_minute')).toBe(100);
    expect(measured(finding, 'sources')).toBe(100);
    expect(measured(finding, 'share_of_sources_only_then')).toBe(1);
    expect(measured(finding, 'source_entropy')).toBe(6.64386);
    expect(measured(finding, 'usual_source_entropy')).toBeNull();
  });

  test('99 are none, and neither are two minutes', async () => {
    expect(await found(arrivals(minutes(3, 99)))).toEqual([]);
    expect(await found(arrivals(minutes(2, 400)))).toEqual([]);
  });

  test('three of five minutes are enough, three of six are not', async () => {
    const at = (...offsets: readonly number[]) =>
      arrivals(new Map(offsets.map((n) => [NOON_MINUTE + n, 100])));
    expect(await found(at(0, 2, 4))).toHaveLength(1);
    expect(await found(at(0, 2, 5))).toEqual([]);
  });

  test('ten times the median of the other hours is one, less is none', async () => {
    const analysis = HALF_DAY;
    const surge = await found([...morning(12), ...arrivals(minutes(3, 120))], { analysis });
    expect(surge).toMatchObject([{ baselineValue: 12, baselineSamples: 180 }]);
    expect(measured(surge[0], 'times_usual')).toBe(10);
    expect(measured(surge[0], 'share_of_sources_only_then')).toBe(0.9);
    expect(await found([...morning(12), ...arrivals(minutes(3, 119))], { analysis })).toEqual([]);
  });

  test('the deviation counts where minutes differ', async () => {
    const rows = { analysis: HALF_DAY };
    const uneven = new Map(
      Array.from({ length: 180 }, (_, n) => [NOON_MINUTE - 180 + n, n % 2 === 0 ? 1 : 19]),
    );
    const connections = [...arrivals(uneven), ...arrivals(minutes(3, 118))];
    // The median is 10, the MAD 9: 0.6745 * 108 / 9 is 8.094.
    expect(await found(connections, rows)).toHaveLength(1);
    expect(await found(connections, rows, { deviation: 8.1 })).toEqual([]);
  });

  test('a surge does not raise its own baseline, and a window below two hours is all there is', async () => {
    const hour = arrivals(minutes(60, 150));
    expect(await found(hour)).toHaveLength(1);
    const analysis = {
      since_s: DAY_START_S + 60 * NOON_MINUTE,
      until_s: DAY_START_S + 60 * (NOON_MINUTE + 60),
    };
    expect(await found(hour, { analysis })).toEqual([]);
    expect(await found(arrivals(minutes(8, 150)), { analysis })).toHaveLength(1);
  });

  test('surges an hour and more apart are told one by one', async () => {
    const both = (apart: number) => [
      ...arrivals(minutes(3, 100)),
      ...arrivals(minutes(3, 100, NOON_MINUTE + 2 + apart)),
    ];
    expect(await found(both(60))).toMatchObject([{ connections: 600 }]);
    expect(await found(both(61))).toMatchObject([{ connections: 300 }, { connections: 300 }]);
  });

  test('up to three packets of a connection are a flood', async () => {
    expect(await found(arrivals(minutes(3, 100), { packets_up: 3 }))).toMatchObject([{ variant: 'flood' }]);
    expect(await found(arrivals(minutes(3, 100), { packets_up: 4 }))).toMatchObject([{ variant: 'surge' }]);
  });

  test('a service that answers 30 % less is in trouble', async () => {
    const tried = (unanswered: number) => [
      ...morning(2),
      ...arrivals(minutes(3, 140)),
      ...arrivals(minutes(3, unanswered), { answered: false }),
    ];
    expect(await found(tried(60), { analysis: HALF_DAY })).toMatchObject([{ base: 'high' }]);
    const [finding] = await found(tried(59), { analysis: HALF_DAY });
    expect(finding).toMatchObject({ base: 'medium', connections: 420 });
    expect(measured(finding, 'usual_answered_share')).toBe(1);
  });

  test('load balancers are looked at', async () => {
    expect(
      await found(arrivals(minutes(3, 100)), { hosts: { [SERVICE]: { roles: ['load-balancer'] } } }),
    ).toHaveLength(1);
  });

  test('own clients, scans without an answer and backscatter are none', async () => {
    expect(await found(arrivals(minutes(3, 100), { client: '10.0.2.2' }))).toEqual([]);
    expect(await found(arrivals(minutes(3, 400), { answered: false }))).toEqual([]);
    expect(await found(arrivals(minutes(3, 400), { answered: false, backscatter: true }))).toEqual([]);
  });

  test('a business day that rises over hours is none', async () => {
    const day = new Map(
      Array.from({ length: 1440 }, (_, n) => [n, Math.round(8 + 7 * Math.sin((n / 1440) * 2 * Math.PI))]),
    );
    expect(await found(arrivals(day), {}, { connections_per_minute: 10 })).toEqual([]);
  });

  describe('with earlier days', () => {
    const edge: EdgeRow = { day: DAY - 1, client: '203.0.113.1', server: SERVICE, server_port: 443 };
    const history = (days: number, perHour: number, hour = 12): Rows => ({
      edges: Array.from({ length: days }, (_, n) => ({ ...edge, day: DAY - 1 - n })),
      arrivals: Array.from({ length: days }, (_, n): ArrivalsRow => {
        return { day: DAY - 1 - n, hour, server: SERVICE, server_port: 443, connections: perHour };
      }),
      analysis: { history_days: days },
    });
    const peak = arrivals(minutes(3, 300));

    test('a peak of every day at this hour is none', async () => {
      expect(await found(peak, history(7, 60 * 200))).toEqual([]);
      // At another hour it is.
      expect(await found(peak, history(7, 60 * 200, 11))).toMatchObject([
        { baselineKind: 'hour-of-day', baselineValue: 0, baselineSamples: 7 },
      ]);
    });

    test('ten times the usual of the hour is one', async () => {
      expect(await found(peak, history(7, 60 * 30))).toMatchObject([
        { baselineKind: 'hour-of-day', baselineValue: 30 },
      ]);
      expect(await found(peak, history(7, 60 * 31))).toEqual([]);
    });

    test('six days are not enough to know', async () => {
      expect(await found(peak, history(6, 60 * 200))).toMatchObject([
        { baselineKind: 'none', baselineSamples: 1380 },
      ]);
    });

    test('an attack on one of the days does not become usual', async () => {
      const rows = history(7, 60 * 2);
      const attacked = (rows.arrivals ?? []).map((row, n) =>
        n === 3 ? { ...row, connections: 90_000 } : row,
      );
      expect(await found(peak, { ...rows, arrivals: attacked })).toMatchObject([{ baselineValue: 2 }]);
    });

    test('a deviation is never less than chance makes of the median', async () => {
      // 7 days of exactly 49 a minute: sqrt(49) is 7, and 0.6745 * (x - 49) / 7 reaches 8 at 132.03.
      const lines = { times_usual: 1 };
      expect(await found(arrivals(minutes(3, 133)), history(7, 60 * 49), lines)).toHaveLength(1);
      expect(await found(arrivals(minutes(3, 132)), history(7, 60 * 49), lines)).toEqual([]);
    });

    test('a service without earlier days is compared with its other hours', async () => {
      const rows = history(7, 60 * 200);
      const others = (rows.arrivals ?? []).map((row) => ({ ...row, server_port: 8443 }));
      expect(await found(peak, { ...rows, arrivals: others })).toMatchObject([{ baselineKind: 'none' }]);
    });
  });
});
