import { describe, expect, test } from 'vitest';
import { type ConnectionRow, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const PEER = '10.0.1.6';
const CACHE = '10.0.2.7';
const FAR = '203.0.113.7';
const NOON = DAY_START_S + 43_200;
const APP = { security_groups: ['sg-app'] };

/** Refused connections, one a minute. */
function refused(count: number, given: Partial<ConnectionRow> = {}): readonly ConnectionRow[] {
  return Array.from({ length: count }, (_, n) => ({
    client: HOST,
    server: FAR,
    start_s: NOON + 60 * n,
    end_s: NOON + 60 * n + 1,
    server_port: 4444,
    refused: true,
    ...given,
  }));
}

const inside = { server: CACHE, server_port: 6379 } as const;
const letThrough: ConnectionRow = { client: HOST, start_s: NOON - 3600, ...inside };

async function found(connections: readonly ConnectionRow[], rows: Rows = {}, thresholds = {}) {
  return await detect('denied-egress', { connections, ...rows }, thresholds);
}

describe('a blocked call-out', () => {
  test('is what is refused 50 times at an address outside, and not 49 times', async () => {
    const [finding, ...others] = await found(refused(50));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'blocked-call-out',
      base: 'medium',
      port: 4444,
      protocol: 6,
      connections: 50,
      firstS: NOON,
      lastS: NOON + 49 * 60 + 1,
      worked: false,
      allRefused: true,
      hostsWithTarget: 1,
      evidenceStrength: 0,
      decisionIds: [],
      whereSql: `client = '${HOST}' AND server IN ('${FAR}') AND server_port = 4444 AND protocol = 6 AND refused`,
    });
    expect(measured(finding, 'refusals')).toBe(50);
    expect(await found(refused(49))).toEqual([]);
  });

  test('counts records: a stream from one port is one connection', async () => {
    expect(await found(refused(1, { protocol: 17, refused_records: 50 }))).toHaveLength(1);
    expect(await found(refused(1, { protocol: 17, refused_records: 49 }))).toEqual([]);
  });

  test('is counted for each service', async () => {
    expect(await found([...refused(49), ...refused(49, { server_port: 8080 })])).toEqual([]);
    expect(await found([...refused(49), ...refused(49, { server: '203.0.113.8' })])).toEqual([]);
    expect(await found([...refused(49), ...refused(49, { protocol: 17 })])).toEqual([]);
    expect(await found([...refused(49), ...refused(49, { client: PEER })])).toEqual([]);
  });

  test('names the decisions that refused it', async () => {
    const decisions = [
      { decision_id: 7, verdict: 'nacl-deny' },
      { decision_id: 3, verdict: 'sg-no-allow' },
    ] as const;
    const rows = [...refused(30, { decision_id: 7 }), ...refused(30, { decision_id: 3 })];
    expect(await found(rows, { decisions })).toMatchObject([{ decisionIds: [3, 7] }]);
  });

  test('is not what many own hosts try: that is software', async () => {
    const hosts = (count: number) =>
      Array.from({ length: count }, (_, n) => refused(1, { client: `10.0.7.${n + 1}` })).flat();
    expect(await found([...refused(50), ...hosts(1)])).toMatchObject([{ hostsWithTarget: 2 }]);
    expect(await found([...refused(50), ...hosts(2)])).toEqual([]);
    // Three of thirty are a tenth.
    expect(await found([...refused(50), ...hosts(2)], { analysis: { inside_hosts: 30 } })).toHaveLength(1);
    expect(await found([...refused(50), ...hosts(2)], { analysis: { inside_hosts: 29 } })).toEqual([]);
  });

  test.each([
    ['an agent of AWS', { aws_service: 'AMAZON', server_port: 443 }],
    ['a clock', { protocol: 17, server_port: 123 }],
    ['ICMP, which may be an answer', { protocol: 1, server_port: null, client_port: null }],
    ['backscatter', { backscatter: true }],
    ['the end of a connection that nobody knows any more', { flags_up: 1 }],
    ['a refusal on the way in', { client: FAR, server: HOST }],
    ['what nobody answers and nobody refuses', { refused: false, answered: false }],
    ['an own address that never answered', inside],
  ])('is not %s', async (_, given) => {
    expect(await found(refused(60, given))).toEqual([]);
  });

  test.each(['nat', 'load-balancer', 'scanner'])('is not what a %s does', async (role) => {
    expect(await found(refused(60), { hosts: { [HOST]: { roles: [role] } } })).toEqual([]);
  });

  test('is not a late packet, by the verdict of blame', async () => {
    const decisions = [{ decision_id: 1, verdict: 'late-packet', leg: 'reply' }] as const;
    expect(await found(refused(60, { decision_id: 1 }), { decisions })).toEqual([]);
    // Whatever else blame says, it was refused.
    const unknown = [{ decision_id: 1, verdict: 'unknown-interface' }] as const;
    expect(await found(refused(60, { decision_id: 1 }), { decisions: unknown })).toHaveLength(1);
  });

  test('more than three of one host are told at once', async () => {
    const ports = (count: number) =>
      Array.from({ length: count }, (_, n) =>
        refused(50, { server: `203.0.113.${n + 1}`, server_port: 8000 + n }),
      ).flat();
    expect(await found(ports(3))).toHaveLength(3);
    const [finding, ...others] = await found(ports(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      targetNo: null,
      port: null,
      protocol: 6,
      connections: 200,
      hostsWithTarget: null,
    });
    expect(measured(finding, 'services')).toBe(4);
    expect(finding?.whereSql).toContain(
      "server IN ('203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4') AND protocol",
    );
  });
});

