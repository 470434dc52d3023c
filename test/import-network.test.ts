import { describe, expect, it } from 'vitest';
import { importNetwork } from '../src/import-network.ts';
import { NetworkImportError } from '../src/network/aws/import-files.ts';
import type { Store } from '../src/store/store.ts';
import { TestFolder } from './network/aws/folder.ts';
import { openStore, plainRows } from './store/stores.ts';

const subnet = (SubnetId: string) => ({ SubnetId, VpcId: 'vpc-1', CidrBlock: '10.0.0.0/24' });
const acl = (number: number) => ({
  NetworkAclId: 'acl-1',
  VpcId: 'vpc-1',
  IsDefault: true,
  Associations: [],
  Entries: [
    { RuleNumber: number, Egress: false, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  ],
});
const networkInterface = (id: string) => ({
  NetworkInterfaceId: id,
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  Groups: [],
  PrivateIpAddress: '10.0.0.10',
});

const RULES = "SELECT rule_id FROM rules WHERE rule_id LIKE 'acl-1%' ORDER BY ALL";
const TABLES = [
  'network_imports',
  'network_resources',
  'network_epochs',
  'rules',
  'interfaces',
  'subnets',
  'address_floors',
];

async function contents(store: Store): Promise<unknown> {
  const tables: unknown[] = [];
  for (const table of TABLES) tables.push([table, await plainRows(store, `FROM ${table} ORDER BY ALL`)]);
  return tables;
}

describe('importNetwork', () => {
  it('keeps what it read, dated, and makes the rule tables', async () => {
    const folder = new TestFolder();
    await folder.write('acls.json', { NetworkAcls: [acl(100)] });
    await folder.write('subnets.json', { Subnets: [subnet('subnet-1')] });
    await folder.write('interfaces.json', { NetworkInterfaces: [networkInterface('eni-1')] });
    const store = await openStore();
    const now = () => new Date('2026-03-02T10:00:00Z');
    const result = await importNetwork(store, [folder.path], { capturedAtS: 500, now });
    expect(result).toMatchObject({ capturedAtS: 500, epochs: 1, interfaces: 1, skipped: [] });
    expect(result.files).toHaveLength(3);
    const [count] = await plainRows(store, 'SELECT count(*) AS rules FROM rules');
    expect(result.rules).toBe(count?.rules);
    expect(await plainRows(store, RULES)).toEqual([{ rule_id: 'acl-1:ingress:100' }]);
    expect(await plainRows(store, 'FROM network_imports')).toEqual([
      { import_id: 1, captured_at_s: 500, imported_at: '2026-03-02T10:00:00Z' },
    ]);
    expect(await plainRows(store, 'SELECT kind, resource_id FROM network_resources ORDER BY ALL')).toEqual([
      { kind: 'networkAcls', resource_id: 'acl-1' },
      { kind: 'networkInterfaces', resource_id: 'eni-1' },
      { kind: 'subnets', resource_id: 'subnet-1' },
    ]);
  });

  it('is dated by its newest file when no date is given', async () => {
    const folder = new TestFolder();
    await folder.write('acls.json', { NetworkAcls: [acl(100)] });
    await folder.write('subnets.json', { Subnets: [subnet('subnet-1')] });
    const result = await importNetwork(await openStore(), [folder.path]);
    expect(result.capturedAtS).toBe(1_000_002);
  });

  it('makes a history of several imports, whatever their order', async () => {
    const folder = new TestFolder();
    const older = await folder.write('older.json', {
      NetworkAcls: [acl(100)],
      Subnets: [subnet('subnet-1')],
    });
    const newer = await folder.write('newer.json', { NetworkAcls: [acl(90)] });
    const store = await openStore();
    await importNetwork(store, [newer], { capturedAtS: 2000 });
    const result = await importNetwork(store, [older], { capturedAtS: 1000 });
    expect(result.epochs).toBe(2);
    expect(await plainRows(store, 'FROM network_epochs ORDER BY epoch')).toEqual([
      { epoch: 1, valid_from_s: null, valid_to_s: 2000 },
      { epoch: 2, valid_from_s: 2000, valid_to_s: null },
    ]);
    expect(await plainRows(store, RULES)).toEqual([
      { rule_id: 'acl-1:ingress:100' },
      { rule_id: 'acl-1:ingress:90' },
    ]);
    expect(await plainRows(store, 'SELECT epoch, subnet_id FROM subnets ORDER BY ALL')).toEqual([
      { epoch: 1, subnet_id: 'subnet-1' },
      { epoch: 2, subnet_id: 'subnet-1' },
    ]);
  });

  it('begins no epoch when it changes nothing', async () => {
    const folder = new TestFolder();
    const path = await folder.write('acls.json', { NetworkAcls: [acl(100)], Subnets: [subnet('subnet-1')] });
    const store = await openStore();
    await importNetwork(store, [path], { capturedAtS: 1000 });
    expect((await importNetwork(store, [path], { capturedAtS: 2000 })).epochs).toBe(1);
    expect(await plainRows(store, RULES)).toHaveLength(1);
  });

  it('leaves the store as it was when a file is wrong, and names the member', async () => {
    const folder = new TestFolder();
    const good = await folder.write('good.json', { NetworkAcls: [acl(100)] });
    const bad = await folder.write('bad.json', { Subnets: [{ SubnetId: 'subnet-1' }] });
    const store = await openStore();
    await importNetwork(store, [good], { capturedAtS: 1000 });
    const before = await contents(store);
    const failing = importNetwork(store, [good, bad], { capturedAtS: 2000 });
    await expect(failing).rejects.toThrow(NetworkImportError);
    await expect(failing).rejects.toThrow(/bad\.json.*VpcId/s);
    expect(await contents(store)).toEqual(before);
  });

  it('leaves out unknown files when told to', async () => {
    const folder = new TestFolder();
    await folder.write('acls.json', { NetworkAcls: [acl(100)] });
    const other = await folder.write('other.json', { Something: [] });
    const result = await importNetwork(await openStore(), [folder.path], { skipUnknown: true });
    expect(result.skipped.map(({ path }) => path)).toEqual([other]);
  });

  it('keeps every member that was read, so that a later import builds the same rules from it', async () => {
    const folder = new TestFolder();
    const odd = { ...acl(100), Tags: [{ Key: "it's", Value: 'größe "x" \u2028' }] };
    const store = await openStore();
    await importNetwork(store, [await folder.write('a.json', { NetworkAcls: [odd] })], { capturedAtS: 1 });
    const [row] = await plainRows(
      store,
      'SELECT CAST(resource AS VARCHAR) AS resource FROM network_resources',
    );
    expect(JSON.parse(String(row?.resource))).toMatchObject({ Tags: odd.Tags });
    await importNetwork(store, [await folder.write('b.json', { Subnets: [subnet('subnet-1')] })], {
      capturedAtS: 2,
    });
    expect(await plainRows(store, RULES)).toEqual([{ rule_id: 'acl-1:ingress:100' }]);
  });
});
