import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ImportOptions, importNetworkFiles } from '../../../src/network/aws/import-files.ts';
import { RESOURCE_KINDS } from '../../../src/network/aws/resources.ts';
import { TestFolder } from './folder.ts';

const vpc = (VpcId: string, members: object = {}) => ({ VpcId, CidrBlock: '10.0.0.0/16', ...members });
const page = (id: string) => ({ Vpcs: [vpc(id)] });
const entries = (...cidrs: string[]) => cidrs.map((Cidr) => ({ Cidr }));
const problemsOf = async (paths: string[], options?: ImportOptions): Promise<unknown> =>
  importNetworkFiles(paths, options).then(
    () => [],
    (error: { problems: string[] }) => error.problems,
  );

describe('importNetworkFiles', () => {
  it('recognises files by content, in folders only *.json, and reports them', async () => {
    const folder = new TestFolder();
    const vpcs = await folder.write('b/anything.JSON', {
      Vpcs: [vpc('vpc-1'), vpc('vpc-2')],
      NextToken: 'x',
    });
    const both = await folder.write('a.json', {
      Subnets: [],
      NatGateways: [{ NatGatewayId: 'nat-1', VpcId: 'vpc-1' }],
    });
    await folder.write('notes.txt', 'nothing');
    const named = await folder.write('named.log', { InternetGateways: [{ InternetGatewayId: 'igw-1' }] });
    const imported = await importNetworkFiles([folder.path, named, folder.at('b')]);
    expect(imported.files).toEqual([
      { path: both, kinds: ['subnets', 'natGateways'], resources: 1, modifiedS: 1_000_002 },
      { path: vpcs, kinds: ['vpcs'], resources: 2, modifiedS: 1_000_001 },
      { path: named, kinds: ['internetGateways'], resources: 1, modifiedS: 1_000_004 },
    ]);
    expect(imported.latestModifiedS).toBe(1_000_004);
    expect(imported.resources.vpcs.map((v) => v.VpcId)).toEqual(['vpc-1', 'vpc-2']);
  });

  it('drops what it does not know and forgives what only informs', async () => {
    const folder = new TestFolder();
    const odd = {
      State: 'available',
      Tags: 'none',
      IsDefault: null,
      OwnerId: 7,
      Ipv6CidrBlockAssociationSet: null,
    };
    const { resources } = await importNetworkFiles([await folder.write('x', { Vpcs: [vpc('vpc-1', odd)] })]);
    expect(resources.vpcs).toEqual([
      vpc('vpc-1', { CidrBlockAssociationSet: [], Ipv6CidrBlockAssociationSet: [] }),
    ]);
  });

  it('takes an empty address for none', async () => {
    const folder = new TestFolder();
    const instance = {
      InstanceId: 'i-1',
      PrivateIpAddress: '',
      PublicIpAddress: '192.0.2.1',
      State: { Name: 'terminated' },
    };
    const { resources } = await importNetworkFiles([
      await folder.write('x', { Reservations: [{ Instances: [instance] }] }),
    ]);
    expect(resources.instances).toEqual([
      { ...instance, PrivateIpAddress: undefined, NetworkInterfaces: [] },
    ]);
  });

  it('reads pages in one list, appended pages, and UTF-16 as PowerShell writes it', async () => {
    const folder = new TestFolder();
    await folder.write('list.json', [page('vpc-1'), page('vpc-2')]);
    await folder.write(
      'appended.json',
      `${JSON.stringify(page('vpc-3'), null, 2)}\n${JSON.stringify(page('vpc-4'))}`,
    );
    await folder.write('utf16.json', Buffer.from(`\uFEFF${JSON.stringify(page('vpc-5'))}`, 'utf16le'));
    await folder.write('bom.json', `\uFEFF${JSON.stringify(page('vpc-6'))}`);
    const { resources } = await importNetworkFiles([folder.path]);
    expect(resources.vpcs.map((v) => v.VpcId)).toEqual([
      'vpc-1',
      'vpc-2',
      'vpc-3',
      'vpc-4',
      'vpc-5',
      'vpc-6',
    ]);
  });

  it('keeps of two versions the one of the file modified last', async () => {
    const folder = new TestFolder();
    const older = await folder.write('z.json', { Vpcs: [vpc('vpc-1', { CidrBlock: '10.1.0.0/16' })] });
    const newer = await folder.write('a.json', { Vpcs: [vpc('vpc-1', { CidrBlock: '10.2.0.0/16' })] });
    for (const paths of [
      [older, newer],
      [newer, older],
    ]) {
      const { resources } = await importNetworkFiles(paths);
      expect(resources.vpcs.map((v) => v.CidrBlock)).toEqual(['10.2.0.0/16']);
    }
  });

  it('goes round in no circles', async () => {
    const folder = new TestFolder();
    await folder.write('a.json', { Vpcs: [vpc('vpc-1')] });
    await symlink(folder.path, folder.at('self'));
    expect((await importNetworkFiles([folder.path])).files).toHaveLength(1);
  });
});

