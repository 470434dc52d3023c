import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type EdgeRow, type Rows } from '../connection-rows.ts';
import { answer, refusal, upTo } from './contacts.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const OTHER = '10.0.1.6';
const FAR = '203.0.113.7';
const DAY = DAY_START_S / 86_400;

function call(port: number, server = FAR, client = HOST, given: Partial<ConnectionRow> = {}): ConnectionRow {
  return answer(client, server, port, 1000, given);
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}) {
  return await detect('rare-port', { connections, ...rows });
}

describe('rare-port', () => {
  test('one answered connection is enough', async () => {
    const [finding, ...others] = await found([call(6667)], { analysis: { inside_hosts: 100 } });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'odd-port',
      base: 'low',
      port: 6667,
      protocol: 6,
      connections: 1,
      bytes: 6000,
      worked: true,
      allRefused: false,
      hostsWithTarget: 1,
      evidenceStrength: 1,
      baselineKind: 'peers',
      baselineValue: 0,
      baselineSamples: 99,
      whereSql: `client = '${HOST}' AND server = '${FAR}' AND server_port = 6667 AND protocol = 6 AND packets_up > 0`,
    });
  });

  test('so are twenty that were not, and nineteen are not', async () => {
    const tried = (count: number) => upTo(count).map((n) => refusal(HOST, FAR, 6667, n, { decision_id: 3 }));
    expect(await found(tried(20))).toMatchObject([{ worked: false, allRefused: true, decisionIds: [3] }]);
    expect(await found(tried(19))).toEqual([]);
  });

  test('a port that another own host uses is not rare, to whatever address', async () => {
    expect(await found([call(6667), call(6667, '203.0.113.8', OTHER)])).toEqual([]);
    expect(await found([call(6667), refusal(OTHER, '203.0.113.8', 6667, 5)])).toEqual([]);
  });

  test('a NAT gateway repeats what hosts do, and uses nothing itself', async () => {
    const hosts = { [OTHER]: { roles: ['nat'] } };
    expect(await found([call(6667), call(6667, FAR, OTHER)], { hosts })).toHaveLength(1);
    expect(await found([call(6667, FAR, OTHER)], { hosts })).toEqual([]);
  });

  test.each([22, 80, 443, 8443])('port %i is common', async (port) => {
    expect(await found([call(port)])).toEqual([]);
  });

  test.each([
    [3333, 'miner-port'],
    [14_444, 'miner-port'],
    [9001, 'tor-port'],
  ])('port %i is known: %s', async (port, variant) => {
    expect(await found([call(port)])).toMatchObject([{ variant, base: 'medium' }]);
  });

  test('only TCP, only to the outside, only where the client sent something', async () => {
    expect(await found([call(6667, FAR, HOST, { protocol: 17 })])).toEqual([]);
    expect(await found([call(6667, OTHER)])).toEqual([]);
    expect(await found([call(6667, HOST, FAR)])).toEqual([]);
    expect(await found([call(6667, FAR, HOST, { packets_up: 0 })])).toEqual([]);
    expect(await found([call(6667, FAR, HOST, { backscatter: true })])).toEqual([]);
  });

  test('addresses of AWS services are left out, unless a service is named', async () => {
    const connections = [call(6667, FAR, HOST, { aws_service: 'EC2' })];
    expect(await found(connections)).toEqual([]);
    expect(await detect('rare-port', { connections }, { services: 'EC2,AMAZON' })).toHaveLength(1);
  });

  test("where it is not clear who is the client, the port may be the client's", async () => {
    expect(await found([call(40_000, FAR, HOST, { orientation: 1 })])).toHaveLength(1);
    expect(await found([call(40_000, FAR, HOST, { orientation: 0.9 })])).toEqual([]);
  });

  test('data of passive FTP goes to ports that the server names', async () => {
    const data = upTo(10).map((n) => call(40_000 + n));
    expect(await found([call(21), ...data])).toEqual([]);
    expect(await found([call(21, '203.0.113.8'), ...data])).toHaveLength(1);
    expect(await found([refusal(HOST, FAR, 21, 5), ...data])).toHaveLength(1);
  });

  test('a sweep is no use of a port', async () => {
    const swept = (targets: number, answered: number) =>
      upTo(targets).map((n) =>
        n < answered ? call(8291, `203.0.113.${n + 1}`) : refusal(HOST, `203.0.113.${n + 1}`, 8291, n),
      );
    expect(await found(swept(20, 4))).toEqual([]);
    expect(await found(swept(20, 5))).toMatchObject([{ targetNo: null }]);
    expect(await found(swept(19, 1))).toHaveLength(1);
  });

  test('three ports are told one by one, four together, and known ones by themselves', async () => {
    const ports = (count: number) => upTo(count).map((n) => call(20_000 + n));
    expect(await found(ports(3))).toHaveLength(3);
    const [finding, ...others] = await found(ports(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ variant: 'many-ports', port: null, connections: 4 });
    expect(finding?.targetNo).not.toBeNull();
    expect(measured(finding, 'ports')).toBe(4);
    expect(finding?.whereSql).toContain('server_port IN (20000, 20001, 20002, 20003)');
    const variants = (await found([...ports(80), call(3333)])).map(({ variant }) => String(variant));
    expect(variants.toSorted()).toEqual(['many-ports', 'miner-port']);
  });

  test('history says on how many days the host used the port', async () => {
    const edge: EdgeRow = { day: DAY - 3, client: HOST, server: FAR, server_port: 6667 };
    const rows = (history_days: number, edges: readonly EdgeRow[]): Rows => ({
      edges,
      analysis: { history_days },
    });
    const days = [edge, { ...edge, day: DAY - 2 }];
    expect(await found([call(6667)], rows(7, days))).toMatchObject([
      { base: 'low', baselineKind: 'earlier-days', baselineValue: 2, baselineSamples: 7 },
    ]);
    expect(await found([call(6667)], rows(6, days))).toMatchObject([
      { baselineKind: 'peers', baselineValue: 0 },
    ]);
    // One target that is new is weighed with all that is known of it; that several are is said here.
    const several = [call(6667), call(6667, '203.0.113.8')];
    expect(await found([call(6667)], rows(7, []))).toMatchObject([{ base: 'low', baselineValue: 0 }]);
    expect(await found(several, rows(7, []))).toMatchObject([{ base: 'medium', targetNo: null }]);
    expect(await found(several, rows(7, days))).toMatchObject([{ base: 'low' }]);
    expect(await found(several, rows(6, []))).toMatchObject([{ base: 'low' }]);
  });
});
