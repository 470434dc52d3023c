import { describe, expect, it } from 'vitest';
import { ingest } from '../../../src/ingest/ingest.ts';
import { Store } from '../../../src/store/store.ts';
import { observe, type ObserveOptions } from '../../../src/why/observed/observe.ts';
import { type ObservedPoint, observedPoints } from '../../../src/why/observed/observed-point.ts';
import { ingestText, openStore, storePath, textSource, withStore } from '../../store/stores.ts';
import { end, fullLog, type LogRecord, NETWORK, plainLog, point } from '../observed-logs.ts';

const OPTIONS: ObserveOptions = { resources: NETWORK, ends: [], srcportGiven: false };
const AT_BOTH_ENDS = [
  point('eni-client', 'egress'),
  point('eni-server', 'ingress'),
  point('eni-server', 'egress', 'reply'),
  point('eni-client', 'ingress', 'reply'),
];
const SYN_ACK: LogRecord = {
  at: 'eni-server',
  direction: 'egress',
  src: '10.0.0.20',
  dst: '10.0.0.10',
  ports: [443, 40_000],
  flags: 18,
};

/** Accepted and refused records of each point. */
async function counts(
  store: Store,
  points: readonly ObservedPoint[],
  options: Partial<ObserveOptions> = {},
): Promise<readonly (readonly [number, number])[]> {
  const { legs } = await observe(store, points, { ...OPTIONS, ...options });
  return legs.map(({ accepted, rejected }) => [accepted.records, rejected.records]);
}

