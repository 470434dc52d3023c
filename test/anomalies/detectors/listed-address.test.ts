import { describe, expect, test } from 'vitest';
import { parseAddressList } from '../../../src/anomalies/address-list.ts';
import { listedBlocks } from '../../../src/anomalies/listed-blocks.ts';
import { type ConnectionRow, DAY_START_S, type Rows } from '../connection-rows.ts';
import { detect, measured } from './detect.ts';

const HOST = '10.0.1.5';
const OTHER = '10.0.1.6';
const FAR = '203.0.113.7';

function contact(client: string, server: string, given: Partial<ConnectionRow> = {}): ConnectionRow {
  return { client, server, start_s: DAY_START_S + 3600, ...given };
}

async function found(connections: readonly ConnectionRow[], list: string, rows: Rows = {}) {
  const blocks = listedBlocks(parseAddressList(list, 'list.txt'));
  return await detect('listed-address', { connections, ...rows }, { blocks });
}

describe('listed-address', () => {
  test('one contact of an own host is one', async () => {
    const [finding, ...others] = await found([contact(HOST, FAR), contact(HOST, '203.0.113.8')], FAR);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'calls-out',
      base: 'medium',
      port: 443,
      protocol: 6,
      connections: 1,
      bytes: 6000,
      worked: true,
      allRefused: false,
      hostsWithTarget: 1,
      whereSql: `client = '${HOST}' AND server = '${FAR}'`,
    });
  });

  test('nothing is on an empty list', async () => {
    expect(await found([contact(HOST, FAR)], '# nothing yet')).toEqual([]);
    expect(await detect('listed-address', { connections: [contact(HOST, FAR)] })).toEqual([]);
  });

  test.each([
    ['203.0.113.0/29', '203.0.113.0', '203.0.113.7', '203.0.112.255', '203.0.113.8'],
    ['2001:db8:1::/48', '2001:db8:1::', '2001:db8:1:ffff:ffff:ffff:ffff:ffff', '2001:db8::1', '2001:db8:2::'],
    [
      '2001:db8:0:0:8000::/65',
      '2001:db8:0:0:8000::',
      '2001:db8::ffff:ffff:ffff:ffff',
      '2001:db8::7fff:ffff:ffff:ffff',
      '2001:db8:0:1::',
    ],
  ])('%s has both of its ends, and nothing beside them', async (block, first, last, before, after) => {
    const connections = [first, last, before, after].map((server) => contact(HOST, server));
    const findings = await found(connections, `198.51.100.1\n${block}\n2001:db8:ffff::1`);
    expect(findings.map(({ whereSql }) => whereSql)).toEqual(
      [first, last].map((server) => `client = '${HOST}' AND server = '${server}'`),
    );
  });

  test('all IPv6 addresses are no IPv4 addresses', async () => {
    expect(await found([contact(HOST, FAR)], '::/0')).toEqual([]);
    expect(await found([contact(HOST, FAR)], '::/0\n203.0.113.0/24')).toHaveLength(1);
    expect(await found([contact(HOST, '2001:db8::5')], '0.0.0.0/0')).toEqual([]);
  });

  test('a call counts if nobody answers, and if it was refused', async () => {
    expect(await found([contact(HOST, FAR, { answered: false })], FAR)).toMatchObject([
      { worked: false, allRefused: false },
    ]);
    expect(await found([contact(HOST, FAR, { refused: true, decision_id: 4 })], FAR)).toMatchObject([
      { worked: false, allRefused: true, decisionIds: [4] },
    ]);
  });

  test('several ports to one address are one finding, several hosts are several', async () => {
    const both = [contact(HOST, FAR), contact(HOST, FAR, { server_port: 80 }), contact(OTHER, FAR)];
    expect(await found(both, FAR)).toMatchObject([
      { connections: 2, port: null, hostsWithTarget: 2 },
      { connections: 1, port: 443 },
    ]);
  });

  test('who comes in counts only if it was answered, once for each service', async () => {
    const sources = ['203.0.113.1', '203.0.113.2', '203.0.113.3'];
    const come = (given: Partial<ConnectionRow>) => sources.map((client) => contact(client, HOST, given));
    expect(await found(come({ refused: true }), '203.0.113.0/24')).toEqual([]);
    expect(await found(come({ answered: false }), '203.0.113.0/24')).toEqual([]);
    expect(await found(come({ answered: false, backscatter: true }), '203.0.113.0/24')).toEqual([]);
    const [finding, ...others] = await found([...come({}), contact('198.51.100.9', HOST)], '203.0.113.0/24');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      variant: 'comes-in',
      base: 'low',
      actorNo: null,
      connections: 3,
      port: 443,
      hostsWithTarget: null,
    });
    expect(measured(finding, 'listed_sources')).toBe(3);
    expect(finding?.whereSql).toContain("client IN ('203.0.113.1', '203.0.113.2', '203.0.113.3')");
  });

  test('one source is named, and services are told one by one', async () => {
    const findings = await found([contact(FAR, HOST), contact(FAR, HOST, { server_port: 22 })], FAR);
    expect(findings).toMatchObject([{ port: 22 }, { port: 443 }]);
    expect(findings.every(({ actorNo }) => actorNo !== null)).toBe(true);
  });

  test('a NAT gateway calls for others, unless it alone was seen', async () => {
    const hosts = { [OTHER]: { roles: ['nat'] } };
    expect(await found([contact(HOST, FAR), contact(OTHER, FAR)], FAR, { hosts })).toMatchObject([
      { whereSql: `client = '${HOST}' AND server = '${FAR}'` },
    ]);
    expect(await found([contact(OTHER, FAR)], FAR, { hosts })).toHaveLength(1);
  });
});