describe('prefix lists', () => {
  it('get their entries from files named after them or said to be theirs', async () => {
    const folder = new TestFolder();
    await folder.write('eu-pl-0ABC-entries.json', { Entries: [{ Cidr: '10.0.0.0/8', Description: 'all' }] });
    const said = await folder.write('said.json', { Entries: entries('::/0') });
    const { resources } = await importNetworkFiles([folder.path], {
      prefixListFiles: new Map([[said, 'pl-2']]),
    });
    expect(resources.prefixListEntries).toEqual([
      { PrefixListId: 'pl-0abc', Entries: [{ Cidr: '10.0.0.0/8', Description: 'all' }] },
      { PrefixListId: 'pl-2', Entries: entries('::/0') },
    ]);
    const alone = await importNetworkFiles([], { prefixListFiles: new Map([[said, 'pl-2']]) });
    expect(alone.resources.prefixListEntries).toHaveLength(1);
  });

  it('get their entries from the older describe-prefix-lists', async () => {
    const folder = new TestFolder();
    const file = await folder.write('x', {
      PrefixLists: [
        { PrefixListId: 'pl-1', PrefixListName: 's3', Cidrs: ['10.0.0.0/8'] },
        { PrefixListId: 'pl-2' },
      ],
    });
    const { resources } = await importNetworkFiles([file]);
    expect(resources.prefixLists).toEqual([
      { PrefixListId: 'pl-1', PrefixListName: 's3' },
      { PrefixListId: 'pl-2' },
    ]);
    expect(resources.prefixListEntries).toEqual([{ PrefixListId: 'pl-1', Entries: entries('10.0.0.0/8') }]);
  });

  it('are joined from pages and otherwise replaced', async () => {
    const folder = new TestFolder();
    await folder.write('pl-1-b.json', { Entries: entries('10.0.0.0/8'), NextToken: 'more' });
    await folder.write('pl-1-a.json', { Entries: entries('11.0.0.0/8') });
    await folder.write('pl-2.json', { Entries: entries('10.0.0.0/8') });
    await folder.write('new/pl-2.json', { Entries: entries('11.0.0.0/8') });
    await folder.write(
      'pl-3.json',
      `${JSON.stringify({ Entries: entries('10.0.0.0/8') })}${JSON.stringify({ Entries: entries('11.0.0.0/8') })}`,
    );
    const { resources } = await importNetworkFiles([folder.path]);
    expect(resources.prefixListEntries.map((list) => list.Entries)).toEqual([
      entries('10.0.0.0/8', '11.0.0.0/8'),
      entries('11.0.0.0/8'),
      entries('10.0.0.0/8', '11.0.0.0/8'),
    ]);
  });

  it('must be in the file that is said to be theirs', async () => {
    const folder = new TestFolder();
    const file = await folder.write('x.json', { Vpcs: [] });
    expect(await problemsOf([], { prefixListFiles: new Map([[file, 'pl-1']]) })).toEqual([
      `${file}: no "Entries" to be those of pl-1`,
    ]);
  });
});

describe('what stands in the way', () => {
  it('is told for all files at once', async () => {
    const folder = new TestFolder();
    const a = await folder.write('a.json', { Vpcs: [{ CidrBlock: '10.0.0.0/8' }] });
    const b = await folder.write('b.json', '{');
    expect(await problemsOf([folder.at('none'), folder.path])).toEqual([
      `${folder.at('none')}: no such file or folder`,
      `${a}: Vpcs[0].VpcId: expected text, found nothing`,
      expect.stringContaining(`${b}: broken JSON`),
    ]);
  });

  it('is an empty folder, and an import of nothing', async () => {
    const folder = new TestFolder();
    expect(await problemsOf([folder.path])).toEqual([`${folder.path}: no *.json file in this folder`]);
    const file = await folder.write('x.json', { Vpcs: [] });
    expect(await problemsOf([file])).toEqual([`nothing to import: no resources in ${file}`]);
    expect(await problemsOf([])).toEqual(['nothing to import: no resources in 0 files']);
  });

  it('can be skipped when it is no describe-* output', async () => {
    const folder = new TestFolder();
    const good = await folder.write('good.json', { Vpcs: [vpc('vpc-1')] });
    const bad = await folder.write('bad.json', 'x');
    const mixed = await folder.write('mixed.json', [{ Vpcs: [vpc('vpc-2')] }, { FlowLogs: [] }]);
    const { resources, files, skipped } = await importNetworkFiles([folder.path], { skipUnknown: true });
    expect(resources.vpcs).toHaveLength(2);
    expect(files.map((f) => f.path)).toEqual([good, mixed]);
    expect(skipped).toEqual([
      { path: bad, reason: expect.stringMatching(/^not JSON/) },
      {
        path: mixed,
        reason: expect.stringMatching(/^\[1\]: not describe-\* output: top-level members "FlowLogs";/),
      },
    ]);
    await folder.write('wrong.json', { Vpcs: [{}] });
    expect(await problemsOf([folder.path], { skipUnknown: true })).toHaveLength(2);
  });
});

const NETWORKS = fileURLToPath(new URL('../../../../shared/data/networks/', import.meta.url));

describe.skipIf(!existsSync(NETWORKS))('real networks', () => {
  it.each([
    [
      'aws_sg_1',
      { vpcs: 2, subnets: 7, networkInterfaces: 5, securityGroups: 6, networkAcls: 2, internetGateways: 2 },
    ],
    [
      'hybrid-cloud',
      {
        vpcs: 4,
        subnets: 10,
        networkInterfaces: 9,
        securityGroups: 11,
        networkAcls: 4,
        routeTables: 5,
        internetGateways: 3,
        prefixLists: 2,
        prefixListEntries: 2,
        instances: 4,
      },
    ],
  ])('%s is read', async (name, counts) => {
    const { resources, skipped } = await importNetworkFiles([join(NETWORKS, name)]);
    const found = RESOURCE_KINDS.map((kind) => [kind, resources[kind].length] as const);
    expect(Object.fromEntries(found.filter(([, count]) => count > 0))).toEqual(counts);
    expect(skipped).toEqual([]);
  });
});