describe('a broken rule', () => {
  test('let the same through before', async () => {
    const [finding, ...others] = await found([letThrough, ...refused(50, inside)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'broken-rule',
      base: 'medium',
      port: 6379,
      firstS: NOON,
      connections: 50,
    });
    expect(measured(finding, 'let_through_before')).toBe(1);
    expect(measured(finding, 'hosts_with_target')).toBeNull();
    expect(await found([letThrough, ...refused(49, inside)])).toEqual([]);
  });

  test('is none where it let through something else, or only later', async () => {
    expect(await found([{ ...letThrough, server_port: 6380 }, ...refused(60, inside)])).toEqual([]);
    expect(await found([{ ...letThrough, server: '10.0.2.8' }, ...refused(60, inside)])).toEqual([]);
    expect(await found([{ ...letThrough, client: PEER }, ...refused(60, inside)])).toEqual([]);
    expect(await found([{ ...letThrough, answered: false }, ...refused(60, inside)])).toEqual([]);
    expect(await found([{ ...letThrough, start_s: NOON + 60 }, ...refused(60, inside)])).toEqual([]);
  });

  test('let it through on an earlier day', async () => {
    const edge = { client: HOST, server: CACHE, server_port: 6379, day: DAY_START_S / 86_400 - 1 };
    const rows = { edges: [edge], analysis: { history_days: 1 } };
    expect(await found(refused(50, inside), rows)).toMatchObject([
      { variant: 'broken-rule', baselineKind: 'earlier-days', baselineValue: 10, baselineSamples: 1 },
    ]);
    const silent = { ...rows, edges: [{ ...edge, answered_connections: 0 }] };
    expect(await found(refused(50, inside), silent)).toEqual([]);
  });

  test('lets a host of the same groups through', async () => {
    const peer = { ...letThrough, client: PEER };
    const hosts = { [HOST]: APP, [PEER]: APP };
    const [finding] = await found([peer, ...refused(50, inside)], { hosts });
    expect(finding).toMatchObject({ variant: 'broken-rule', base: 'low' });
    expect(measured(finding, 'hosts_of_same_groups_let_through')).toBe(1);
    expect(
      await found([peer, ...refused(50, inside)], {
        hosts: { ...hosts, [PEER]: { security_groups: ['sg-db'] } },
      }),
    ).toEqual([]);
    expect(await found([peer, ...refused(50, inside)], { hosts: { [HOST]: {}, [PEER]: {} } })).toEqual([]);
  });

  test('to an address outside is told from a call-out by what passed before, not by what others may', async () => {
    const before = { ...letThrough, server: FAR, server_port: 4444 };
    expect(await found([before, ...refused(50)])).toMatchObject([{ variant: 'broken-rule' }]);
    const hosts = { [HOST]: APP, [PEER]: APP };
    expect(await found([{ ...before, client: PEER }, ...refused(50)], { hosts })).toMatchObject([
      { variant: 'blocked-call-out' },
    ]);
  });
});

