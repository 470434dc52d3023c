import { describe, expect, test } from 'vitest';
import { network, networkInterface, permission, securityGroup, subnet } from '../network/networks.ts';
import { plainRows } from '../store/stores.ts';
import { type Case, CasesInOneLog } from './cases-in-one-log.ts';
import { connectionsOf, type LogRecord, storeOf } from './connections-made.ts';

const T = 1_772_409_600;
const APP = '10.0.1.10';
const DB = '10.0.2.20';
const OUTSIDE = '203.0.113.5';

/** A request and what came back, as the interface of `src` logs them. */
function exchange(request: LogRecord, reply: Partial<LogRecord> = {}): readonly LogRecord[] {
  const { src, dst, sport, dport } = request;
  const turned = {
    src: dst,
    dst: src,
    ...(sport == null ? {} : { dport: sport }),
    ...(dport == null ? {} : { sport: dport }),
  };
  return [
    { egress: true, flags: 2, ...request },
    { ...request, egress: request.egress === false, flags: 18, ...turned, pkt: undefined as never, ...reply },
  ].map(({ pkt, ...record }) => (pkt === undefined ? record : { ...record, pkt }));
}

const cases = new CasesInOneLog();

/** A test of a case that others do not change. */
function among(name: string, begin: () => Case): void {
  test(name, cases.add(begin));
}

const web: LogRecord = {
  src: APP,
  dst: OUTSIDE,
  sport: 50_000,
  dport: 443,
  packets: 5,
  bytes: 500,
  start: T,
};

describe('a connection', () => {
  among('has both directions, and what comes back is no connection of its own', function* (): Case {
    const [row, ...others] = yield [exchange(web, { packets: 7, bytes: 9000 })];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      client: APP,
      client_port: 50_000,
      server: OUTSIDE,
      server_port: 443,
      protocol: 6,
      packets_up: 5,
      bytes_up: 500,
      packets_down: 7,
      bytes_down: 9000,
      records: 2,
      accepted_records: 2,
      refused_records: 0,
      flags_up: 2,
      flags_down: 18,
      answered: true,
      refused: false,
      backscatter: false,
      client_inside: true,
      server_inside: false,
      start_s: T,
      end_s: T + 10,
    });
  });

  among('of a server with many ports of clients is oriented without flags', function* (): Case {
    const replies = Array.from({ length: 30 }, (_, i) => ({
      src: APP,
      dst: OUTSIDE,
      sport: 443,
      dport: 50_000 + i,
      start: T,
      egress: true,
    }));
    const rows = yield [replies];
    expect(rows.map(({ client, server_port }) => [client, server_port])).toEqual(
      Array.from({ length: 30 }, () => [OUTSIDE, 443]),
    );
  });

  test.each([
    [60, 59, 120, 1],
    [60, 59, 121, 2],
    [600, 599, 1200, 1],
    [600, 599, 1201, 2],
  ])(
    'in windows of %d s is one over a silence of at most twice that',
    async (interval, length, silence, connections) => {
      const first = exchange({ ...web, start: T, end: T + length });
      const again = T + length + silence;
      const second = exchange({ ...web, start: again, end: again + length }, { flags: 0 }).map((r) => ({
        ...r,
        flags: 0,
      }));
      const rows = await connectionsOf({ logs: [[...first, ...second]] });
      expect(rows).toHaveLength(connections);
      expect(rows.reduce((sum, { packets_up }) => sum + Number(packets_up), 0)).toBe(10);
      expect(rows.at(-1)?.end_s).toBe(again + length);
      // The second part has no SYN, and is oriented by the whole 5-tuple.
      expect(new Set(rows.map(({ client }) => client))).toEqual(new Set([APP]));
      expect(interval).toBeGreaterThan(length);
    },
  );

  among(
    'goes on in a window that is reported late, before one that began earlier has ended',
    function* (): Case {
      const parts = [
        [0, 59],
        [300, 359],
        [60, 200],
        [55, 110],
      ].map(([start = 0, end = 0]) => ({ ...web, egress: true, start: T + start, end: T + end }));
      const [row, ...others] = yield [parts];
      expect(others).toEqual([]);
      expect(row).toMatchObject({ start_s: T, end_s: T + 359, packets_up: 20 });
    },
  );

  among(
    'keeps its server when its client reuses the port for hours, whatever single records look like',
    function* (): Case {
      const parts = Array.from({ length: 40 }, (_, i): readonly LogRecord[] => [
        {
          src: APP,
          dst: OUTSIDE,
          sport: 41_000,
          dport: 40_000,
          start: T + 60 * i,
          end: T + 60 * i + 59,
          egress: true,
          flags: i === 0 ? 2 : 0,
        },
        {
          src: OUTSIDE,
          dst: APP,
          sport: 40_000,
          dport: 41_000,
          start: T + 60 * i,
          end: T + 60 * i + 59,
          egress: false,
          flags: i === 0 ? 18 : 0,
        },
      ]).flat();
      const others = Array.from(
        { length: 20 },
        (_, i): LogRecord => ({
          src: `10.0.9.${i}`,
          dst: APP,
          sport: 60_000,
          dport: 41_000,
          start: T,
          egress: false,
          flags: 0,
        }),
      );
      const rows = yield [[...parts, ...others]];
      expect(rows.filter(({ server }) => server === OUTSIDE)).toMatchObject([
        { client: APP, server_port: 40_000, end_s: T + 60 * 39 + 59 },
      ]);
    },
  );
});

