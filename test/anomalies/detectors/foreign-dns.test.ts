import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const FAR = '203.0.113.53';

/** So many questions, each of a connection of its own. */
function asks(count: number, given: Partial<ConnectionRow> = {}): readonly ConnectionRow[] {
  return Array.from({ length: count }, (_, n) => ({
    client: HOST,
    server: FAR,
    server_port: 53,
    protocol: 17,
    start_s: DAY_START_S + n * 10,
    packets_up: 1,
    bytes_up: 70,
    packets_down: 1,
    bytes_down: 200,
    ...given,
  }));
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('foreign-dns', { connections, ...rows }, thresholds);
}

describe('foreign DNS', () => {
  test('a hundred queries are enough, and less are not', async () => {
    expect(await found(asks(100))).toMatchObject([
      {
        variant: 'foreign-resolver',
        base: 'medium',
        port: 53,
        protocol: 17,
        connections: 100,
        bytes: 27_000,
        hostsWithTarget: 1,
      },
    ]);
    expect(await found(asks(99))).toEqual([]);
  });

  test('packets of one socket are queries too', async () => {
    expect(await found(asks(1, { packets_up: 100, bytes_up: 7000 }))).toHaveLength(1);
    expect(await found(asks(1, { packets_up: 99, bytes_up: 6930 }))).toEqual([]);
  });

  test('5 000 queries a day may be a tunnel', async () => {
    const day = (packets_up: number) => asks(1, { packets_up, bytes_up: packets_up * 70 });
    const [finding] = await found(day(5000));
    expect(finding).toMatchObject({ variant: 'tunnel', base: 'high' });
    expect(measured(finding, 'queries_a_day')).toBe(5000);
    expect(await found(day(4999))).toMatchObject([{ variant: 'foreign-resolver', base: 'medium' }]);
    const twoDays = { analysis: { until_s: DAY_START_S + 2 * 86_400 } };
    expect(await found(day(9999), twoDays)).toMatchObject([{ variant: 'foreign-resolver' }]);
    expect(await found(day(10_000), twoDays)).toMatchObject([{ variant: 'tunnel' }]);
  });

  test('long queries may be a tunnel, if they are a hundred', async () => {
    expect(await found(asks(100, { bytes_up: 120 }))).toMatchObject([{ variant: 'tunnel', base: 'high' }]);
    expect(await found(asks(100, { bytes_up: 119 }))).toMatchObject([{ variant: 'foreign-resolver' }]);
    expect(await found(asks(99, { bytes_up: 400 }))).toEqual([]);
  });

  test('5 MB that leave may be a tunnel, however few the queries', async () => {
    const tcp = (bytes_up: number) => asks(1, { protocol: 6, packets_up: 90, bytes_up });
    expect(await found(tcp(5_000_000))).toMatchObject([{ variant: 'tunnel', base: 'high', protocol: 6 }]);
    expect(await found(tcp(4_999_999))).toEqual([]);
  });

  test('of TCP, packets beyond the handshake count by two', async () => {
    const tls = (packets_up: number) =>
      asks(2, { protocol: 6, server_port: 853, packets_up, bytes_up: 20_000 });
    expect(await found(tls(103))).toMatchObject([{ variant: 'dot', base: 'medium', port: 853 }]);
    expect(await found(tls(102))).toEqual([]);
    expect(await found(asks(100, { protocol: 6, packets_up: 5, bytes_up: 400 }))).toMatchObject([
      { variant: 'foreign-resolver' },
    ]);
  });

  test('DNS over HTTPS is seen only where a list names its servers', async () => {
    const https = asks(120, { protocol: 6, server_port: 443, packets_up: 12, bytes_up: 3000 });
    expect(await found(https)).toEqual([]);
    expect(await found(https, {}, { doh: '198.51.100.1' })).toEqual([]);
    expect(await found(https, {}, { doh: `198.51.100.1, ${FAR}` })).toMatchObject([
      { variant: 'doh', base: 'medium', port: 443 },
    ]);
  });

  test('an approved resolver may be asked', async () => {
    expect(await found(asks(200), {}, { approved: `9.9.9.9, ${FAR}` })).toEqual([]);
    expect(await found(asks(200), {}, { approved: '9.9.9.9' })).toHaveLength(1);
  });

  test('the resolver of the whole VPC is one finding, and not one of each host', async () => {
    const hosts = (count: number) =>
      Array.from({ length: count }, (_, n) => asks(100, { client: `10.0.3.${n + 1}` })).flat();
    const others = Array.from({ length: 36 }, (_, n) => ({
      client: `10.0.4.${n + 1}`,
      server: '198.51.100.1',
      start_s: DAY_START_S,
    }));
    expect(await found([...hosts(4), ...others])).toHaveLength(4);
    expect(await found([...hosts(5), ...others])).toMatchObject([
      { actorNo: null, connections: 500, hostsWithTarget: 5 },
    ]);
    const tunnel = asks(100, { client: '10.0.3.9', bytes_up: 300 });
    expect(await found([...hosts(5), ...others, ...tunnel])).toMatchObject([
      { variant: 'tunnel' },
      { actorNo: null, connections: 500 },
    ]);
  });

  test('a host that resolves by itself is one finding, and not one of each server', async () => {
    const servers = (count: number) =>
      Array.from({ length: count }, (_, n) => asks(100, { server: `203.0.113.${n + 1}` })).flat();
    expect(await found(servers(3))).toHaveLength(3);
    const [finding, ...others] = await found(servers(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ targetNo: null, connections: 400, hostsWithTarget: null });
    expect(measured(finding, 'resolvers')).toBe(4);
  });

  test.each([
    ['a resolver', {}, { hosts: { [HOST]: { roles: ['resolver'] } } }],
    ['a mail server that asks lists of spammers', {}, { hosts: { [HOST]: { roles: ['mail'] } } }],
    ['a NAT gateway', {}, { hosts: { [HOST]: { roles: ['nat'] } } }],
    ['an AWS service', { aws_service: 'ROUTE53' }, {}],
    ['a resolver inside', { server: '10.0.0.2' }, {}],
    ['what is not answered', { answered: false }, {}],
    ['another port', { server_port: 5353 }, {}],
    ['another protocol', { protocol: 132 }, {}],
  ] as const)('%s is none', async (_, given, rows) => {
    expect(await found(asks(200, given), rows)).toEqual([]);
  });
});
