import { describe, expect, test } from 'vitest';
import {
  type ConnectionRow,
  DAY_START_S,
  type EdgeRow,
  type HostRow,
  type Rows,
} from '../connection-rows.ts';
import { answer, upTo } from './contacts.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const PEER = '10.0.1.6';
const TARGET = '10.0.2.7';
const DAY = DAY_START_S / 86_400;

const HOSTS: Readonly<Record<string, HostRow>> = {
  [HOST]: { security_groups: ['sg-app'] },
  [PEER]: { security_groups: ['sg-app'] },
  '10.0.1.7': { security_groups: ['sg-app'] },
  [TARGET]: { security_groups: ['sg-worker'] },
  '10.0.2.8': { security_groups: ['sg-worker'] },
  '10.0.3.9': { security_groups: ['sg-web'] },
  '10.0.3.10': { security_groups: ['sg-web'] },
};

function login(client = HOST, server = TARGET, port = 22, given: Partial<ConnectionRow> = {}): ConnectionRow {
  return answer(client, server, port, 40_000, given);
}

function knows(client: string, server: string, given: Partial<EdgeRow> = {}): EdgeRow {
  return { day: DAY - 3, client, server, server_port: 22, ...given };
}

async function found(connections: readonly ConnectionRow[], rows: Rows = {}) {
  return await detect('admin-edge', { connections, hosts: HOSTS, ...rows });
}

async function foundAfterAWeek(
  connections: readonly ConnectionRow[],
  edges: readonly EdgeRow[] = [],
  rows: Rows = {},
) {
  return await found(connections, { ...rows, edges, analysis: { history_days: 7 } });
}