describe('a network ACL that blocks replies', () => {
  const syn = { ...inside, flags_up: 2, packets_down: 3, flags_down: 18, accepted_records: 1 } as const;

  test('refuses the SYN-ACK', async () => {
    expect(await found(refused(50, syn))).toMatchObject([
      { variant: 'nacl-blocks-replies', base: 'medium', port: 6379 },
    ]);
    expect(await found(refused(49, syn))).toEqual([]);
  });

  test('refuses the reply, by the verdict of blame', async () => {
    const reply = [{ decision_id: 1, verdict: 'nacl-implicit-deny', leg: 'reply' }] as const;
    const blind = { ...inside, protocol: 17, flags_up: null, decision_id: 1 };
    expect(await found(refused(50, blind), { decisions: reply })).toMatchObject([
      { variant: 'nacl-blocks-replies', decisionIds: [1] },
    ]);
    expect(await found(refused(50, blind), { decisions: [{ ...reply[0], leg: 'forward' }] })).toEqual([]);
  });

  test('is known from a host that lets nothing in, which a rule change may be', async () => {
    const mixed = (replies: number) => [
      letThrough,
      ...refused(replies, syn),
      ...refused(60 - replies, inside),
    ];
    expect(await found(mixed(31))).toMatchObject([{ variant: 'nacl-blocks-replies' }]);
    expect(await found(mixed(30))).toMatchObject([{ variant: 'broken-rule' }]);
  });

  test('does so with replies from outside as well', async () => {
    expect(await found(refused(50, { ...syn, server: FAR, server_port: 443 }))).toMatchObject([
      { variant: 'nacl-blocks-replies' },
    ]);
  });

  test('is seen without flags, where its packets count as requests of the server', async () => {
    const reply = [{ decision_id: 1, verdict: 'nacl-implicit-deny', leg: 'reply' }] as const;
    const turned = (given: Partial<ConnectionRow> = {}) =>
      refused(50, {
        client: CACHE,
        client_port: 6379,
        server: HOST,
        server_port: 40_000,
        refused: false,
        answered: true,
        records: 2,
        accepted_records: 1,
        refused_records: 1,
        flags_up: null,
        flags_down: null,
        decision_id: 1,
        ...given,
      });
    const findings = await found(turned(), { decisions: reply });
    expect(findings).toMatchObject([
      { variant: 'nacl-blocks-replies', port: 6379, connections: 50, decisionIds: [1] },
    ]);
    expect(findings[0]?.whereSql).toBe(
      `((client = '${HOST}' AND server IN ('${CACHE}') AND server_port = 6379) OR ` +
        `(server = '${HOST}' AND client IN ('${CACHE}') AND client_port = 6379)) AND protocol = 6 AND refused_records > 0`,
    );
    // Some of its packets passed; the flags say who asks; blame says that it is a request.
    expect(await found(turned({ records: 3, accepted_records: 2 }), { decisions: reply })).toEqual([]);
    expect(await found(turned({ flags_up: 2, flags_down: 18 }), { decisions: reply })).toEqual([]);
    expect(await found(turned(), { decisions: [{ ...reply[0], leg: 'forward' }] })).toEqual([]);
  });
});