describe('an answer', () => {
  for (const [name, reply, answered] of [
    ['RST in two packets', { flags: 4, packets: 2 }, false],
    ['RST in three packets', { flags: 4, packets: 3 }, true],
    ['SYN-ACK', { flags: 18, packets: 1 }, true],
    ['no flags logged', { flags: null, packets: 1 }, true],
    ['a refused reply', { flags: 18, packets: 3, refused: true }, false],
  ] as const) {
    among(`of ${name}`, function* (): Case {
      expect(yield [exchange(web, reply)]).toMatchObject([{ client: APP, answered }]);
    });
  }

  const tries = [0, 20, 40].map((second) =>
    exchange({ ...web, start: T + second }, { flags: 4, packets: 2, bytes: 80 }),
  );
  among('is none where every SYN of a client that tries again gets a RST', function* (): Case {
    expect(yield [tries.flat()]).toMatchObject([{ packets_down: 6, flags_down: 4, answered: false }]);
  });

  among('has come where a RST ends what carried something', function* (): Case {
    const late = exchange({ ...web, start: T + 60 }, { flags: 4, packets: 5, bytes: 301 });
    expect(yield [late]).toMatchObject([{ flags_down: 4, answered: true }]);
  });

  among('is missing where nothing came back', function* (): Case {
    const [row, ...others] = yield [exchange(web).slice(0, 1)];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      answered: false,
      refused: false,
      packets_down: 0,
    });
  });

  among('of UDP needs no flags', function* (): Case {
    const [request, reply] = exchange({ ...web, protocol: 17, dport: 53, flags: null }, { flags: null });
    const [row, ...others] = yield [[request ?? web, reply ?? web]];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      server_port: 53,
      answered: true,
      flags_down: null,
    });
  });
});

describe('a refusal', () => {
  among('makes its sender the client', function* (): Case {
    const [row, ...others] = yield [
      [
        {
          src: OUTSIDE,
          dst: APP,
          sport: 443,
          dport: 50_000,
          start: T,
          egress: false,
          refused: true,
          flags: null,
        },
      ],
    ];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      client: OUTSIDE,
      server_port: 50_000,
      refused: true,
      answered: false,
      refused_records: 1,
      verdict: 'unknown-interface',
    });
  });

  among('of a reply leaves the client who it is when that one has sent a SYN', function* (): Case {
    const late = [1, 2, 3].map(
      (i): LogRecord => ({
        src: OUTSIDE,
        dst: APP,
        sport: 443,
        dport: 50_000,
        start: T + i,
        egress: false,
        refused: true,
        flags: 0,
      }),
    );
    const [row, ...others] = yield [[{ ...web, egress: true, flags: 2 }, ...late]];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      client: APP,
      refused: true,
      answered: false,
    });
  });

  among('at the server counts beside what the client let out', function* (): Case {
    const up: LogRecord = { src: APP, dst: DB, sport: 50_000, dport: 5432, packets: 3, start: T, flags: 2 };
    const [row, ...others] = yield [
      [
        { ...up, egress: true },
        { ...up, eni: 'eni-2', egress: false, refused: true },
      ],
    ];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      interface_id: 'eni-1',
      packets_up: 3,
      records: 2,
      accepted_records: 1,
      refused_records: 1,
      refused: true,
      answered: false,
    });
  });
});

