import { describe, expect, it } from 'vitest';
import { judge } from '../../src/blame/judge.ts';
import { findBrokenPairs } from '../../src/connectivity/find-broken-pairs.ts';
import { ONE_WAY_PORTS } from '../../src/connectivity/one-way-ports.ts';
import { listSql } from '../../src/sql/load.ts';
import { aclEntry } from '../network/networks.ts';
import { openStore } from '../store/stores.ts';
import {
  answers,
  arrives,
  at,
  brokenPairs,
  CLIENT,
  type Flow,
  HOST,
  NAT,
  returns,
  SERVER,
  shop,
  told,
} from './flows.ts';

const REFUSED = arrives({ action: 'REJECT' });
const REQUEST = 'request-refused sg-server 10.0.1.10 10.0.2.20 443 eni-server ingress';

async function found(flows: readonly Flow[], options: Parameters<typeof brokenPairs>[1] = {}) {
  return (await brokenPairs(flows, options)).pairs.map(told);
}

describe('a refused request', () => {
  it('was let through before, and names the rule that blame names', async () => {
    const { pairs } = await brokenPairs([
      {},
      { ports: [40_001, 443], start: 2000 },
      REFUSED,
      arrives({ action: 'REJECT', ports: [40_001, 443], start: 2000, packets: 5 }),
    ]);
    expect(pairs.map(told)).toEqual([REQUEST]);
    expect(pairs[0]).toMatchObject({
      place: 'inside',
      confidence: 'high',
      protocol: 6,
      srcport: 40_001,
      refusedRecords: 2,
      packets: 8,
      acceptedRecords: 2,
      connections: 2,
      answered: 0,
      firstSeenS: 1000,
      lastSeenS: 2060,
      lastAnswerS: null,
      why: { src: CLIENT, dst: SERVER },
      pairs: 1,
      clients: 1,
      servers: 1,
      causePairs: 1,
    });
  });

  it('is not one that nobody let through, nor one that was let through further on only', async () => {
    expect(await found([REFUSED])).toEqual([]);
    expect(await found([{ action: 'REJECT' }, arrives()])).toEqual([]);
    expect(await found([{ ports: [40_000, 444] }, REFUSED])).toEqual([
      'unanswered left 10.0.1.10 10.0.2.20 444 eni-client egress',
    ]);
  });

  it('may be refused by a NAT gateway, as it comes in or as it leaves', async () => {
    const out: Flow = { dst: HOST };
    const into: Flow = { at: 'nat', way: 'ingress', dst: HOST, shownDst: NAT };
    const place = { resources: { ...shop(), networkAcls: [] } };
    expect(await found([out, { ...into, action: 'REJECT' }], place)).toEqual([
      `request-refused indeterminate ${CLIENT} ${HOST} 443 eni-nat ingress`,
    ]);
    expect(await found([into, { ...into, way: 'egress', action: 'REJECT' }], place)).toEqual([
      `request-refused indeterminate ${CLIENT} ${HOST} 443 eni-nat egress`,
    ]);
  });

  it('is one pair for a NACL that knows no ports of it', async () => {
    const echo = { ports: [0, 0], protocol: 1, flags: 0 } as const;
    const { pairs } = await brokenPairs([echo, arrives({ ...echo, action: 'REJECT' })]);
    expect(pairs[0]).toMatchObject({
      protocol: 1,
      port: null,
      srcport: null,
      connections: null,
      answered: null,
    });
  });
});

describe('a refused reply', () => {
  it('is told under the client that asked, at the interface that refused', async () => {
    const { pairs } = await brokenPairs([{}, arrives(), answers({ action: 'REJECT' })]);
    expect(pairs.map(told)).toEqual([
      'reply-refused acl-server:egress:* 10.0.1.10 10.0.2.20 443 eni-server egress',
    ]);
    expect(pairs[0]).toMatchObject({ srcport: 40_000, connections: 1, answered: 0, acceptedRecords: 2 });
  });

  it('of a NAT gateway asks about the client behind it, whose silence is not told again', async () => {
    const flows: Flow[] = [
      { dst: HOST },
      { at: 'nat', way: 'ingress', dst: HOST, shownDst: NAT },
      { at: 'nat', src: NAT, dst: HOST, ports: [1025, 443] },
      { at: 'nat', way: 'ingress', src: HOST, dst: NAT, ports: [443, 1025], flags: 18, action: 'REJECT' },
    ];
    const resources = shop();
    const networkAcls = resources.networkAcls.map((acl) =>
      acl.NetworkAclId === 'acl-nat' ? { ...acl, Entries: acl.Entries.filter(({ Egress }) => Egress) } : acl,
    );
    const { pairs } = await brokenPairs(flows, { resources: { ...resources, networkAcls } });
    expect(pairs.map(({ kind, client, server, why }) => [kind, client, server, why])).toEqual([
      ['reply-refused', NAT, HOST, { src: CLIENT, dst: HOST }],
    ]);
  });
});

