import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type HostRow, type Rows } from '../connection-rows.ts';
import { answer, upTo } from './contacts.ts';
import { detect, measured } from './detect.ts';

const STRANGER = '203.0.113.9';
const HOST = '10.0.1.5';
const OTHER = '10.0.1.6';
const HOUR = 3600;
const DAY = DAY_START_S / 86_400;

/** A login that failed: two seconds, some 2 kB. */
const LOGIN: Partial<ConnectionRow> = { bytes_up: 2000, bytes_down: 2500 };

interface Ends {
  readonly client?: string;
  readonly server?: string;
  readonly port?: number;
  readonly pause?: number;
  readonly from?: number;
}

/** One login after the other, every `pause` seconds; sizes differ by some bytes. */
function logins(
  count: number,
  ends: Ends = {},
  given: Partial<ConnectionRow> = {},
): readonly ConnectionRow[] {
  const { client = STRANGER, server = HOST, port = 22, pause = 10, from = 1000 } = ends;
  return upTo(count).map((n) => {
    const second = from + n * pause;
    return answer(client, server, port, second, {
      ...LOGIN,
      bytes_up: 2000 + (n % 7) * 10,
      end_s: DAY_START_S + second + 2,
      ...given,
    });
  });
}

const OUTBOUND: Ends = { client: HOST, server: STRANGER };
const INSIDE: Ends = { client: OTHER };

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('brute-force', { connections, ...rows }, thresholds);
}