describe('the vantage', () => {
  const both = (): readonly LogRecord[] => {
    const at1 = exchange({ src: APP, dst: DB, sport: 50_000, dport: 5432, packets: 3, start: T });
    return [
      ...at1,
      ...at1.map((r) => ({ ...r, eni: 'eni-2', egress: r.egress !== true, start: r.start + 1 })),
    ];
  };

  among('is the interface of the client, where both have logged', function* (): Case {
    const [row, ...others] = yield [both()];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      interface_id: 'eni-1',
      packets_up: 3,
      packets_down: 3,
      records: 2,
      start_s: T,
    });
  });

  among('is that of the server where nobody else has', function* (): Case {
    const rows = both().filter(({ eni }) => eni === 'eni-2');
    const [row, ...others] = yield [rows];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      interface_id: 'eni-2',
      client: APP,
      packets_up: 3,
      answered: true,
    });
  });

  among('is found without flow-direction', function* (): Case {
    const rows = [...both(), { ...web, start: T }, { ...web, eni: 'eni-2', src: DB, start: T }].map((r) => ({
      ...r,
      egress: null,
    }));
    const made = yield [rows];
    expect(made.filter(({ server }) => server === DB)).toMatchObject([
      { interface_id: 'eni-1', packets_up: 3 },
    ]);
  });

  among('moves to the server for a connection that the client has not logged', function* (): Case {
    const later = both()
      .filter(({ eni }) => eni === 'eni-2')
      .map((r) => ({ ...r, start: T + 5000, end: T + 5010 }));
    const rows = yield [[...both(), ...later]];
    expect(rows.map(({ interface_id, packets_up }) => [interface_id, packets_up])).toEqual([
      ['eni-1', 3],
      ['eni-2', 3],
    ]);
  });

  describe('where pkt-srcaddr and pkt-dstaddr tell', () => {
    const nat = '10.0.0.220';
    const at = { eni: 'eni-nat', sport: 50_000, dport: 443, packets: 5, start: T } as const;
    const back = { eni: 'eni-nat', sport: 443, dport: 50_000, packets: 5, start: T } as const;
    const gateway: readonly LogRecord[] = [
      { ...at, src: APP, dst: nat, pkt: [APP, OUTSIDE], egress: false, flags: 2 },
      { ...at, src: nat, dst: OUTSIDE, sport: 1024, egress: true, flags: 2 },
      { ...back, src: OUTSIDE, dst: nat, dport: 1024, egress: false, flags: 18 },
      { ...back, src: nat, dst: APP, pkt: [OUTSIDE, APP], egress: true, flags: 18 },
    ];

    among('is never what lies between', function* (): Case {
      const inner = exchange({ ...web, instance: 'i-1' }, { instance: 'i-1' });
      expect(yield [[...inner, ...gateway]]).toMatchObject([
        { interface_id: 'eni-1', client: APP, packets_up: 5 },
      ]);
    });

    among('is the inner side of the gateway where the instance does not log', function* (): Case {
      expect(yield [gateway]).toMatchObject([
        { interface_id: 'eni-nat', client: APP, server: OUTSIDE, answered: true },
      ]);
    });

    among('of a scan of the gateway is the gateway, and what it opens is not its own', function* (): Case {
      const scan: LogRecord = {
        eni: 'eni-nat',
        src: '198.51.100.7',
        dst: nat,
        sport: 55_000,
        dport: 22,
        start: T,
        egress: false,
        refused: true,
        flags: 2,
      };
      const rows = yield [[...gateway, scan]];
      expect(new Set(rows.map(({ client }) => client))).toEqual(new Set([APP, '198.51.100.7']));
      expect(rows).toHaveLength(2);
    });
  });
});

describe('a reply over another interface of a transit gateway', () => {
  const far = '10.0.9.4';
  const up: LogRecord = {
    ...web,
    eni: 'eni-a',
    src: '10.0.7.1',
    dst: far,
    pkt: [APP, far],
    egress: true,
    flags: 2,
  };
  const down: LogRecord = {
    ...web,
    eni: 'eni-b',
    src: far,
    dst: '10.0.7.2',
    pkt: [far, APP],
    sport: 443,
    dport: 50_000,
    egress: false,
    flags: 18,
  };
  among('is an answer', function* (): Case {
    expect(yield [[up, down]]).toMatchObject([
      { interface_id: 'eni-a', client: APP, server: far, answered: true, packets_up: 5, packets_down: 0 },
    ]);
  });
  among('is none where the client has logged that there was none', function* (): Case {
    const atHost: LogRecord = { ...web, dst: far, egress: true, flags: 2 };
    expect(yield [[atHost, up, down]]).toMatchObject([{ interface_id: 'eni-1', answered: false }]);
  });
});

