import { describe, expect, it } from 'vitest';
import { networkEpochs } from '../../src/network/epochs.ts';
import { ruleTables } from '../../src/network/rule-tables/rule-tables.ts';
import { appendRows } from '../../src/store/table-writer.ts';
import {
  aclEntry,
  network,
  networkAcl,
  networkInterface,
  permission,
  securityGroup,
  subnet,
} from '../network/networks.ts';
import { openStore, plainRows, snapshot } from './stores.ts';

/** A network with a row for every rule table, epochs and ICMP worlds included. */
const place = { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.10' };
const ping = permission({
  IpProtocol: 'icmp',
  FromPort: 8,
  ToPort: -1,
  IpRanges: [{ CidrIp: '10.0.0.0/8' }],
});
const whole = network({
  subnets: [subnet('subnet-1', 'vpc-1')],
  networkInterfaces: [networkInterface('eni-1', place, ['sg-1'])],
  networkAcls: [{ ...networkAcl('acl-1', 'vpc-1'), IsDefault: true, Entries: [aclEntry(100)] }],
  securityGroups: [{ ...securityGroup('sg-1', 'vpc-1'), IpPermissions: [ping] }],
});
const tables = Object.entries(ruleTables(networkEpochs([snapshot(0, whole)]))).map(
  ([name, rows]) =>
    [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), rows as readonly object[]] as const,
);

describe.each(tables)('table %s', (table, rows) => {
  it('has one column for each member of its rows, and takes them as they are', async () => {
    const store = await openStore();
    const columns = await plainRows(store, `SELECT column_name FROM (DESCRIBE ${table})`);
    const members = columns.map(({ column_name: name }) =>
      String(name).replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Object.keys(row).toSorted()).toEqual(members.toSorted());
    await appendRows(store.connection, table, rows);
    const stored = await store.rows(`FROM ${table}`);
    expect(stored.map((row) => Object.values(row).map(comparable))).toEqual(
      rows.map((row) => Object.keys(stored[0] ?? {}).map((column) => comparable(member(row, column)))),
    );
  });
});

function member(row: object, column: string): unknown {
  return (row as Record<string, unknown>)[column.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase())];
}

function comparable(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'items' in value) return value.items;
  return typeof value === 'bigint' ? String(value) : typeof value === 'number' ? String(value) : value;
}

describe('appendRows', () => {
  it('names a member that a row lacks, and keeps nothing in a transaction', async () => {
    const store = await openStore();
    await store.run('CREATE TABLE t (first_value INTEGER, second_value BIGINT)');
    const rows = [{ firstValue: 1, secondValue: 2 }, { firstValue: 3 }];
    await expect(store.transaction(() => appendRows(store.connection, 't', rows))).rejects.toThrow(
      'a row for t has no secondValue',
    );
    expect(await store.rows('FROM t')).toEqual([]);
    await appendRows(store.connection, 't', [{ firstValue: 5, secondValue: 6 }]);
    expect(await plainRows(store, 'FROM t')).toEqual([{ first_value: 5, second_value: 6 }]);
  });

  it('writes lists, flags, texts, big integers and NULL', async () => {
    const store = await openStore();
    await store.run(
      'CREATE TABLE t (list VARCHAR[], flag BOOLEAN, name VARCHAR, small INTEGER, big BIGINT, none BIGINT)',
    );
    const row = {
      list: ['a', 'b'],
      flag: true,
      name: "it's",
      small: -3,
      big: 9223372036854775807n,
      none: null,
    };
    await appendRows(store.connection, 't', [row, { ...row, list: [], big: 12 }]);
    expect(await plainRows(store, 'FROM t')).toEqual([row, { ...row, list: [], big: 12 }]);
  });
});