describe('brute-force', () => {
  test('thirty logins are enough, and twenty-nine are not', async () => {
    const [finding, ...others] = await found(logins(30));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'inbound',
      base: 'low',
      port: 22,
      protocol: 6,
      connections: 30,
      firstS: DAY_START_S + 1000,
      lastS: DAY_START_S + 1292,
      worked: true,
      allRefused: false,
      hostsWithTarget: null,
      evidenceStrength: 0,
      whereSql: `client IN ('${STRANGER}') AND server = '${HOST}' AND server_port = 22 AND protocol = 6 AND answered AND start_s BETWEEN ${DAY_START_S + 1000} AND ${DAY_START_S + 1290}`,
    });
    expect(measured(finding, 'tries')).toBe(30);
    expect(measured(finding, 'median_duration_s')).toBe(2);
    expect(await found(logins(29))).toEqual([]);
  });

  test('within thirty minutes, wherever they lie in the day', async () => {
    const late = { from: 50_000 };
    expect(await found(logins(30, { pause: 62, ...late }))).toHaveLength(1);
    expect(await found(logins(30, { pause: 63, ...late }))).toEqual([]);
    const before = logins(10, { pause: 2000 });
    expect(await found([...before, ...logins(30, { pause: 62, ...late })])).toMatchObject([
      { connections: 30 },
    ]);
  });

  test('outbound is worst, inside is in between', async () => {
    expect(await found(logins(30, OUTBOUND))).toMatchObject([
      { variant: 'outbound', base: 'high', hostsWithTarget: 1 },
    ]);
    expect(await found(logins(30, INSIDE))).toMatchObject([
      { variant: 'inside', base: 'medium', hostsWithTarget: null },
    ]);
  });

  test.each([21, 23, 445, 1433, 3306, 3389, 5432, 5900, 5985, 5986])(
    'port %i is one to log in',
    async (port) => {
      expect(await found(logins(30, { port }))).toMatchObject([{ port }]);
    },
  );

  test('other ports are none, unless they administer and are open to the world', async () => {
    expect(await found(logins(60, { port: 443 }))).toEqual([]);
    expect(await found(logins(60, { port: 139 }))).toEqual([]);
    const hosts: Readonly<Record<string, HostRow>> = { [HOST]: { declared_ports: [139, 443] } };
    expect(await found(logins(60, { port: 139 }), { hosts })).toHaveLength(1);
    expect(await found(logins(60, { port: 443 }), { hosts })).toEqual([]);
  });

  test('what is not answered is no login', async () => {
    expect(await found(logins(60, {}, { answered: false }))).toEqual([]);
  });

  test('sessions must be small, short and of one size', async () => {
    expect(await found(logins(40, {}, { bytes_up: 9999 }))).toHaveLength(1);
    expect(await found(logins(40, {}, { bytes_up: 10_000 }))).toEqual([]);
    const lasting = (seconds: number) => logins(40).map((row) => ({ ...row, end_s: row.start_s + seconds }));
    expect(await found(lasting(10))).toHaveLength(1);
    expect(await found(lasting(11))).toEqual([]);
    const spread = (bytes: number) =>
      logins(41, { pause: 20 }).map((row, n) => ({
        ...row,
        bytes_up: n < 20 ? 2000 : 2000 + (n - 20) * bytes,
      }));
    expect(await found(spread(60))).toHaveLength(1);
    expect(await found(spread(61))).toEqual([]);
  });

  test('connections in which nothing can have been said are checks', async () => {
    expect(await found(logins(40, {}, { bytes_up: 1000 }))).toHaveLength(1);
    expect(await found(logins(40, {}, { bytes_up: 999 }))).toEqual([]);
    expect(await found(logins(40, { port: 21 }, { bytes_up: 300 }))).toHaveLength(1);
    expect(await found(logins(40, { port: 21 }, { bytes_up: 299 }))).toEqual([]);
  });

  test('a longer session within a day may be the password', async () => {
    const session = (seconds: number, bytes: number, second: number) =>
      answer(STRANGER, HOST, 22, second, {
        bytes_up: 1000,
        bytes_down: bytes - 1000,
        end_s: DAY_START_S + second + seconds,
      });
    const success = [{ variant: 'possible-success', base: 'high', connections: 31 }];
    expect(await found([...logins(30), session(7, 50_001, 80_000)])).toMatchObject(success);
    for (const other of [
      session(6, 90_000, 80_000),
      session(600, 50_000, 80_000),
      session(600, 90_000, 500),
      session(600, 90_000, 1000 + 300 + 24 * HOUR),
    ]) {
      expect(await found([...logins(30), other])).toMatchObject([{ variant: 'inbound', base: 'low' }]);
    }
    expect(
      await found([...logins(30), { ...session(600, 90_000, 9000), client: '203.0.113.10' }]),
    ).toMatchObject([{ variant: 'inbound' }]);
  });

  test('a password spray takes ten hosts and three tries each', async () => {
    const spray = (targets: number, tries: number, client = OTHER) =>
      upTo(targets).flatMap((n) =>
        logins(tries, { client, server: `10.0.2.${n + 1}`, from: 1000 + n, pause: 600 }),
      );
    const [finding, ...others] = await found(spray(10, 3));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'password-spray',
      base: 'medium',
      targetNo: null,
      connections: 30,
    });
    expect(measured(finding, 'targets')).toBe(10);
    expect(await found(spray(9, 3))).toEqual([]);
    expect(await found(spray(10, 2))).toEqual([]);
    expect(await found(spray(10, 3, STRANGER))).toMatchObject([{ variant: 'password-spray', base: 'low' }]);
    // Hosts that got thirty each are not told once more.
    expect(
      await found(
        spray(10, 40).map((row, n) => ({ ...row, start_s: DAY_START_S + n, end_s: DAY_START_S + n + 2 })),
      ),
    ).toMatchObject([{ variant: 'password-spray', connections: 400 }]);
  });

  test('three sources are told one by one, four together, and who may have got in by itself', async () => {
    const from = (count: number) => upTo(count).flatMap((n) => logins(30, { client: `198.51.100.${n + 1}` }));
    expect(await found(from(3))).toHaveLength(3);
    const [finding, ...others] = await found(from(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ variant: 'inbound', actorNo: null, connections: 120 });
    expect(measured(finding, 'sources')).toBe(4);
    const session = answer('198.51.100.1', HOST, 22, 9000, { bytes_down: 90_000, end_s: DAY_START_S + 9900 });
    const variants = (await found([...from(5), session])).map(({ variant }) => String(variant));
    expect(variants.toSorted()).toEqual(['inbound', 'possible-success']);
  });

  describe('is not', () => {
    test('continuous integration that carries files', async () => {
      const runs = logins(60, INSIDE).map((row, n) => ({ ...row, bytes_up: 20_000 + n * 900 }));
      expect(await found(runs)).toEqual([]);
    });

    test('a login check that an own host makes all day', async () => {
      const checks = (pause: number, from = 0) =>
        logins(Math.floor((86_400 - from) / pause), { ...INSIDE, pause, from });
      expect(await found(checks(30))).toEqual([]);
      // Half a day of it is something that began.
      expect(await found(checks(30, 43_200))).toHaveLength(1);
      // No check asks six times a minute.
      expect(await found(checks(10))).toHaveLength(1);
      expect(await found(logins(2880, { pause: 30, from: 0 }))).toHaveLength(1);
    });

    test('a check of many hosts', async () => {
      const checks = upTo(12).flatMap((n) =>
        logins(288, { client: OTHER, server: `10.0.2.${n + 1}`, pause: 300, from: n }),
      );
      expect(await found(checks)).toEqual([]);
    });

    test('SFTP that polls every two minutes, or git a few times an hour', async () => {
      expect(await found(logins(700, { ...INSIDE, pause: 120, from: 0 }))).toEqual([]);
      expect(await found(logins(90, { ...OUTBOUND, pause: 900, from: 0 }))).toEqual([]);
    });

    test('an application that opens one connection for each question to its database', async () => {
      const application = (hosts: number, port: number) =>
        upTo(hosts).flatMap((n) => logins(60, { client: `10.0.3.${n + 1}`, port }));
      expect(await found(application(3, 5432))).toEqual([]);
      expect(await found(application(2, 5432))).toHaveLength(2);
      expect(await found(application(3, 22))).toHaveLength(3);
    });

    test.each([['nat'], ['load-balancer'], ['scanner']])('a %s', async (role) => {
      expect(await found(logins(60, INSIDE), { hosts: { [OTHER]: { roles: [role] } } })).toEqual([]);
    });

    test('monitoring of which only some hours are seen', async () => {
      const hosts = { [OTHER]: { roles: ['monitoring'] } };
      const hours = { until_s: DAY_START_S + 5 * HOUR };
      expect(await found(logins(60, INSIDE), { hosts, analysis: hours })).toEqual([]);
      expect(await found(logins(60, INSIDE), { hosts })).toHaveLength(1);
    });

    test('what an own host does every day, once there is a week of them', async () => {
      const rows = (connections: number, history_days: number, client = HOST): Rows => ({
        edges: [{ day: DAY - 2, client, server: STRANGER, server_port: 22, connections }],
        analysis: { history_days },
      });
      const usual = async (...given: Parameters<typeof rows>) =>
        await found(logins(60, OUTBOUND), rows(...given));
      expect(await usual(30, 7)).toEqual([]);
      expect(await usual(29, 7)).toMatchObject([
        { baselineKind: 'earlier-days', baselineValue: 29, baselineSamples: 7 },
      ]);
      expect(await usual(30, 6)).toHaveLength(1);
      expect(await usual(30, 7, OTHER)).toHaveLength(1);
    });
  });
});