describe('several flow logs of one interface', () => {
  const records = exchange(web);
  const [first = web] = records;
  among('count once', function* (): Case {
    expect(yield [records, records.toReversed(), [{ ...first, egress: null, pkt: null }]]).toMatchObject([
      { records: 2, packets_up: 5, packets_down: 5 },
    ]);
  });
  among('have equal records, and others count', function* (): Case {
    expect(yield [[...records, { ...first, end: T + 11 }]]).toMatchObject([{ records: 3, packets_up: 10 }]);
  });
});

among('NODATA and SKIPDATA are no connections', function* (): Case {
  const records: readonly LogRecord[] = [
    { ...web, status: 'NODATA' },
    { ...web, status: 'SKIPDATA' },
  ];
  expect(yield [records]).toEqual([]);
});

describe('without ports', () => {
  among('the first sender of ICMP is the client', function* (): Case {
    const ping = {
      src: OUTSIDE,
      dst: APP,
      sport: 0,
      dport: 0,
      protocol: 1,
      start: T,
      egress: false,
      flags: null,
    } as const;
    const [row, ...others] = yield [[ping, { ...ping, src: APP, dst: OUTSIDE, egress: true, start: T + 1 }]];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      client: OUTSIDE,
      client_port: null,
      server_port: null,
      protocol: 1,
      answered: true,
    });
  });

  among('who pings many is the client, though answers come in the same second', function* (): Case {
    const records = Array.from({ length: 8 }, (_, i): readonly LogRecord[] => {
      const ping = {
        src: APP,
        dst: `10.0.3.${i}`,
        sport: 0,
        dport: 0,
        protocol: 1,
        start: T,
        egress: true,
        flags: null,
      } as const;
      return [ping, { ...ping, src: ping.dst, dst: APP, egress: false }];
    }).flat();
    const rows = yield [records];
    expect(new Set(rows.map(({ client }) => client))).toEqual(new Set([APP]));
  });

  among(
    'NTP between two ports 123 goes from inside to outside, though one host has many servers',
    function* (): Case {
      const records = [5, 6, 7, 8].flatMap((i): readonly LogRecord[] => {
        const ask = {
          src: APP,
          dst: `203.0.113.${i}`,
          sport: 123,
          dport: 123,
          protocol: 17,
          start: T,
          egress: true,
          flags: null,
        } as const;
        return [ask, { ...ask, src: ask.dst, dst: APP, egress: false }];
      });
      const rows = yield [records];
      expect(rows.map(({ client }) => client)).toEqual(Array(4).fill(APP));
    },
  );
});

describe('backscatter', () => {
  for (const [name, flags, refused] of [
    ['SYN-ACK', 18, false],
    ['refused SYN-ACK', 18, true],
    ['RST', 4, false],
    ['refused RST', 4, true],
  ] as const) {
    among(`of ${name} is marked, and is neither answered nor refused`, function* (): Case {
      const sent = {
        src: OUTSIDE,
        dst: APP,
        sport: 80,
        dport: 33_000,
        start: T,
        egress: false,
        flags,
        refused,
      };
      expect(yield [[sent]]).toMatchObject([
        { backscatter: true, answered: false, refused: false, refused_records: refused ? 1 : 0 },
      ]);
    });
  }

  among('is not the RST of a closed port', function* (): Case {
    const [row, ...others] = yield [exchange({ ...web, packets: 1 }, { flags: 4 })];
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      backscatter: false,
      answered: false,
    });
  });
});

