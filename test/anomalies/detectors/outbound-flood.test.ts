import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const FAR = '203.0.113.7';
const NOON = DAY_START_S + 43_200;

/** Packets in one minute that get few answers. */
function flood(packets: number, given: Partial<ConnectionRow> = {}): ConnectionRow {
  return {
    client: HOST,
    server: FAR,
    start_s: NOON,
    end_s: NOON + 59,
    server_port: 9999,
    protocol: 17,
    packets_up: packets,
    bytes_up: packets * 500,
    packets_down: 0,
    bytes_down: 0,
    flags_up: null,
    flags_down: null,
    answered: false,
    ...given,
  };
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('outbound-flood', { connections, ...rows }, thresholds);
}

describe('outbound-flood', () => {
  test('100,000 packets in a minute are one, a packet less is none', async () => {
    const [finding, ...others] = await found([flood(100_000)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'udp',
      base: 'high',
      port: 9999,
      protocol: 17,
      connections: 1,
      bytes: 50_000_000,
      firstS: NOON,
      lastS: NOON + 59,
      worked: null,
      hostsWithTarget: 1,
      evidenceStrength: 0,
    });
    expect(measured(finding, 'packets_per_minute')).toBe(100_000);
    expect(await found([flood(99_999)])).toEqual([]);
  });

  test('packets count evenly over the time of a connection', async () => {
    const long = { end_s: NOON + 599 };
    const [finding] = await found([flood(1_000_000, long)]);
    expect(measured(finding, 'packets_per_minute')).toBe(100_000);
    expect(measured(finding, 'minutes')).toBe(10);
    expect(finding?.evidenceStrength).toBe(0.9);
    expect(await found([flood(999_990, long)])).toEqual([]);
    // Half of it lies in each of two minutes.
    expect(await found([flood(190_000, { start_s: NOON + 30, end_s: NOON + 89 })])).toEqual([]);
    expect(await found([flood(200_000, { start_s: NOON + 30, end_s: NOON + 89 })])).toHaveLength(1);
  });

  test('connections to one address add up, those to others do not', async () => {
    const parts = [1, 2, 3, 4].map((n) => flood(25_000, { server_port: 1000 + n }));
    expect(await found(parts)).toMatchObject([{ variant: 'udp', port: null, connections: 4 }]);
    expect(await found(parts.map((row, n) => ({ ...row, server: `203.0.113.${n + 1}` })))).toEqual([]);
  });

  test.each([
    [{ server_port: 53 }, 'dns'],
    [{ server_port: 80 }, 'udp-on-tcp-port'],
    [{ protocol: 6, server_port: 80 }, 'tcp'],
    [{ protocol: 1, server_port: null }, 'icmp'],
    [{ protocol: 94, server_port: null }, 'unusual-protocol'],
  ])('%o is called %s', async (given, variant) => {
    expect(await found([flood(100_000, given)])).toMatchObject([{ variant }]);
  });

  test('what is answered is none: load tests, media, QUIC', async () => {
    expect(await found([flood(100_000, { packets_down: 5000, answered: true })])).toEqual([]);
    expect(await found([flood(100_000, { packets_down: 4999, answered: true })])).toHaveLength(1);
  });

  test.each([47, 50, 51])('a VPN over protocol %i is none', async (protocol) => {
    expect(await found([flood(1_000_000, { protocol, server_port: null })])).toEqual([]);
  });

  test('what goes to own hosts, comes from outside, or is refused at home is none', async () => {
    expect(await found([flood(1_000_000, { server: '10.0.2.7' })])).toEqual([]);
    expect(await found([flood(1_000_000, { client: FAR, server: HOST })])).toEqual([]);
    expect(await found([flood(1_000_000, { refused: true })])).toEqual([]);
  });

  test.each(['nat', 'load-balancer'])('a %s is no actor', async (role) => {
    expect(await found([flood(1_000_000)], { hosts: { [HOST]: { roles: [role] } } })).toEqual([]);
  });

  describe('of SYNs', () => {
    const thresholds = { syns_per_minute: 60 };
    const syns = (count: number, given: Partial<ConnectionRow> = {}) =>
      Array.from({ length: count }, (_, n) =>
        flood(1, {
          protocol: 6,
          server_port: 80,
          start_s: NOON + (n % 60),
          end_s: NOON + (n % 60),
          flags_up: 2,
          ...given,
        }),
      );

    test('as many as the threshold in a minute are one, one less is none', async () => {
      const [finding] = await found(syns(60), {}, thresholds);
      expect(finding).toMatchObject({ variant: 'syn', port: 80, connections: 60, base: 'high' });
      expect(measured(finding, 'syns_per_minute')).toBe(60);
      expect(await found(syns(59), {}, thresholds)).toEqual([]);
    });

    test('by default 10,000 are', async () => {
      expect(await found(syns(10_000))).toHaveLength(1);
      expect(await found(syns(9999))).toEqual([]);
    });

    test('in the minute that they begin in', async () => {
      const [early, late] = [
        syns(30),
        syns(30).map((row) => ({ ...row, start_s: row.start_s + 60, end_s: row.start_s + 60 })),
      ];
      expect(await found([...early, ...late], {}, thresholds)).toEqual([]);
    });

    test('a server that answers with SYN-ACK or RST changes nothing', async () => {
      expect(
        await found(syns(60, { packets_down: 1, flags_down: 18, answered: true }), {}, thresholds),
      ).toHaveLength(1);
      expect(await found(syns(60, { packets_down: 1, flags_down: 4 }), {}, thresholds)).toHaveLength(1);
    });

    test('connections that were used or closed are none', async () => {
      expect(await found(syns(60, { packets_up: 4 }), {}, thresholds)).toEqual([]);
      expect(await found(syns(60, { packets_up: 3, flags_up: 3, answered: true }), {}, thresholds)).toEqual(
        [],
      );
    });

    test('without flags, those that nobody answered', async () => {
      const blind = { flags_up: null, flags_down: null };
      expect(await found(syns(60, blind), {}, thresholds)).toHaveLength(1);
      expect(await found(syns(60, { ...blind, packets_down: 1, answered: true }), {}, thresholds)).toEqual(
        [],
      );
    });
  });
});
