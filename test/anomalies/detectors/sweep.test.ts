import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S } from '../connection-rows.ts';
import { answer, refusal, upTo } from './contacts.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';

const inside = (n: number) => `10.0.${2 + Math.floor(n / 200)}.${(n % 200) + 1}`;
const outside = (n: number) => `203.0.113.${n + 1}`;

/** One host after the other. */
function sweep(targets: number, port: number, address = inside, given: Partial<ConnectionRow> = {}) {
  return upTo(targets).map((n) => refusal(HOST, address(n), port, 600 + n * 10, given));
}

async function found(connections: readonly ConnectionRow[], roles: readonly string[] = [], thresholds = {}) {
  return await detect('sweep', { connections, hosts: { [HOST]: { roles } } }, thresholds);
}

describe('sweep', () => {
  test('twenty hosts inside are enough, and nineteen are not', async () => {
    const [finding, ...others] = await found(sweep(20, 8080));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'inside',
      base: 'medium',
      targetNo: null,
      port: 8080,
      protocol: 6,
      connections: 20,
      firstS: DAY_START_S + 600,
      lastS: DAY_START_S + 800,
      worked: false,
      allRefused: true,
      evidenceStrength: 0,
      whereSql: `client = '${HOST}' AND server_port = 8080 AND protocol = 6 AND server_inside AND packets_up > 0 AND NOT answered`,
    });
    expect(await found(sweep(19, 8080))).toEqual([]);
  });

  test.each([22, 3389, 445])('ten are enough on port %i, and nine are not', async (port) => {
    expect(await found(sweep(10, port))).toHaveLength(1);
    expect(await found(sweep(9, port))).toEqual([]);
  });

  test('outside it takes twenty of any port, and is worse', async () => {
    expect(await found(sweep(20, 22, outside))).toMatchObject([{ variant: 'outside', base: 'high' }]);
    expect(await found(sweep(19, 22, outside))).toEqual([]);
  });

  test('four of five must fail', async () => {
    const answers = (count: number) => upTo(count).map((n) => answer(HOST, inside(100 + n), 8080, n));
    expect(await found([...sweep(20, 8080), ...answers(5)])).toMatchObject([
      { worked: true, allRefused: false },
    ]);
    expect(await found([...sweep(20, 8080), ...answers(6)])).toEqual([]);
  });

  test('a host every two minutes is found', async () => {
    const slow = upTo(25).map((n) => refusal(HOST, inside(n), 445, n * 120));
    expect(await found(slow)).toHaveLength(1);
  });

  test('inside and outside are told apart', async () => {
    expect(await found([...sweep(19, 8080), ...sweep(19, 8080, outside)])).toEqual([]);
    const both = await found([...sweep(20, 8080), ...sweep(20, 8080, outside)]);
    expect(both.map(({ variant }) => String(variant)).toSorted()).toEqual(['inside', 'outside']);
  });

  test('three ports are told one by one, four together', async () => {
    const ports = (count: number) => upTo(count).flatMap((n) => sweep(20, 8080 + n));
    expect(await found(ports(3))).toHaveLength(3);
    const [finding, ...others] = await found(ports(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ port: null, connections: 80 });
    expect(measured(finding, 'ports')).toBe(4);
    expect(finding?.whereSql).toContain('server_port IN (8080, 8081, 8082, 8083)');
  });

  test('what is a port scan of most targets is not told again', async () => {
    const scanned = (count: number) =>
      upTo(count).flatMap((n) => upTo(15).map((port) => refusal(HOST, inside(n), 8080 + port, 50)));
    expect(await found([...scanned(11), ...sweep(20, 8080)])).toEqual([]);
    expect(await found([...scanned(10), ...sweep(20, 8080)])).toHaveLength(1);
  });

  test('the own scanner is one finding that is expected', async () => {
    const ports = upTo(10).flatMap((n) => [...sweep(20, 8080 + n), ...sweep(20, 8080 + n, outside)]);
    expect(await found(ports, ['scanner'])).toMatchObject([
      { variant: 'expected-scan', base: 'info', connections: 400 },
    ]);
  });

  test.each([['nat'], ['load-balancer'], ['monitoring']])('a %s asks many', async (role) => {
    expect(await found(sweep(100, 9100), [role])).toEqual([]);
  });

  test('monitoring has nothing to ask outside', async () => {
    expect(await found(sweep(20, 22, outside), ['monitoring'])).toHaveLength(1);
  });

  test('peer-to-peer programs try as many ports as hosts', async () => {
    const peers = (count: number) =>
      upTo(count).map((n) => refusal(HOST, `198.51.100.${n + 1}`, 20_000 + n, 10 + n));
    expect(await found([...sweep(30, 6881, outside), ...peers(31)])).toEqual([]);
    expect(await found([...sweep(30, 6881, outside), ...peers(30)])).toHaveLength(1);
  });

  test('peers that are gone after they answered have not failed', async () => {
    const before = upTo(30).map((n) => answer(HOST, inside(n), 8443, n));
    expect(await found([...before, ...sweep(30, 8443)])).toEqual([]);
  });

  test('pings are none', async () => {
    expect(await found(sweep(50, 0, inside, { protocol: 1, server_port: null }))).toEqual([]);
  });
});