describe('the network', () => {
  const at = (address: string) => ({ SubnetId: 'subnet-1', VpcId: 'vpc-1', address });
  const resources = network({
    subnets: [subnet('subnet-1', 'vpc-1', '10.0.0.0/16'), subnet('subnet-2', 'vpc-1', '100.200.0.0/24')],
    securityGroups: [
      {
        ...securityGroup('sg-db', 'vpc-1'),
        IpPermissions: [
          permission({ FromPort: 40_000, ToPort: 40_000, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }),
        ],
      },
      {
        ...securityGroup('sg-web', 'vpc-1'),
        IpPermissions: [
          permission({ FromPort: 443, ToPort: 444, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
          permission({ FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }),
          permission({ FromPort: 1024, ToPort: 65_535, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
        ],
      },
    ],
    networkInterfaces: [
      networkInterface('eni-db', at(DB), ['sg-db'], { Description: 'RDSNetworkInterface' }),
      networkInterface('eni-web', at('10.0.1.30'), ['sg-web'], { TagSet: [{ Key: 'Name', Value: 'web-1' }] }),
      networkInterface('eni-lb', at('10.0.1.40'), ['sg-db'], { Description: 'ELB app/shop/1' }),
      networkInterface('eni-nat', at('10.0.0.220'), [], { InterfaceType: 'nat_gateway' }),
    ],
  });

  test('says by its rules which port is the service', async () => {
    const odd = {
      src: DB,
      dst: APP,
      sport: 40_000,
      dport: 45_000,
      start: T,
      egress: true,
      flags: 0,
    } as const;
    const others = [1, 2, 3].map(
      (i): LogRecord => ({ ...odd, dst: APP, src: `10.0.3.${i}`, eni: 'eni-9', egress: false }),
    );
    const without = await connectionsOf({ logs: [[odd, ...others]] });
    expect(without.find(({ client, server }) => client === DB || server === DB)).toMatchObject({
      server: APP,
    });
    const within = await connectionsOf({ logs: [[odd, ...others]], network: resources });
    expect(within.find(({ client, server }) => client === DB || server === DB)).toMatchObject({ server: DB });
  });

  test('gives hosts their interfaces, groups, roles and declared ports', async () => {
    const records = [DB, '10.0.1.30', '10.0.1.40', '10.0.0.220', '100.200.0.9', OUTSIDE].map(
      (dst): LogRecord => ({ src: APP, dst, sport: 50_000, dport: 443, start: T, egress: true, flags: 2 }),
    );
    const store = await storeOf({ logs: [records], network: resources });
    const hosts = await plainRows(
      store,
      'SELECT address_text(hi, lo) AS address, inside, interface_id, name, security_groups, roles, declared_ports FROM hosts',
    );
    const none = { interface_id: null, name: null, security_groups: [], roles: [], declared_ports: [] };
    expect(new Map(hosts.map(({ address, ...facts }) => [address, facts]))).toEqual(
      new Map([
        [APP, { ...none, inside: true, interface_id: 'eni-1' }],
        [
          DB,
          { ...none, inside: true, interface_id: 'eni-db', security_groups: ['sg-db'], roles: ['database'] },
        ],
        [
          '10.0.1.30',
          {
            ...none,
            inside: true,
            interface_id: 'eni-web',
            name: 'web-1',
            security_groups: ['sg-web'],
            declared_ports: [443, 444],
          },
        ],
        [
          '10.0.1.40',
          {
            ...none,
            inside: true,
            interface_id: 'eni-lb',
            security_groups: ['sg-db'],
            roles: ['load-balancer'],
            declared_ports: [40_000],
          },
        ],
        ['10.0.0.220', { ...none, inside: true, interface_id: 'eni-nat', roles: ['nat'] }],
        ['100.200.0.9', { ...none, inside: true }],
        [OUTSIDE, { ...none, inside: false }],
      ]),
    );
  });
});

describe('roles by behaviour', () => {
  const serve = (server: string, clients: readonly string[], port: number): readonly LogRecord[] =>
    clients.flatMap((client, i) =>
      exchange({ eni: `eni-${client}`, src: client, dst: server, sport: 50_000 + i, dport: port, start: T }),
    );
  const hosts = (n: number) => Array.from({ length: n }, (_, i) => `10.0.5.${i + 1}`);
  const reach = (client: string, servers: readonly string[], port: number, times = 1): readonly LogRecord[] =>
    Array.from({ length: times }, (_, k) =>
      servers.flatMap((server) =>
        exchange({ src: client, dst: server, sport: 50_000 + k, dport: port, start: T + k * 300 }),
      ),
    ).flat();
  const rolesOf = async (records: readonly LogRecord[], address: string) => {
    const store = await storeOf({ logs: [records] });
    const [row] = await plainRows(store, `SELECT roles FROM hosts WHERE address = '${address}'`);
    return row?.roles;
  };

  for (const [name, records, roles] of [
    ['resolver', serve(APP, hosts(3), 53), ['resolver']],
    ['two clients of DNS', serve(APP, hosts(2), 53), []],
    ['database', serve(APP, hosts(2), 5432), ['database']],
    ['mail', serve(APP, hosts(3), 25), ['mail']],
    [
      'bastion',
      [
        ...reach(APP, hosts(5), 22),
        ...exchange({ src: OUTSIDE, dst: APP, sport: 50_000, dport: 22, start: T, egress: false }),
      ],
      ['bastion'],
    ],
    ['somebody who reaches hosts over SSH', reach(APP, hosts(5), 22), []],
  ] as const) {
    among(name, function* (): Case {
      const rows = yield [records];
      const told = rows.map((row) => (row['client'] === APP ? row['client_roles'] : row['server_roles']));
      expect(told.length).toBeGreaterThan(0);
      expect(new Set(told)).toEqual(new Set([roles.join()]));
    });
  }

  // Half of all inside hosts are meant.
  test.each([
    ['monitoring', reach(APP, hosts(6), 9100, 4), ['monitoring']],
    ['a scan that is answered', reach(APP, hosts(6), 9100, 1), []],
  ])('%s', async (_, records, roles) => {
    expect(await rolesOf(records, APP)).toEqual(roles);
  });

  test('nat, where packet-level addresses are not logged', async () => {
    const through = [80, 443, 123].flatMap((port): readonly LogRecord[] => [
      ...exchange(
        {
          eni: 'eni-nat',
          src: '10.0.5.1',
          dst: APP,
          sport: 50_000,
          dport: port,
          start: T,
          egress: false,
          pkt: null,
        },
        { pkt: null },
      ),
      ...exchange(
        { eni: 'eni-nat', src: APP, dst: OUTSIDE, sport: 2000 + port, dport: port, start: T, pkt: null },
        { pkt: null },
      ),
    ]);
    expect(await rolesOf(through, APP)).toEqual(['nat']);
  });
});

describe('the analysis', () => {
  test('tells what the logs have', async () => {
    const store = await storeOf({ logs: [exchange({ ...web, service: 'S3' })] });
    expect(await plainRows(store, 'FROM analysis')).toEqual([
      {
        since_s: T,
        until_s: T + 11,
        aggregation_s: 60,
        has_flags: true,
        has_direction: true,
        has_packet_addresses: true,
        has_aws_service: true,
        has_accepts: true,
        has_refusals: false,
        has_network: false,
        inside_hosts: 1,
        history_days: 0,
      },
    ]);
    expect(await plainRows(store, 'SELECT aws_service FROM connections')).toEqual([{ aws_service: 'S3' }]);
    expect(await plainRows(store, 'SELECT table_name FROM duckdb_tables() WHERE temporary')).toEqual([]);
  });

  test('counts hosts, and no addresses that somebody only tried', async () => {
    const tried = Array.from(
      { length: 30 },
      (_, i): LogRecord => ({ ...web, dst: `10.0.7.${i + 1}`, egress: true, flags: 2, start: T + i }),
    );
    const answers = exchange({ ...web, dst: DB, sport: 50_001 });
    const store = await storeOf({ logs: [[...tried, ...answers]] });
    expect(await plainRows(store, 'SELECT inside_hosts FROM analysis')).toEqual([{ inside_hosts: 2 }]);
    expect(await plainRows(store, 'SELECT address FROM hosts WHERE NOT speaks')).toHaveLength(30);
  });

  test('of an empty store has nothing', async () => {
    const store = await storeOf({ logs: [], window: { sinceS: T, untilS: null } });
    expect(await plainRows(store, 'SELECT aggregation_s, inside_hosts, history_days FROM analysis')).toEqual([
      { aggregation_s: 60, inside_hosts: 0, history_days: 0 },
    ]);
  });
});

test('earlier days become edges, and only the window connections', async () => {
  const day = 86_400;
  const midnight = Math.floor(T / day) * day;
  const records = [-3, -2, -2, -1, 0].flatMap((days, i) =>
    exchange(
      {
        ...web,
        sport: 50_000 + i,
        start: midnight + days * day + 1000 + i,
        end: midnight + days * day + 1010 + i,
      },
      { bytes: 700 },
    ),
  );
  const store = await storeOf({ logs: [records], window: { sinceS: midnight, untilS: null } });
  expect(await plainRows(store, 'SELECT client, client_port FROM connection_log')).toEqual([
    { client: APP, client_port: 50_004 },
  ]);
  expect(
    await plainRows(
      store,
      'SELECT day, server_port, connections, answered_connections, bytes_up, bytes_down FROM daily_edges ORDER BY day',
    ),
  ).toEqual(
    [-3, -2, -1].map((days) => {
      const connections = days === -2 ? 2 : 1;
      return {
        day: midnight / day + days,
        server_port: 443,
        connections,
        answered_connections: connections,
        bytes_up: 500 * connections,
        bytes_down: 700 * connections,
      };
    }),
  );
  expect(await plainRows(store, 'SELECT history_days FROM analysis')).toEqual([{ history_days: 3 }]);
});