describe('a pair that works as well', () => {
  const connection = (port: number, action: Flow['action'] = 'ACCEPT') => [
    { ports: [port, 443] as const },
    arrives({ ports: [port, 443], action }),
    ...(action === 'ACCEPT' ? [answers({ ports: [443, port], start: 3000 })] : []),
  ];

  it('is told with what was answered while that is not most of it', async () => {
    const { pairs, mostlyWorking } = await brokenPairs([...connection(1, 'REJECT'), ...connection(2)]);
    expect(pairs[0]).toMatchObject({ connections: 2, answered: 1, lastAnswerS: 3060 });
    expect(mostlyWorking).toEqual({ pairs: 0, connections: 0, answered: 0 });
  });

  it('is only counted when most of it is answered', async () => {
    const flows = [...connection(1, 'REJECT'), ...connection(2), ...connection(3)];
    expect(await brokenPairs(flows)).toEqual({
      pairs: [],
      mostlyWorking: { pairs: 1, connections: 3, answered: 2 },
    });
  });

  it('is not broken by a late packet', async () => {
    const resources = shop();
    const networkAcls = resources.networkAcls.map((acl) => ({
      ...acl,
      Entries: [aclEntry(100), aclEntry(100, { Egress: true })],
    }));
    const late = answers({ action: 'REJECT', flags: 4, start: 2000 });
    expect(
      await found([...connection(40_000), returns(), late], { resources: { ...resources, networkAcls } }),
    ).toEqual([]);
  });
});

describe('silence', () => {
  it('is told at the server when the request came there', async () => {
    const { pairs } = await brokenPairs([{}, arrives()]);
    expect(pairs.map(told)).toEqual(['unanswered server 10.0.1.10 10.0.2.20 443 eni-server ingress']);
    expect(pairs[0]).toMatchObject({ confidence: 'medium', decision: null, connections: 1, answered: 0 });
  });

  it('is told at the client when no more is known, and not of an answered connection', async () => {
    expect(await found([{}])).toEqual(['unanswered left 10.0.1.10 10.0.2.20 443 eni-client egress']);
    expect(await found([{}, returns()])).toEqual([]);
    expect(await found([{}, returns({ ports: [443, 40_001] })])).toHaveLength(1);
  });

  it('is a lost answer when the server sent one', async () => {
    const flows = [{}, arrives(), answers()];
    expect(await found(flows)).toEqual(['unanswered answer-lost 10.0.1.10 10.0.2.20 443 eni-client egress']);
    // The way back may lead over another interface than that which passed the request on.
    const passing = { at: 'nat', shownSrc: NAT };
    expect(await found([passing, arrives(), answers()])).toEqual([]);
  });

  it('is not that of a packet or two, of what goes on without SYN, or of half of the connections', async () => {
    expect(await found([{ packets: 2 }])).toEqual([]);
    expect(await found([{ flags: 0 }, { flags: 18, ports: [443, 40_000] }])).toEqual([]);
    expect(await found([{}, { ports: [40_001, 443] }, returns()])).toEqual([]);
    expect(await found([{}, { ports: [40_001, 443] }, { ports: [40_002, 443] }, returns()])).toHaveLength(1);
  });

  it('is not told beside a refusal of the same pair', async () => {
    expect(await found([{}, { ports: [40_001, 443] }, REFUSED])).toEqual([REQUEST]);
  });

  it('of UDP takes ten packets and no answer at all, and is less certain', async () => {
    const query = { protocol: 17, flags: 0, ports: [40_000, 53] } as const;
    const { pairs } = await brokenPairs([
      { ...query, packets: 6 },
      { ...query, packets: 4, ports: [40_001, 53] },
    ]);
    expect(pairs.map(told)).toEqual(['unanswered left 10.0.1.10 10.0.2.20 53 eni-client egress']);
    expect(pairs[0]).toMatchObject({ confidence: 'low', connections: null, answered: null });
    expect(await found([{ ...query, packets: 9 }])).toEqual([]);
    expect(
      await found([{ ...query, packets: 10 }, returns({ ...query, src: SERVER, ports: [53, 9] })]),
    ).toEqual([]);
  });

  it('of TCP without flags is like that of UDP', async () => {
    const { pairs } = await brokenPairs([{ flags: '-', packets: 10 }]);
    expect(pairs.map(({ reached, confidence }) => [reached, confidence])).toEqual([['left', 'low']]);
    expect(await found([{ flags: '-', packets: 9 }])).toEqual([]);
  });

  it.each([
    ['wants no answer', ONE_WAY_PORTS.map((port): Flow => ({ ports: [40_000, port] }))],
    [
      'goes to many',
      [
        { dst: '224.0.0.251', ports: [5353, 5353] },
        { dst: '255.255.255.255', ports: [1, 6000] },
      ],
    ],
    ['goes to many over IPv6', [{ src: 'fd00::1', dst: 'ff02::fb', ports: [5353, 5353] }]],
    ['looks like an answer', [{ ports: [53, 40_000] }]],
  ] as readonly (readonly [string, readonly Flow[]])[])('is not that of UDP which %s', async (_, flows) => {
    expect(await found(flows.map((flow) => ({ ...flow, protocol: 17, flags: 0, packets: 50 })))).toEqual([]);
  });

  it('of a NAT gateway is told of those behind it, and not of what the Internet sends it', async () => {
    const flows: Flow[] = [
      { dst: HOST },
      { at: 'nat', way: 'ingress', dst: HOST, shownDst: NAT },
      { at: 'nat', src: NAT, dst: HOST, ports: [1025, 443] },
      { at: 'nat', way: 'ingress', src: '203.0.113.9', dst: NAT, ports: [5000, 2323] },
    ];
    expect(await found(flows)).toEqual([`unanswered left ${CLIENT} ${HOST} 443 eni-client egress`]);
  });
});

