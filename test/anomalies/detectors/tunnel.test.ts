import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const FAR = '203.0.113.7';
const NOON = DAY_START_S + 43_200;

/** Both ways the same, for ten minutes. */
function exchange(packets: number, bytes: number, given: Partial<ConnectionRow> = {}): ConnectionRow {
  return {
    client: HOST,
    server: FAR,
    start_s: NOON,
    end_s: NOON + 600,
    client_port: null,
    server_port: null,
    protocol: 1,
    packets_up: packets,
    bytes_up: bytes,
    packets_down: packets,
    bytes_down: bytes,
    flags_up: null,
    flags_down: null,
    ...given,
  };
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('tunnel', { connections, ...rows }, thresholds);
}

describe('tunnel', () => {
  test('1 MB over ICMP in large packets is one', async () => {
    const [finding, ...others] = await found([exchange(500, 500_000)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'icmp-volume',
      base: 'medium',
      port: null,
      protocol: 1,
      bytes: 1_000_000,
      worked: true,
      hostsWithTarget: 1,
    });
    expect(measured(finding, 'packet_bytes')).toBe(1000);
    expect(await found([exchange(500, 499_999)])).toEqual([]);
    expect(await found([exchange(500, 500_000, { protocol: 58 })])).toMatchObject([
      { variant: 'icmp-volume', protocol: 58 },
    ]);
  });

  test('packets have 256 bytes on average, or more', async () => {
    expect(await found([exchange(2000, 512_000)])).toHaveLength(1);
    expect(await found([exchange(2001, 512_000)])).toEqual([]);
  });

  test('its connections add up over the window', async () => {
    const parts = [0, 1, 2, 3].map((n) =>
      exchange(125, 125_000, { start_s: NOON + 3600 * n, end_s: NOON + 3600 * n + 60 }),
    );
    expect(await found(parts)).toMatchObject([{ connections: 4, firstS: NOON, lastS: NOON + 3 * 3600 + 60 }]);
  });

  test('more than ten small pings a second for an hour are one', async () => {
    const hour = (packets: number, seconds: number) =>
      exchange(packets, 84 * packets, { end_s: NOON + seconds });
    expect(await found([hour(36_001, 3600)])).toMatchObject([{ variant: 'icmp-rate' }]);
    expect(await found([hour(36_000, 3600)])).toEqual([]);
    expect(await found([hour(40_000, 3599)])).toEqual([]);
    const [finding] = await found([hour(144_000, 7200)]);
    expect(measured(finding, 'packets_per_second')).toBe(20);
    expect(measured(finding, 'duration_s')).toBe(7200);
  });

  test('monitoring may ping so often, and may not send volumes', async () => {
    const hosts = { [HOST]: { roles: ['monitoring'] } };
    expect(await found([exchange(72_000, 84 * 72_000, { end_s: NOON + 3600 })], { hosts })).toEqual([]);
    expect(await found([exchange(500, 500_000)], { hosts })).toHaveLength(1);
  });

  test.each([4, 41, 94, 132])('1 MB over protocol %i is one, packets of any size', async (protocol) => {
    expect(await found([exchange(10_000, 500_000, { protocol })])).toMatchObject([
      { variant: 'protocol', protocol },
    ]);
    expect(await found([exchange(10_000, 499_999, { protocol })])).toEqual([]);
  });

  test.each([6, 17, 47, 50, 51])('protocol %i is none', async (protocol) => {
    expect(await found([exchange(10_000, 5_000_000, { protocol })])).toEqual([]);
  });

  test('smokeping and path MTU discovery are none', async () => {
    const smokeping = Array.from({ length: 288 }, (_, n) =>
      exchange(20, 1680, { start_s: DAY_START_S + 300 * n, end_s: DAY_START_S + 300 * n + 20 }),
    );
    expect(await found(smokeping)).toEqual([]);
    expect(await found([exchange(12, 18_000)])).toEqual([]);
  });

  test('who asked is not in the log, so an own host that answers is one as well', async () => {
    const answering = exchange(500, 500_000, { client: FAR, server: HOST });
    const [finding, ...others] = await found([exchange(1, 84), answering]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'icmp-volume',
      connections: 2,
      bytes: 1_000_168,
      hostsWithTarget: 1,
    });
    expect(await found([{ ...answering, end_s: NOON + 7200, packets_down: 100_000 }])).toMatchObject([
      { variant: 'icmp-rate' },
    ]);
    // The same from outside alone is a flood that comes in.
    expect(
      await found([{ ...answering, bytes_up: 2_000_000, packets_down: 0, bytes_down: 0, answered: false }]),
    ).toEqual([]);
    expect(await found([{ ...answering, end_s: NOON + 7200, packets_up: 100_000 }])).toEqual([]);
  });

  test('what goes to own hosts or is refused is none', async () => {
    expect(await found([exchange(500, 500_000, { server: '10.0.2.7' })])).toEqual([]);
    expect(await found([exchange(1000, 1_000_000, { refused: true })])).toEqual([]);
  });

  test.each(['nat', 'load-balancer'])('a %s is no actor', async (role) => {
    expect(await found([exchange(500, 500_000)], { hosts: { [HOST]: { roles: [role] } } })).toEqual([]);
  });
});
