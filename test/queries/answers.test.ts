import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../src/blame/judge.ts';
import { DuckDbEngine } from '../../src/engines/duckdb.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { namedQueries, type NamedQuery, renderParameters } from '../../src/queries/named-query.ts';
import { Store } from '../../src/store/store.ts';
import {
  aclEntry,
  network,
  networkAcl,
  networkInterface,
  permission,
  securityGroup,
  subnet,
} from '../network/networks.ts';
import { snapshot, takeNetworks, textSource } from '../store/stores.ts';
import { comparable, DAY_S, queryCases } from './query-case.ts';

const CASES = queryCases();
/** Answers about objects as a whole, which have no day. */
const OF_OBJECTS = 'ingested-objects';

/** Two interfaces with a group each, the second letting nothing in, a NAT gateway, and an interface with an IPv6 address. */
const NETWORK = network({
  subnets: [subnet('subnet-1', 'vpc-1'), subnet('subnet-2', 'vpc-1', '10.0.1.0/24')],
  networkAcls: [
    {
      ...networkAcl('acl-1', 'vpc-1'),
      IsDefault: true,
      Entries: [aclEntry(100), aclEntry(100, { Egress: true })],
    },
  ],
  securityGroups: [
    { ...securityGroup('sg-web', 'vpc-1'), IpPermissions: [permission({ IpProtocol: '-1' })] },
    securityGroup('sg-db', 'vpc-1'),
  ],
  networkInterfaces: [
    networkInterface('eni-web', { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.1' }, ['sg-web']),
    networkInterface('eni-db', { SubnetId: 'subnet-2', VpcId: 'vpc-1', address: '10.0.1.2' }, ['sg-db']),
    networkInterface('eni-nat', { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.9.9' }),
    networkInterface('eni-ipv6', { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.66' }, [], {
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::a' }],
    }),
  ],
  natGateways: [
    {
      NatGatewayId: 'nat-0',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-1',
      State: 'available',
      ConnectivityType: 'public',
      NatGatewayAddresses: [{ NetworkInterfaceId: 'eni-nat', PrivateIp: '10.0.9.9' }],
    },
  ],
});

let store: Store;

beforeAll(async () => {
  store = await Store.open(':memory:');
  const { failures } = await ingest(
    store,
    CASES.map(({ query, log }) => textSource(query, log)),
  );
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  await takeNetworks(store, [snapshot(0, NETWORK)]);
});
afterAll(() => store.close());

function named(name: string): NamedQuery {
  const found = namedQueries().find((query) => query.name === name);
  if (found) return found;
  throw new Error(`There is no query "${name}"`);
}

/** The columns and the rows of a query, with those of the given parameters that it has. */
async function answer(query: NamedQuery, given: ReadonlyMap<string, string>) {
  const own = [...given].filter(([name]) => query.parameters.some((parameter) => parameter.name === name));
  const { columns, rows } = await new DuckDbEngine(store).run(
    query.sql,
    renderParameters(query, new Map(own)),
  );
  const all: (readonly unknown[])[] = [];
  for await (const portion of rows) all.push(...portion);
  return { columns: columns.map(({ name }) => name), rows: all };
}

describe('the answer of', () => {
  it.each(CASES.map((one) => [one.query, one.why, one] as const))(
    '%s: %s',
    async (name, _, { dayS, parameters, expected: [columns = [], ...expected] }) => {
      const query = named(name);
      if (query.sql.includes('FROM verdicts')) await judge(store, { sinceS: dayS, untilS: dayS + DAY_S });
      const { columns: found, rows } = await answer(query, parameters);
      expect(found).toEqual(columns);
      const cells = rows.map((row) => row.map((cell, i) => comparable(found[i] ?? '', cell, dayS)));
      expect(cells).toEqual(
        expected.map((row) => row.map((cell): unknown => (cell === '*' ? expect.anything() : cell))),
      );
    },
  );

  it(`${OF_OBJECTS}: an object has its counts`, async () => {
    const { columns, rows } = await answer(named(OF_OBJECTS), new Map());
    const objects = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
    expect(objects.map((object) => String(object.name)).toSorted()).toEqual(CASES.map(({ query }) => query));
    expect(objects.find((object) => object.name === 'log-health')).toMatchObject({
      records: 4,
      accepted: 1,
      rejected: 1,
      nodata: 1,
      skipdata: 1,
      unparsed_lines: 0,
      fields: 7,
    });
  });

  it('every query is tried', () => {
    const tried = [...CASES.map(({ query }) => query), OF_OBJECTS];
    expect(tried.toSorted()).toEqual(
      namedQueries()
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it.each([
    ['2001:db8::1', 1],
    ['2001:DB8::1', 1],
    ['2001:db8::3', 0],
    ['10.0.0.1', 3],
    ['9.256.0.1', 0],
    ['10.0.0', 0],
    ['10.0.0.x', 0],
    ['', 0],
  ])('conversations-of %s is %i rows', async (address, count) => {
    const icmp = CASES.find(({ query }) => query === 'icmp');
    const given = new Map([...(icmp?.parameters ?? []), ['address', address]]);
    expect((await answer(named('conversations-of'), given)).rows).toHaveLength(count);
  });

  it('new-talkers without a time looks at the last day of the log', async () => {
    const { columns, rows } = await answer(named('new-talkers'), new Map([['limit', '1000']]));
    const first = columns.indexOf('first_seen_s');
    const [span] = await store.rows('SELECT max("start") AS last_s FROM records');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Number(row[first])).toBeGreaterThanOrEqual(Number(span?.last_s) - DAY_S);
  });

  it('new-talkers is nothing where the log does not begin earlier', async () => {
    expect((await answer(named('new-talkers'), new Map([['since', '0']]))).rows).toEqual([]);
  });

  it('the queries about NAT gateways take an interface of which nothing else tells that it is one', async () => {
    const other = CASES.find(({ query }) => query === 'aws-services');
    const parameters = new Map([...(other?.parameters ?? []), ['interface_id', 'eni-n']]);
    const { rows } = await answer(named('nat-aws-services'), parameters);
    expect(rows).toEqual([['eni-n', '10.0.1.5', 'S3', true, 90, 90, null, 1]]);
  });
});