describe('what is observed', () => {
  it('stands at each interface, leg and direction, accepted and refused apart', async () => {
    const store = await fullLog(
      {},
      { ports: [40_001, 443], start: 1200 },
      { at: 'eni-server', direction: 'ingress' },
      { at: 'eni-server', direction: 'ingress', action: 'REJECT', start: 900, flags: 4 },
      { ...SYN_ACK, action: 'REJECT' },
    );
    const { legs, ...rest } = await observe(store, AT_BOTH_ENDS, OPTIONS);
    const none = { records: 0, packets: 0, bytes: 0, firstSeenS: null, lastSeenS: null };
    const one = { records: 1, packets: 2, bytes: 100, firstSeenS: 1000, lastSeenS: 1060 };
    expect(legs).toEqual([
      {
        interfaceId: 'eni-client',
        leg: 'forward',
        direction: 'egress',
        accepted: { records: 2, packets: 4, bytes: 200, firstSeenS: 1000, lastSeenS: 1260 },
        rejected: none,
        flags: { syn: true, synAck: false, rst: false },
      },
      {
        interfaceId: 'eni-server',
        leg: 'forward',
        direction: 'ingress',
        accepted: one,
        rejected: { ...one, firstSeenS: 900, lastSeenS: 960 },
        flags: { syn: true, synAck: false, rst: true },
      },
      {
        interfaceId: 'eni-server',
        leg: 'reply',
        direction: 'egress',
        accepted: none,
        rejected: one,
        flags: { syn: false, synAck: true, rst: false },
      },
      {
        interfaceId: 'eni-client',
        leg: 'reply',
        direction: 'ingress',
        accepted: none,
        rejected: none,
        flags: null,
      },
    ]);
    expect(rest).toEqual({ fromS: 900, toS: 1260, silence: [] });
  });

  it('leaves out another port, protocol, address, interface, direction and time', async () => {
    const store = await fullLog(
      {},
      { ports: [40_000, 80] },
      { ports: [443, 40_000] },
      { protocol: 17, flags: 0 },
      { src: '10.0.0.12' },
      { dst: '10.0.0.21' },
      { at: 'eni-server' },
      { direction: 'ingress' },
      { start: 2000 },
    );
    expect(await counts(store, [point('eni-client', 'egress')], { untilS: 2000 })).toEqual([[1, 0]]);
    expect(await counts(store, [point('eni-client', 'egress')], { sinceS: 2000 })).toEqual([[1, 0]]);
  });

  it('compares the port of the client only when that was given', async () => {
    const store = await fullLog({}, { ports: [50_000, 443] }, { ...SYN_ACK, ports: [443, 50_000] });
    const points = [point('eni-client', 'egress'), point('eni-server', 'egress', 'reply')];
    expect(await counts(store, points)).toEqual([
      [2, 0],
      [1, 0],
    ]);
    expect(await counts(store, points, { srcportGiven: true })).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });

  it('is told apart by direction where both ports are the same', async () => {
    const ports = { srcport: 123, dstport: 123, protocol: 17 };
    const store = await fullLog(
      { ports: [123, 123], protocol: 17, flags: 0 },
      { src: '10.0.0.20', dst: '10.0.0.10', ports: [123, 123], protocol: 17, flags: 0, direction: 'ingress' },
    );
    const points = [
      point('eni-client', 'egress', 'forward', ports),
      point('eni-client', 'ingress', 'reply', ports),
    ];
    expect(await counts(store, points)).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('is both ways of ICMP, which has no ports', async () => {
    const icmp = { srcport: null, dstport: null, protocol: 1 };
    const store = await fullLog({ ports: [0, 0], protocol: 1, flags: 0 });
    const points = [
      point('eni-client', 'egress', 'forward', icmp),
      point('eni-client', 'ingress', 'reply', icmp),
    ];
    const { legs } = await observe(store, points, OPTIONS);
    expect(legs.map(({ accepted, flags }) => [accepted.records, flags])).toEqual([
      [1, null],
      [0, null],
    ]);
  });

  it('needs no direction in the log where an address of the interface tells it', async () => {
    const store = await plainLog(
      {},
      { src: '10.0.0.20', dst: '10.0.0.10', ports: [443, 40_000] },
      { at: 'eni-server' },
    );
    expect(await counts(store, AT_BOTH_ENDS)).toEqual([
      [1, 0],
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
    // The client's records do not enter it, whatever ports they have.
    expect(await counts(store, [point('eni-client', 'ingress')])).toEqual([[0, 0]]);
  });

  it('has no flags where the log has none', async () => {
    const { legs } = await observe(await plainLog({}), [point('eni-client', 'egress')], OPTIONS);
    expect(legs[0]?.flags).toBeNull();
    expect(legs[0]?.accepted.records).toBe(1);
  });
});

describe('addresses', () => {
  const secondary = point('eni-client', 'egress', 'forward', { srcaddr: '10.0.0.11' });

  it('are those of the packet where the log has them', async () => {
    const store = await fullLog({ src: '10.0.0.11', shownSrc: '10.0.0.10' }, {});
    expect(await counts(store, [secondary, point('eni-client', 'egress')])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('are the primary one on the side of an interface with several, where the log lacks those of the packet', async () => {
    expect(await counts(await plainLog({}, { dst: '10.0.0.21' }), [secondary])).toEqual([[1, 0]]);
  });

  it('of what an interface passes on are not taken from its own', async () => {
    const through = point('eni-nat', 'ingress', 'forward', { dstaddr: '203.0.113.5' });
    const request: LogRecord = {
      at: 'eni-nat',
      direction: 'ingress',
      dst: '203.0.113.5',
      shownDst: '10.0.0.220',
    };
    expect(await counts(await fullLog(request), [through])).toEqual([[1, 0]]);
    const { legs, silence } = await observe(await plainLog(request), [through], OPTIONS);
    expect(legs[0]?.accepted.records).toBe(0);
    expect(silence).toContainEqual({ interfaceId: 'eni-nat', reason: 'packet-addresses-hidden' });
  });

  it('may be a block, and an end that is a subnet stands for its block', async () => {
    const store = await fullLog({ src: '10.0.0.77' }, { src: '10.0.1.77' }, { src: '10.0.0.10' });
    const of = (srcaddr: string) => [point('eni-client', 'egress', 'forward', { srcaddr })];
    expect(await counts(store, of('10.0.0.64/26'))).toEqual([[1, 0]]);
    expect(await counts(store, of('10.0.0.4'))).toEqual([[0, 0]]);
    const ends = [end('subnet', '10.0.0.4', { subnetId: 'subnet-1' })];
    expect(await counts(store, of('10.0.0.4'), { ends })).toEqual([[2, 0]]);
  });

  it('are all public ones that are not in the network where an end is the Internet', async () => {
    const store = await fullLog(
      { dst: '198.51.100.7' },
      { dst: '8.8.8.8' },
      { dst: '10.0.0.20' },
      { dst: '192.168.1.1' },
      { dst: '169.254.0.1' },
    );
    const out = [point('eni-client', 'egress', 'forward', { dstaddr: '203.0.113.1' })];
    expect(await counts(store, out, { ends: [end('internet', '203.0.113.1')] })).toEqual([[2, 0]]);
    expect(await counts(store, out)).toEqual([[0, 0]]);
  });

  it('may be IPv6, of which those of the subnet are not the Internet', async () => {
    const src = '2001:db8:1::10';
    const store = await fullLog(
      { src, dst: '2600::1' },
      { src, dst: '2001:db8:1::20' },
      { src: '::1', dst: '2600::1' },
    );
    const out = [point('eni-client', 'egress', 'forward', { srcaddr: src, dstaddr: '2001:db8:ff::1' })];
    expect(await counts(store, out, { ends: [end('internet', '2001:db8:ff::1')] })).toEqual([[1, 0]]);
  });

  it('that are none are refused', async () => {
    const store = await openStore();
    const wrong = [point('eni-client', 'egress', 'forward', { srcaddr: 'web-1' })];
    await expect(observe(store, wrong, OPTIONS)).rejects.toThrow(
      'Cannot look for "web-1": expected an address or a CIDR block',
    );
  });
});

describe('silence', () => {
  const silenceOf = async (store: Store, points = AT_BOTH_ENDS) =>
    (await observe(store, points, OPTIONS)).silence;

  it('of an empty store', async () => {
    const store = await openStore();
    expect(await silenceOf(store)).toEqual([{ interfaceId: null, reason: 'no-records' }]);
    expect(await observe(store, AT_BOTH_ENDS, OPTIONS)).toMatchObject({ fromS: null, toS: null });
  });

  it('of an interface without records, and of logs with one action only', async () => {
    const other = { interfaceId: 'eni-server', reason: 'interface-not-logged' };
    expect(await silenceOf(await fullLog({}))).toEqual([
      { interfaceId: null, reason: 'rejects-not-logged' },
      other,
    ]);
    expect(await silenceOf(await fullLog({ action: 'REJECT' }))).toEqual([
      { interfaceId: null, reason: 'accepts-not-logged' },
      other,
    ]);
    expect(await silenceOf(await fullLog({}, { at: 'eni-server', action: 'REJECT' }))).toEqual([]);
  });

  it('of an interface of which AWS dropped records', async () => {
    const store = await fullLog({}, { at: 'eni-server', action: 'REJECT' });
    const lines = 'interface-id start end log-status\neni-client 1 2 NODATA\neni-server 1 2 SKIPDATA\n';
    await ingest(store, [textSource('skipped.log', lines)]);
    expect(
      (await observe(store, AT_BOTH_ENDS, OPTIONS)).legs.map(({ accepted }) => accepted.records),
    ).toEqual([1, 0, 0, 0]);
    expect(await silenceOf(store)).toEqual([{ interfaceId: 'eni-server', reason: 'skipdata' }]);
  });

  it.each([
    ['Amazon DNS by its link-local address', { dstaddr: '169.254.169.253', dstport: 53, protocol: 17 }, true],
    ["the VPC's DNS server", { dstaddr: '10.0.0.2', dstport: 53, protocol: 17 }, true],
    ["the subnet's router", { dstaddr: '10.0.0.1' }, true],
    ['instance metadata', { dstaddr: '169.254.169.254', dstport: 80 }, true],
    ['the time service', { dstaddr: '169.254.169.123', dstport: 123, protocol: 17 }, true],
    ['licence activation', { dstaddr: '169.254.169.250', dstport: 1688 }, true],
    ['DHCP', { dstaddr: '10.0.0.20', srcport: 68, dstport: 67, protocol: 17 }, true],
    ['port 67 of TCP', { dstaddr: '10.0.0.20', dstport: 67 }, false],
    ["one's own DNS server", { dstaddr: '10.0.0.3', dstport: 53, protocol: 17 }, false],
    ['a block', { dstaddr: '10.0.0.0/30' }, false],
  ])('of %s', async (_, packet, expected) => {
    const store = await fullLog({}, { action: 'REJECT' });
    const found = await silenceOf(store, [point('eni-client', 'egress', 'forward', packet)]);
    expect(found).toEqual(expected ? [{ interfaceId: 'eni-client', reason: 'not-logged-traffic' }] : []);
  });
});

it('reads a store that is open for reading only, and changes nothing in it', async () => {
  const path = storePath();
  await withStore(path, (store) =>
    ingestText(
      store,
      'interface-id srcaddr dstaddr srcport dstport protocol action\neni-client 10.0.0.10 10.0.0.20 4000 443 6 ACCEPT\n',
    ),
  );
  const store = await Store.open(path, { readOnly: true });
  try {
    expect(await counts(store, [point('eni-client', 'egress')])).toEqual([[1, 0]]);
    expect(await store.rows('SELECT table_name FROM duckdb_tables() WHERE temporary')).toEqual([]);
  } finally {
    store.close();
  }
});

it('has a point for every crossing whose interface is known', () => {
  const crossing = {
    ...point('eni-client', 'egress'),
    kind: 'crossing',
    subnetId: null,
    askGroups: true,
  } as const;
  expect(observedPoints([crossing, { ...crossing, interfaceId: null }])).toEqual([
    point('eni-client', 'egress'),
  ]);
});
