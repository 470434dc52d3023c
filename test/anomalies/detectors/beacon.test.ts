import { describe, expect, test } from 'vitest';
import { dice } from '../../dice.ts';
import { type ConnectionRow, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOUR = 3600;
const HOST = '10.0.1.5';
const FAR = '203.0.113.7';

/** Calls at the given seconds of the day. */
function calls(seconds: readonly number[], given: Partial<ConnectionRow> = {}): readonly ConnectionRow[] {
  return seconds.map((second) => ({ client: HOST, server: FAR, start_s: DAY_START_S + second, ...given }));
}

function every(period: number, count: number, from = 60): readonly number[] {
  return Array.from({ length: count }, (_, n) => from + n * period);
}

/** All day, every ten minutes, to the second. */
const ALL_DAY = every(600, 140);

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('beacon', { connections, ...rows }, thresholds);
}

describe('beacon', () => {
  test('calls of a day are a strong finding', async () => {
    const [finding, ...others] = await found(calls(ALL_DAY));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'strong',
      base: 'medium',
      port: 443,
      protocol: 6,
      connections: 140,
      bytes: 840_000,
      firstS: DAY_START_S + 60,
      lastS: DAY_START_S + 60 + 139 * 600 + 10,
      worked: true,
      hostsWithTarget: 1,
      baselineKind: 'none',
      whereSql: `client = '${HOST}' AND server = '${FAR}' AND server_port = 443 AND protocol = 6 AND answered`,
    });
    expect(measured(finding, 'beacon_score')).toBeGreaterThan(0.95);
    expect(measured(finding, 'median_interval_s')).toBe(600);
    expect(measured(finding, 'short_window_hours')).toBeNull();
  });

  test('twelve calls are enough, and eleven are not', async () => {
    expect(await found(calls(every(7200, 12)))).toHaveLength(1);
    expect(await found(calls(every(7200, 11)))).toEqual([]);
  });

  test('calls in the same second are one', async () => {
    expect(await found(calls([...every(7200, 11), ...every(7200, 11)]))).toEqual([]);
  });

  test('scores between the two lines: weak from 20 calls, strong from 96', async () => {
    const lines = { strong_score: 1.1 };
    expect(await found(calls(every(900, 96)), {}, lines)).toMatchObject([
      { variant: 'strong', base: 'medium' },
    ]);
    expect(await found(calls(every(900, 95)), {}, lines)).toMatchObject([{ variant: 'weak', base: 'low' }]);
    expect(await found(calls(every(4000, 20)), {}, lines)).toMatchObject([{ variant: 'weak' }]);
    expect(await found(calls(every(4000, 19)), {}, lines)).toEqual([]);
  });

  test('both scores must reach the line', async () => {
    const uneven = calls(every(900, 95)).map((row, n) => ({ ...row, bytes_up: 100 * (n % 7) ** 3 }));
    const [finding] = await found(uneven);
    const [score, times] = [measured(finding, 'beacon_score') ?? 0, measured(finding, 'interval_score') ?? 0];
    expect(times).toBe(1);
    expect(score).toBeLessThan(0.95);
    expect(await found(uneven, {}, { strong_score: score - 0.001 })).toMatchObject([{ variant: 'strong' }]);
    expect(await found(uneven, {}, { strong_score: score + 0.001 })).toMatchObject([{ variant: 'weak' }]);
    expect(await found(uneven, {}, { strong_score: 1, score: score + 0.001 })).toEqual([]);
    // The same sizes at all hours, but at times that are not even.
    const roll = dice(4);
    const restless = calls(every(900, 95).map((second) => second + Math.floor(900 * roll())));
    const [times2] = await found(restless, {}, { score: 0 });
    const line = (measured(times2, 'interval_score') ?? 0) + 0.001;
    expect(measured(times2, 'beacon_score')).toBeGreaterThan(line);
    expect(await found(restless, {}, { score: line })).toEqual([]);
  });

  test('a port that is not the web’s makes it high, and so do bytes that leave', async () => {
    expect(await found(calls(ALL_DAY, { server_port: 8089 }))).toMatchObject([{ base: 'high' }]);
    expect(await found(calls(ALL_DAY, { bytes_up: 3_571_429, bytes_down: 1_190_476 }))).toMatchObject([
      { base: 'high' },
    ]);
    expect(await found(calls(ALL_DAY, { bytes_up: 3_571_428, bytes_down: 1_000 }))).toMatchObject([
      { base: 'medium' },
    ]);
    expect(await found(calls(ALL_DAY, { bytes_up: 3_571_429, bytes_down: 1_190_477 }))).toMatchObject([
      { base: 'medium' },
    ]);
  });

  test('a second host that contacts the address keeps it from being high, a third hides it', async () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        client: `10.0.2.${n + 1}`,
        server: FAR,
        start_s: DAY_START_S,
        answered: false,
      }));
    const port = { server_port: 8089 };
    expect(await found([...calls(ALL_DAY, port), ...others(1)])).toMatchObject([
      { base: 'medium', hostsWithTarget: 2 },
    ]);
    // A tenth of those that contact anything outside is not many.
    const crowd = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        client: `10.0.3.${n + 1}`,
        server: '198.51.100.1',
        start_s: DAY_START_S,
      }));
    const tried = { client: HOST, server: '10.0.4.1', start_s: DAY_START_S, answered: false };
    expect(await found([...calls(ALL_DAY, port), ...others(2), ...crowd(28), tried])).toEqual([]);
    expect(await found([...calls(ALL_DAY, port), ...others(2), ...crowd(29)])).toHaveLength(1);
    const gateway = { hosts: { '10.0.2.1': { roles: ['nat'] }, '10.0.2.2': { roles: ['nat'] } } };
    expect(await found([...calls(ALL_DAY, port), ...others(2)], gateway)).toMatchObject([
      { hostsWithTarget: 1 },
    ]);
  });

  test('only a history of seven days says that an address is new', async () => {
    const day = DAY_START_S / 86_400;
    const edges = [{ day: day - 3, client: HOST, server: FAR, server_port: 80, connections: 17 }];
    expect(await found(calls(ALL_DAY), { analysis: { history_days: 7 } })).toMatchObject([
      { base: 'high', baselineKind: 'earlier-days', baselineValue: 0, baselineSamples: 7 },
    ]);
    expect(await found(calls(ALL_DAY), { analysis: { history_days: 6 } })).toMatchObject([
      { base: 'medium' },
    ]);
    expect(await found(calls(ALL_DAY), { edges, analysis: { history_days: 7 } })).toMatchObject([
      { base: 'medium', baselineValue: 17 },
    ]);
  });

  test.each([
    ['a NAT gateway', {}, { hosts: { [HOST]: { roles: ['nat'] } } }],
    ['a load balancer', {}, { hosts: { [HOST]: { roles: ['load-balancer'] } } }],
    ['an AWS service', { aws_service: 'AMAZON' }, {}],
    ['NTP', { protocol: 17, server_port: 123 }, {}],
    ['an inside server', { server: '10.0.9.9' }, {}],
    ['a client outside', { client: '198.51.100.3', server: '10.0.9.9' }, {}],
    ['calls that nobody answers', { answered: false }, {}],
  ] as const)('%s is no beacon', async (_, given, rows) => {
    expect(await found(calls(ALL_DAY, given), rows)).toEqual([]);
  });

  test('resolvers and mail servers may go back to the same servers at regular times', async () => {
    const dns = calls(ALL_DAY, { server_port: 53, protocol: 17 });
    const mail = calls(ALL_DAY, { server_port: 25 });
    const as = (role: string) => ({ hosts: { [HOST]: { roles: [role] } } });
    expect(await found(dns, as('resolver'))).toEqual([]);
    expect(await found(dns, as('mail'))).toEqual([]);
    expect(await found(mail, as('mail'))).toEqual([]);
    expect(await found(mail, as('resolver'))).toHaveLength(1);
    expect(await found(calls(ALL_DAY), as('resolver'))).toHaveLength(1);
    expect(await found(dns)).toHaveLength(1);
  });

  test('pieces of one connection must be strongly regular', async () => {
    const roll = dice(5);
    // What a pause of two minutes and more cuts, of packets at random.
    const cut: number[] = [];
    for (let at = 0; at < 86_000; at += 120 - 100 * Math.log(1 - roll()) - 100 * Math.log(1 - roll()))
      cut.push(Math.floor(at));
    const pieces = (client_port?: number) => calls(cut, client_port === undefined ? {} : { client_port });
    expect(await found(pieces())).toHaveLength(1);
    expect(await found(pieces(51_000))).toEqual([]);
    expect(await found(calls(ALL_DAY, { client_port: 51_000 }))).toMatchObject([{ variant: 'strong' }]);
    const twice = pieces().map((row, n) => ({ ...row, client_port: 40_000 + Math.floor(n / 2) }));
    expect(await found(twice.slice(0, twice.length - (twice.length % 2)))).toEqual([]);
    expect(await found(twice, {}, { socket_calls: 3 })).toHaveLength(1);
  });

  test('services can be looked at all the same', async () => {
    const services = { services: 'CLOUDFRONT,EC2' };
    expect(await found(calls(ALL_DAY, { aws_service: 'EC2' }), {}, services)).toHaveLength(1);
    expect(await found(calls(ALL_DAY, { aws_service: 'S3' }), {}, services)).toEqual([]);
  });

  test('a short window says so, and is to be called in for half of its time', async () => {
    const window = { analysis: { until_s: DAY_START_S + 4 * HOUR } };
    const [finding] = await found(calls(every(300, 25)), window);
    expect(measured(finding, 'short_window_hours')).toBe(4);
    expect(await found(calls(every(300, 24)), window)).toEqual([]);
  });

  test('of several days one is enough, and so are all of them together', async () => {
    const week = { analysis: { until_s: DAY_START_S + 7 * 86_400 } };
    expect(await found(calls(every(600, 140, 3 * 86_400)), week)).toMatchObject([{ variant: 'strong' }]);
    expect(await found(calls(every(6 * HOUR, 28)), week)).toMatchObject([{ variant: 'strong' }]);
  });
});