describe('admin-edge', () => {
  test('what no host of the group does otherwise', async () => {
    const [finding, ...others] = await found([login(), login()]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'rare',
      base: 'low',
      port: 22,
      protocol: 6,
      connections: 2,
      worked: true,
      hostsWithTarget: 1,
      baselineKind: 'peers',
      baselineValue: 0,
      baselineSamples: 2,
      whereSql: `client = '${HOST}' AND server IN ('${TARGET}') AND server_port = 22 AND protocol = 6 AND answered`,
    });
    expect(measured(finding, 'hosts_of_group')).toBe(3);
  });

  test.each([135, 139, 445, 3389, 5985, 5986])('port %i administers', async (port) => {
    expect(await found([login(HOST, TARGET, port)])).toHaveLength(1);
  });

  test('other ports do not, nor does what is not answered, nor what leaves or comes from outside', async () => {
    expect(await found([login(HOST, TARGET, 443)])).toEqual([]);
    expect(await found([login(HOST, TARGET, 22, { answered: false })])).toEqual([]);
    expect(await found([login(HOST, '203.0.113.7')])).toEqual([]);
    expect(await found([login('203.0.113.7', HOST)])).toEqual([]);
  });

  test('a peer that does the same makes it usual, to any server of the same groups, on the same port', async () => {
    expect(await found([login(), login(PEER, '10.0.2.8')])).toEqual([]);
    expect(await found([login(), login(PEER, '10.0.2.8', 3389)])).toHaveLength(2);
    expect(await found([login(), login('10.0.3.9', '10.0.2.8')])).toHaveLength(2);
    // Two targets of one host are no peers.
    expect(await found([login(), login(HOST, '10.0.2.8')])).toHaveLength(2);
  });

  test('a peer that guesses or administers does not make it usual', async () => {
    const tries = (given: Partial<ConnectionRow>, count = 30) =>
      upTo(count).map((n) =>
        login(PEER, '10.0.2.8', 22, {
          start_s: DAY_START_S + 100 * n,
          end_s: DAY_START_S + 100 * n + 5,
          ...given,
        }),
      );
    expect(await found([login(), ...tries({ bytes_up: 9999 })])).toHaveLength(1);
    expect(await found([login(), ...tries({ bytes_up: 9999 }, 29)])).toEqual([]);
    expect(await found([login(), ...tries({ bytes_up: 10_000 })])).toEqual([]);
    expect(await found([login(), ...tries({ bytes_up: 9999, end_s: DAY_START_S + 90_000 })])).toEqual([]);
    const administered = upTo(5).map((n) => login(PEER, `10.0.5.${n + 1}`));
    expect(await found([login(), ...administered, login(PEER, '10.0.2.8')])).toHaveLength(1);
  });

  test('without groups, hosts of one /24 are peers', async () => {
    expect(await found([login(), login(PEER)], { hosts: {} })).toEqual([]);
    const others = { '10.0.1.9': {}, '10.0.3.9': {} };
    expect(await found([login(), login('10.0.3.6')], { hosts: others })).toHaveLength(2);
  });

  test('a host without peers has nobody to compare with', async () => {
    const alone = { ...HOSTS, [HOST]: { security_groups: ['sg-own'] } };
    expect(await found([login()], { hosts: alone })).toEqual([]);
    expect(await foundAfterAWeek([login()], [], { hosts: alone })).toHaveLength(1);
  });

  test('to log in to a bastion is what it is for', async () => {
    const hosts = { ...HOSTS, [TARGET]: { roles: ['bastion'] } };
    expect(await found([login()], { hosts })).toEqual([]);
    expect(await foundAfterAWeek([login()], [], { hosts })).toHaveLength(1);
  });

  test('who reaches five administers, who reaches four does not', async () => {
    const reached = (count: number) => upTo(count).map((n) => login(HOST, `10.0.5.${n + 1}`));
    expect(await found(reached(5))).toEqual([]);
    expect(await found(reached(3))).toHaveLength(3);
    const [finding, ...others] = await found(reached(4));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ targetNo: null, connections: 4, hostsWithTarget: null });
    expect(measured(finding, 'targets')).toBe(4);
  });

  test.each([['bastion'], ['scanner'], ['monitoring'], ['nat'], ['load-balancer']])(
    'a %s does',
    async (role) => {
      expect(await found([login()], { hosts: { ...HOSTS, [HOST]: { roles: [role] } } })).toEqual([]);
    },
  );

  test('what five hosts of their own accord log in to is a service', async () => {
    const clients = (count: number) => upTo(count).map((n) => login(`10.${n + 1}.0.1`));
    const hosts = { ...HOSTS, ...Object.fromEntries(upTo(6).map((n) => [`10.${n + 1}.0.2`, {}])) };
    expect(await found(clients(4), { hosts })).toHaveLength(4);
    expect(await found(clients(5), { hosts })).toEqual([]);
    const administered = [
      ...clients(4),
      ...upTo(5).map((n) => login('10.9.9.9', n === 0 ? TARGET : `10.0.5.${n}`)),
    ];
    expect(await found(administered, { hosts })).toHaveLength(4);
  });

  test('what goes on all day was there before', async () => {
    const hours = (count: number) => upTo(count).map((n) => answer(HOST, TARGET, 22, n * 3600 + 60));
    expect(await found(hours(12))).toEqual([]);
    expect(await found(hours(11))).toHaveLength(1);
  });

  describe('with history', () => {
    test('it is new when it is on no earlier day', async () => {
      expect(await foundAfterAWeek([login()])).toMatchObject([
        { variant: 'new', base: 'low', baselineKind: 'earlier-days', baselineValue: 0, baselineSamples: 7 },
      ]);
      expect(await foundAfterAWeek([login()], [knows(HOST, TARGET)])).toEqual([]);
    });

    test.each<[string, EdgeRow]>([
      ['another port', knows(HOST, TARGET, { server_port: 3389 })],
      ['another target', knows(HOST, '10.0.2.8')],
      ['no answer', knows(HOST, TARGET, { answered_connections: 0 })],
    ])('%s on an earlier day is not it', async (_, edge) => {
      expect(await foundAfterAWeek([login()], [edge])).toHaveLength(1);
    });

    test('peers do not make it usual', async () => {
      expect(await foundAfterAWeek([login(), login(PEER, '10.0.2.8')])).toHaveLength(2);
    });

    test('who reached five on earlier days administers; who reaches ten today for the first time spreads', async () => {
      const known = upTo(5).map((n) => knows(HOST, `10.0.5.${n + 1}`));
      const hosts = { ...HOSTS, ...Object.fromEntries(upTo(5).map((n) => [`10.0.5.${n + 1}`, {}])) };
      expect(await foundAfterAWeek([login()], known, { hosts })).toEqual([]);
      expect(await foundAfterAWeek([login()], known.slice(1), { hosts })).toHaveLength(1);
      const spread = upTo(10).map((n) => login(HOST, `10.0.6.${n + 1}`));
      expect(await foundAfterAWeek(spread)).toMatchObject([
        { variant: 'new', targetNo: null, connections: 10 },
      ]);
    });

    test('a few days say only what is old', async () => {
      const analysis = { history_days: 6 };
      expect(await found([login()], { analysis })).toMatchObject([
        { variant: 'rare', baselineKind: 'peers' },
      ]);
      expect(await found([login()], { analysis, edges: [knows(HOST, TARGET)] })).toEqual([]);
      expect(await found([login(), login(PEER, '10.0.2.8')], { analysis })).toEqual([]);
    });
  });
});