describe('the order', () => {
  it('has pairs inside first, then to the Internet, then clients from there in one row for each cause', async () => {
    const scans = [1, 2, 3].map((n) => arrives({ src: `198.51.100.${n}`, packets: 3 }));
    const { pairs } = await brokenPairs([
      ...scans,
      arrives({ src: '198.51.100.1', ports: [7, 443] }),
      { dst: HOST },
      {},
      REFUSED,
    ]);
    expect(
      pairs.map(({ place, client, pairs: count, clients, servers, interfaceId }) => [
        place,
        client,
        count,
        clients,
        servers,
        interfaceId,
      ]),
    ).toEqual([
      ['inside', CLIENT, 1, 1, 1, 'eni-server'],
      ['to-internet', CLIENT, 1, 1, 1, 'eni-client'],
      ['from-internet', '198.51.100.1', 3, 3, 1, null],
    ]);
  });

  it('has at most so many pairs of each cause, and counts the others', async () => {
    const clients = ['10.0.1.11', '10.0.1.12', '10.0.1.13'];
    const flows = clients.flatMap((src, i) => [
      { src },
      ...Array.from({ length: i + 1 }, (_, n) =>
        arrives({ src, action: 'REJECT' as const, start: 1000 + n }),
      ),
    ]);
    const { pairs } = await brokenPairs(flows, { limit: 2 });
    expect(pairs.map(({ client, causePairs, causeRecords }) => [client, causePairs, causeRecords])).toEqual([
      ['10.0.1.13', 3, 9],
      ['10.0.1.12', 3, 9],
    ]);
  });

  it('has one row for a client that tries more than twenty ports', async () => {
    const sweep = (count: number) =>
      Array.from({ length: count }, (_, n): Flow => ({ ports: [40_000, 1000 + n], dst: `10.0.2.${n % 2}` }));
    const { pairs } = await brokenPairs(sweep(21));
    expect(
      pairs.map(({ pairs: count, clients, servers, acceptedRecords, causePairs }) => [
        count,
        clients,
        servers,
        acceptedRecords,
        causePairs,
      ]),
    ).toEqual([[21, 1, 2, 21, 21]]);
    expect((await brokenPairs(sweep(20))).pairs).toHaveLength(20);
  });

  it('is of the asked time', async () => {
    const later = [{ start: 5000 }, arrives({ action: 'REJECT', start: 5000 })];
    const inTime = { window: { sinceS: null, untilS: 5000 } };
    expect(await found([...later, { start: 1000 }], inTime)).toEqual([
      'unanswered left 10.0.1.10 10.0.2.20 443 eni-client egress',
    ]);
    expect(await found(later, { window: { sinceS: 5000, untilS: null } })).toEqual([REQUEST]);
  });
});

it('asks about an interface where others have its address too', async () => {
  const resources = shop([at('server9', SERVER, [], { VpcId: 'vpc-9' })]);
  const { pairs } = await brokenPairs([{}, REFUSED], { resources });
  expect(pairs[0]?.why).toEqual({ src: CLIENT, dst: 'eni-server' });
});

it('does not say of which direction what the log does not tell it of', async () => {
  const strange: Flow = { at: 'gone', way: '-', src: '10.9.0.1', dst: '10.9.0.2', flags: 2 };
  const other: Flow = { ...strange, src: '10.9.0.3', dst: '10.9.0.4' };
  const { pairs } = await brokenPairs([strange, other]);
  expect(pairs.map(({ interfaceId, direction, reached }) => [interfaceId, direction, reached])).toEqual([
    ['eni-gone', null, 'left'],
    ['eni-gone', null, 'left'],
  ]);
});

it('takes the steps that are files of queries/connectivity with a number, in order', async () => {
  const store = await openStore();
  await judge(store, { sinceS: null, untilS: null });
  const steps: string[] = [];
  await findBrokenPairs(store, { window: { sinceS: 0, untilS: 1 }, limit: 1 }, (step) => steps.push(step));
  const numbered = listSql('connectivity').filter((name) => /\/\d\d-/.test(name));
  expect(steps.filter((step) => step.startsWith('connectivity/'))).toEqual(numbered);
  expect(await store.rows('SELECT table_name FROM duckdb_tables() WHERE temporary')).toEqual([
    { table_name: 'connectivity_broken_pairs' },
  ]);
});

it('finds nothing in a log without records', async () => {
  expect(await brokenPairs([])).toEqual({
    pairs: [],
    mostlyWorking: { pairs: 0, connections: 0, answered: 0 },
  });
});