describe('calls counted in buckets', () => {
  const quick = (count: number, given: Partial<ConnectionRow> = {}) => calls(every(10, count), given);

  test('six hours are enough, and less are not', async () => {
    const [finding] = await found(quick(2161));
    expect(finding).toMatchObject({ variant: 'strong', connections: 2161 });
    expect(measured(finding, 'bucket_variation')).toBe(0);
    expect(measured(finding, 'bucket_s')).toBe(120);
    expect(await found(quick(2160))).toEqual([]);
  });

  test('of a short window half is enough, but not less than an hour', async () => {
    const window = (hours: number) => ({ analysis: { until_s: DAY_START_S + hours * HOUR } });
    const [finding] = await found(quick(721), window(4));
    expect(finding?.measures).toContainEqual({ name: 'hours', value: 2, threshold: 2, atMost: false });
    expect(await found(quick(720), window(4))).toEqual([]);
    expect(await found(quick(360), window(1.5))).toEqual([]);
    expect(await found(quick(361), window(1.5))).toHaveLength(1);
  });

  test('sizes must be equal', async () => {
    const sizes = (spread: number) =>
      quick(2200).map((row, n) => ({ ...row, bytes_up: 10_000 + (n % 2 ? spread : -spread) }));
    expect(await found(sizes(499))).toHaveLength(1);
    expect(await found(sizes(502))).toEqual([]);
  });

  test('counts must be equal', async () => {
    // Every third minute has four calls more.
    const uneven = (more: number) =>
      calls(
        Array.from({ length: 480 }, (_, minute) =>
          every(1, 20 + (minute % 3 === 0 ? more : 0), minute * 60),
        ).flat(),
      );
    expect(await found(uneven(3))).toHaveLength(1);
    expect(await found(uneven(9))).toEqual([]);
  });

  test('many calls at random are no beacon, though their counts vary little', async () => {
    const roll = dice(6);
    const random = calls(Array.from({ length: 10_000 }, () => Math.floor(roll() * 25_200)));
    expect(await found(random)).toEqual([]);
    const [finding] = await found(random, {}, { chance_share: 2 });
    expect(measured(finding, 'bucket_variation')).toBeLessThan(0.1);
  });

  test.each([5, 15, 30])('every %d s, each logged up to a minute late, is found', async (period) => {
    const roll = dice(period);
    const late = every(period, Math.floor(25_000 / period)).map((second) => second + Math.floor(60 * roll()));
    expect(await found(calls(late))).toMatchObject([{ variant: 'strong' }]);
  });

  test('half of the buckets must have calls', async () => {
    // Four minutes of ten have forty calls each.
    const bursts = calls(
      Array.from({ length: 38 }, (_, n) =>
        [0, 60, 120, 180].flatMap((second) => every(1, 40, n * 600 + second)),
      ).flat(),
    );
    const any = { bucket_variation: 100, chance_share: 100 };
    expect(await found(bursts, {}, any)).toEqual([]);
    expect(await found(bursts, {}, { ...any, filled_buckets: 0.4 })).toHaveLength(1);
  });

  test('buckets grow until they hold twelve calls', async () => {
    const [finding] = await found(calls(every(35, 800)));
    expect(measured(finding, 'bucket_s')).toBe(420);
  });
});
