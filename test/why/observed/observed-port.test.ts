import { describe, expect, it } from 'vitest';
import { observedPort } from '../../../src/why/observed/observed-port.ts';
import { end, fullLog, NETWORK, plainLog } from '../observed-logs.ts';

const CLIENT = end('interface', '10.0.0.10');
const SERVER = end('interface', '10.0.0.20');
const INTERNET = end('internet', '203.0.113.1');
const ASKED = { resources: NETWORK, src: CLIENT, dst: SERVER, protocol: 6 };

describe('the port that a pair is asked about', () => {
  it('is the one with most refused records, then the one with most records', async () => {
    const refused = { ports: [40_000, 5432], action: 'REJECT' } as const;
    const often = [40_001, 40_002, 40_003].map((port) => ({ ports: [port, 80] as const }));
    expect(await observedPort(await fullLog(...often, refused), ASKED)).toBe(5432);
    expect(await observedPort(await fullLog(...often, { ports: [40_000, 22] }), ASKED)).toBe(80);
  });

  it('is of the asked protocol and time, and null when the log has none', async () => {
    const store = await fullLog({ protocol: 17, ports: [40_000, 53], flags: 0 }, { start: 2000 });
    expect(await observedPort(store, { ...ASKED, protocol: 17 })).toBe(53);
    expect(await observedPort(store, { ...ASKED, untilS: 2000 })).toBeNull();
    expect(await observedPort(store, { ...ASKED, sinceS: 2000 })).toBe(443);
    expect(await observedPort(store, { ...ASKED, src: SERVER, dst: CLIENT })).toBeNull();
  });

  it('is never that of an answer', async () => {
    const asks = { src: '10.0.0.20', dst: '10.0.0.10' };
    const answers = [50_000, 50_001, 50_002].map((port) => ({
      ports: [22, port] as const,
      flags: 18,
      action: 'REJECT' as const,
    }));
    const store = await fullLog(...answers, { ...asks, ports: [50_000, 22] });
    expect(await observedPort(store, ASKED)).toBeNull();
    expect(await observedPort(await plainLog(...answers), ASKED)).toBeNull();
    expect(await observedPort(await plainLog(...answers, { ports: [50_009, 8443] }), ASKED)).toBe(8443);
  });

  it('is found by the public address of an end too', async () => {
    const store = await fullLog({ dst: '198.51.100.7' });
    expect(await observedPort(store, { ...ASKED, dst: { ...SERVER, publicAddress: '198.51.100.7' } })).toBe(
      443,
    );
    expect(await observedPort(store, ASKED)).toBeNull();
  });

  it('from the Internet is the one that was let in most, as scans are refused most', async () => {
    const scan = [1, 2, 3].map((n) => ({
      src: '198.51.100.7',
      ports: [40_000 + n, 23] as const,
      action: 'REJECT' as const,
    }));
    const store = await fullLog(...scan, { src: '198.51.100.8' }, { src: '10.0.0.99', ports: [40_000, 80] });
    expect(await observedPort(store, { ...ASKED, src: INTERNET })).toBe(443);
  });

  it('of a subnet is that of any of its addresses', async () => {
    const store = await fullLog({ src: '10.0.0.77' });
    const of = end('subnet', '10.0.0.4', { subnetId: 'subnet-1' });
    expect(await observedPort(store, { ...ASKED, src: of })).toBe(443);
  });
});
