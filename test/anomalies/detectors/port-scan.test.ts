import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type HostRow } from '../connection-rows.ts';
import { answer, refusal, upTo } from './contacts.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const VICTIM = '10.0.2.7';

/** One port after the other, every `pause` seconds. */
function scan(ports: number, pause: number, given: Partial<ConnectionRow> = {}, victim = VICTIM) {
  return upTo(ports).map((n) => refusal(HOST, victim, 1000 + n, 600 + n * pause, given));
}

function answered(ports: number, second = 605): readonly ConnectionRow[] {
  return upTo(ports).map((n) => answer(HOST, VICTIM, 5000 + n, second));
}

async function found(connections: readonly ConnectionRow[], roles: readonly string[] = [], thresholds = {}) {
  const hosts: Readonly<Record<string, HostRow>> = { [HOST]: { roles } };
  return await detect('port-scan', { connections, hosts }, thresholds);
}

describe('port-scan', () => {
  test('fifteen failed ports are enough, and fourteen are not', async () => {
    const [finding, ...others] = await found(scan(15, 1, { decision_id: 7 }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'vertical',
      base: 'medium',
      port: null,
      protocol: 6,
      connections: 15,
      bytes: 900,
      firstS: DAY_START_S + 600,
      lastS: DAY_START_S + 624,
      worked: false,
      allRefused: true,
      hostsWithTarget: null,
      evidenceStrength: 0,
      decisionIds: [7],
      whereSql: `client = '${HOST}' AND server = '${VICTIM}' AND protocol IN (6, 17) AND packets_up > 0 AND NOT answered`,
    });
    expect(measured(finding, 'likelihood')).toBeCloseTo(15 * Math.log(4), 3);
    expect(await found(scan(14, 1))).toEqual([]);
  });

  test('a port counts once, over TCP and UDP, however often it is tried', async () => {
    expect(await found([...scan(14, 1), ...scan(14, 60), ...scan(14, 1, { protocol: 17 })])).toEqual([]);
  });

  test('four of five must fail', async () => {
    expect(await found([...scan(16, 1), ...answered(4)])).toMatchObject([
      { worked: true, allRefused: false },
    ]);
    expect(await found([...scan(16, 1), ...answered(5)])).toEqual([]);
  });

  test('what answers somewhen has not failed', async () => {
    const later = upTo(15).map((n) => answer(HOST, VICTIM, 1000 + n, 40_000));
    expect(await found([...scan(15, 1), ...later])).toEqual([]);
  });

  test('what answered before the scan does not make it a success', async () => {
    expect(await found([...answered(2, 10), ...scan(20, 1)])).toMatchObject([
      { worked: false, allRefused: true },
    ]);
  });

  test('a port every two minutes is found, and is not fast', async () => {
    const [slow] = await found(scan(100, 120));
    expect(slow?.measures).toContainEqual({
      name: 'ports_per_minute',
      value: expect.closeTo(0.505, 3),
      threshold: null,
      atMost: false,
    });
    expect(measured(slow, 'ports_in_one_minute')).toBeNull();
  });

  test('ten ports a minute are fast, and fifty in one minute always', async () => {
    const [fast] = await found(scan(20, 6));
    expect(fast?.measures.find(({ name }) => name === 'ports_per_minute')?.threshold).toBe(10);
    const burst = upTo(50).map((n) => refusal(HOST, VICTIM, 2000 + n, 3660 + n));
    const [mixed] = await found([...scan(20, 600), ...burst]);
    expect(mixed?.measures.find(({ name }) => name === 'ports_per_minute')?.threshold).toBeNull();
    expect(measured(mixed, 'ports_in_one_minute')).toBe(50);
    const [fewer] = await found([...scan(20, 600), ...burst.slice(1)]);
    expect(measured(fewer, 'ports_in_one_minute')).toBeNull();
  });

  test('three victims are told one by one, four as a scan of the network', async () => {
    const victims = (count: number) => upTo(count).flatMap((n) => scan(15, 1, {}, `10.0.3.${n + 1}`));
    expect(await found(victims(3))).toHaveLength(3);
    const [finding, ...others] = await found(victims(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ variant: 'network-scan', targetNo: null, connections: 60 });
    expect(measured(finding, 'victims')).toBe(4);
    expect(measured(finding, 'failed_ports')).toBe(15);
    expect(finding?.whereSql).toContain(`server IN ('10.0.3.1', '10.0.3.2', '10.0.3.3', '10.0.3.4')`);
  });

  test('the own scanner is one finding that is expected', async () => {
    const victims = upTo(30).flatMap((n) => scan(15, 1, {}, `10.0.3.${n + 1}`));
    expect(await found(victims, ['scanner'])).toMatchObject([
      { variant: 'expected-scan', base: 'info', targetNo: null, connections: 450 },
    ]);
  });

  test.each([['nat'], ['load-balancer']])('a %s acts for others', async (role) => {
    expect(await found(scan(100, 1), [role])).toEqual([]);
  });

  test('an outside victim has its prevalence', async () => {
    const other = refusal('10.0.1.6', '203.0.113.9', 443, 50);
    expect(await found([...scan(20, 1, {}, '203.0.113.9'), other])).toMatchObject([{ hostsWithTarget: 2 }]);
  });

  test('strangers are not own hosts', async () => {
    const inbound = upTo(100).map((n) => refusal('203.0.113.9', VICTIM, 1000 + n, n));
    expect(await found(inbound)).toEqual([]);
  });

  test.each<[string, Partial<ConnectionRow>]>([
    ['answers to forged packets', { backscatter: true }],
    ['closed ports that say so to strangers', { flags_up: 4 }],
    ['answers without a request', { flags_up: 18 }],
    ['clients that sent nothing', { packets_up: 0 }],
    ['one-way streams', { protocol: 17, packets_up: 11, refused: false, answered: false }],
    ['protocols without ports', { protocol: 1, server_port: null }],
  ])('%s are no contacts', async (_, given) => {
    expect(await found(scan(100, 1, given))).toEqual([]);
  });

  test('UDP probes are contacts', async () => {
    const probes = { protocol: 17, packets_up: 10, refused: false, answered: false };
    expect(await found(scan(15, 1, probes))).toMatchObject([{ protocol: 17, allRefused: false }]);
  });

  test('an application that tries its eight ports again and again is none', async () => {
    const tries = upTo(800).map((n) => refusal(HOST, VICTIM, 8500 + (n % 8), n * 40));
    expect(await found(tries)).toEqual([]);
  });

  test('it is compared with hosts that do not scan', async () => {
    const calm = upTo(19).flatMap((n) => [
      answer(`10.0.5.${n + 1}`, VICTIM, 443, n),
      ...(n === 0 ? [refusal('10.0.5.1', VICTIM, 444, 9)] : []),
    ]);
    const [finding] = await found([...scan(20, 1), ...calm]);
    expect(finding).toMatchObject({ baselineKind: 'peers', baselineValue: 0, baselineSamples: 19 });
  });

  test('thresholds can be lowered', async () => {
    expect(await found(scan(5, 1), [], { failed_ports: 5 })).toHaveLength(1);
    expect(await found(scan(3, 1), [], { failed_ports: 3 })).toEqual([]);
    expect(await found(scan(3, 1), [], { failed_ports: 3, likelihood: 4 })).toHaveLength(1);
  });
});
