import { expect, describe, it } from 'vitest';
import { judge } from '../../src/blame/judge.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { interfaceStatuses, storeStatus } from '../../src/queries/status.ts';
import { listSql, loadSql } from '../../src/sql/load.ts';
import type { Store } from '../../src/store/store.ts';
import { network, networkAcl } from '../network/networks.ts';
import { openStore, plainRows, snapshot, takeNetworks, textSource } from '../store/stores.ts';

const HEADER = 'account-id region interface-id start end action log-status';
const MINUTE = 60;
const HOUR = 3600;

interface Spell {
  readonly eni: string;
  /** Seconds; a record of 50 seconds starts each minute (or each `every` seconds) from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
  readonly place?: string;
  readonly every?: number;
  readonly lasting?: number;
  readonly status?: 'OK' | 'NODATA' | 'SKIPDATA';
}

function log(...spells: readonly Spell[]): string {
  const lines = spells.flatMap(
    ({ eni, from, to, place = '111 eu-west-1', every = MINUTE, lasting = 50, status = 'OK' }) =>
      Array.from({ length: Math.ceil((to - from) / every) }, (_, i) => {
        const start = from + i * every;
        return `${place} ${eni} ${start} ${start + lasting} ${status === 'OK' ? 'ACCEPT' : '-'} ${status}`;
      }),
  );
  return [HEADER, ...lines, ''].join('\n');
}

async function storeOf(...texts: readonly string[]): Promise<Store> {
  const store = await openStore();
  const { failures } = await ingest(
    store,
    texts.map((text, i) => textSource(`log-${i}`, text)),
  );
  expect(failures).toEqual([]);
  return store;
}

async function interfacesOf(store: Store) {
  const found = [];
  for await (const portion of interfaceStatuses(store)) found.push(...portion);
  return found;
}

const gap = (fromS: number, toS: number, interfaceId: string | null = null) => ({
  accountId: '111',
  region: 'eu-west-1',
  interfaceId,
  fromS,
  toS,
});

it('of an empty store is nothing', async () => {
  const nothing = { total: 0, listed: [] };
  const store = await openStore();
  expect(await storeStatus(store)).toEqual({
    records: 0,
    scopes: nothing,
    scopeGaps: nothing,
    interfaceGaps: nothing,
    silentInterfaces: nothing,
    silentWithoutNodata: 0,
    stoppedEarly: nothing,
    beganLate: nothing,
    skipdata: nothing,
    formats: nothing,
    unparsedObjects: nothing,
    unparsedLines: 0,
    networks: nothing,
    interfacesNotInNetwork: null,
    blame: { flows: 0, records: 0, firstSeenS: null, lastSeenS: null },
  });
  expect(await storeStatus(store, { sinceS: 0, untilS: 1 })).toMatchObject({ scopeGaps: nothing });
  expect(await interfacesOf(store)).toEqual([]);
});

describe('a gap', () => {
  it('is a silence of more than 20 minutes between records of one interface', async () => {
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: 4 * HOUR },
        { eni: 'eni-b', from: 0, to: HOUR },
        // From 3590 to 4790 are 20 minutes to the second.
        { eni: 'eni-b', from: 4790, to: 2 * HOUR },
        { eni: 'eni-b', from: 3 * HOUR, to: 4 * HOUR },
      ),
    );
    const status = await storeStatus(store);
    const end = 4790 + Math.ceil((2 * HOUR - 4790) / MINUTE) * MINUTE - 10;
    expect(status.interfaceGaps).toEqual({ total: 1, listed: [gap(end, 3 * HOUR, 'eni-b')] });
    expect(status.scopeGaps.total).toBe(0);
    expect(status.silentInterfaces).toMatchObject({
      total: 1,
      listed: [
        {
          interfaceId: 'eni-b',
          gaps: 1,
          silentS: 3 * HOUR - end,
          longestGapFromS: end,
          longestGapToS: 3 * HOUR,
        },
      ],
    });
    expect(status.silentWithoutNodata).toBe(1);
  });

  it('begins one second past what the threshold says', async () => {
    const text = log({ eni: 'eni-a', from: 0, to: MINUTE }, { eni: 'eni-a', from: 650, to: 660 });
    const store = await storeOf(text);
    expect((await storeStatus(store, { gapS: 600 })).scopeGaps.total).toBe(0);
    expect((await storeStatus(store, { gapS: 599 })).scopeGaps.listed).toEqual([gap(50, 650)]);
  });

  it('is none where NODATA or SKIPDATA was logged', async () => {
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: 2 * HOUR, status: 'NODATA' },
        { eni: 'eni-b', from: 0, to: HOUR },
        { eni: 'eni-b', from: HOUR, to: 2 * HOUR, every: 900, status: 'SKIPDATA' },
      ),
    );
    const status = await storeStatus(store);
    expect([status.scopeGaps.total, status.interfaceGaps.total]).toEqual([0, 0]);
  });

  it('is none under a record that lasts, wherever its spans lie', async () => {
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: 1, lasting: 5 * HOUR },
        { eni: 'eni-a', from: 10, to: 11 },
        { eni: 'eni-a', from: 5 * HOUR + 100, to: 5 * HOUR + 101 },
      ),
    );
    expect((await storeStatus(store, { gapS: 1200 })).scopeGaps.total).toBe(0);
  });

  it('of a log whose records last longer is more than twice as long', async () => {
    const hourly = { every: HOUR, lasting: 3500 };
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: 3 * HOUR, ...hourly },
        { eni: 'eni-a', from: 5 * HOUR - 400, to: 8 * HOUR - 400, ...hourly },
        { eni: 'eni-a', from: 12 * HOUR, to: 14 * HOUR, ...hourly },
      ),
    );
    const { scopes, scopeGaps } = await storeStatus(store);
    expect(scopes.listed).toMatchObject([{ intervalS: 3500, gapS: 7000, gaps: 1 }]);
    expect(scopeGaps.listed).toEqual([gap(8 * HOUR - 500, 12 * HOUR)]);
  });

  it.each([
    [55, 60],
    [118, 60],
    [598, 600],
    [655, 600],
  ])('comes with the interval that records of %i s show: %i s', async (lasting, intervalS) => {
    const { scopes } = await storeStatus(
      await storeOf(log({ eni: 'eni-a', from: 0, to: HOUR, every: 300, lasting })),
    );
    expect(scopes.listed).toMatchObject([{ intervalS, gapS: 1200 }]);
  });

  it('of a whole account and region is not told again of its interfaces', async () => {
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: HOUR },
        { eni: 'eni-a', from: 3 * HOUR, to: 4 * HOUR },
        // Silent for 40 minutes before, and for 5 after the others are back.
        { eni: 'eni-b', from: 0, to: 20 * MINUTE },
        { eni: 'eni-b', from: 3 * HOUR + 300, to: 4 * HOUR },
        { eni: 'eni-c', from: 3 * HOUR, to: 4 * HOUR, place: '222 eu-west-1' },
      ),
    );
    const status = await storeStatus(store);
    expect(status.scopeGaps).toEqual({ total: 1, listed: [gap(HOUR - 10, 3 * HOUR)] });
    expect(status.interfaceGaps.listed).toEqual([gap(20 * MINUTE - 10, HOUR - 10, 'eni-b')]);
    expect(status.scopes.listed.map(({ accountId, gaps }) => [accountId, gaps])).toEqual([
      ['111', 1],
      ['222', 0],
    ]);
  });

  it('lists the longest and counts the rest', async () => {
    const spells = [0, 2, 5, 9].map((hour) => ({ eni: 'eni-a', from: hour * HOUR, to: hour * HOUR + 60 }));
    const { scopeGaps } = await storeStatus(await storeOf(log(...spells)), { limit: 2 });
    expect(scopeGaps).toEqual({
      total: 3,
      listed: [gap(5 * HOUR + 50, 9 * HOUR), gap(2 * HOUR + 50, 5 * HOUR)],
    });
  });
});

describe('an interface', () => {
  it('that began late or ended early is no gap', async () => {
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: 4 * HOUR },
        { eni: 'eni-late', from: 2 * HOUR, to: 4 * HOUR },
        { eni: 'eni-gone', from: 0, to: HOUR },
        { eni: 'eni-hardly', from: 19 * MINUTE, to: 4 * HOUR - 19 * MINUTE },
      ),
    );
    const status = await storeStatus(store);
    expect(status.interfaceGaps.total).toBe(0);
    expect(status.beganLate).toMatchObject({
      total: 1,
      listed: [{ interfaceId: 'eni-late', firstStartS: 2 * HOUR, scopeFirstStartS: 0 }],
    });
    expect(status.stoppedEarly).toMatchObject({
      total: 1,
      listed: [{ interfaceId: 'eni-gone', lastEndS: HOUR - 10, scopeLastEndS: 4 * HOUR - 10, records: 60 }],
    });
  });

  it('without a name is counted, and nothing else is said of it', async () => {
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: 4 * HOUR },
        { eni: '-', from: 0, to: 60 },
        { eni: '-', from: 2 * HOUR, to: 2 * HOUR + 60 },
      ),
    );
    const status = await storeStatus(store);
    expect([status.interfaceGaps.total, status.stoppedEarly.total, status.beganLate.total]).toEqual([
      0, 0, 0,
    ]);
    expect((await interfacesOf(store)).map(({ interfaceId, records }) => [interfaceId, records])).toEqual([
      ['eni-a', 240],
      [null, 2],
    ]);
  });
});

describe('a window', () => {
  const spells: readonly Spell[] = [
    { eni: 'eni-a', from: 0, to: 10 * HOUR },
    { eni: 'eni-hole', from: 0, to: 2 * HOUR },
    { eni: 'eni-hole', from: 5 * HOUR, to: 10 * HOUR },
    { eni: 'eni-before', from: 0, to: HOUR },
    { eni: 'eni-new', from: 4 * HOUR, to: 10 * HOUR },
  ];

  it('counts only its records, and cuts gaps off at its edges', async () => {
    const store = await storeOf(log(...spells));
    const status = await storeStatus(store, { sinceS: 3 * HOUR, untilS: 6 * HOUR });
    expect(status.records).toBe(180 + 60 + 120);
    expect(status.scopes.listed).toMatchObject([{ interfaces: 3, firstStartS: 3 * HOUR, gaps: 0 }]);
    expect(status.interfaceGaps.listed).toEqual([gap(3 * HOUR, 5 * HOUR, 'eni-hole')]);
    expect(status.beganLate.listed.map(({ interfaceId }) => interfaceId)).toEqual(['eni-new']);
    expect(status.stoppedEarly.total).toBe(0);
    expect((await interfacesOf(store)).map(({ interfaceId }) => interfaceId)).toEqual([
      'eni-a',
      'eni-hole',
      'eni-new',
    ]);
    expect(status.formats.listed).toMatchObject([{ objects: 1, records: 360 }]);
  });

  it('shows what is missing at its beginning and at its end', async () => {
    const store = await storeOf(log({ eni: 'eni-a', from: 2 * HOUR, to: 3 * HOUR }));
    expect((await storeStatus(store, { sinceS: 0, untilS: 6 * HOUR })).scopeGaps.listed).toEqual([
      gap(3 * HOUR - 10, 6 * HOUR),
      gap(0, 2 * HOUR),
    ]);
    expect((await storeStatus(store)).scopeGaps.total).toBe(0);
  });

  it('in which an account logged nothing is one gap', async () => {
    const store = await storeOf(
      log(
        { eni: 'eni-a', from: 0, to: HOUR },
        { eni: 'eni-z', from: 8 * HOUR, to: 9 * HOUR, place: '222 eu-west-1' },
      ),
    );
    const status = await storeStatus(store, { sinceS: 8 * HOUR, untilS: 9 * HOUR });
    expect(status.scopeGaps.listed).toEqual([gap(8 * HOUR, 9 * HOUR)]);
    expect(status.scopes.listed).toMatchObject([
      { accountId: '111', records: 0, interfaces: 0, firstStartS: null },
      { accountId: '222', records: 60, interfaces: 1 },
    ]);
  });
});

describe('account and region', () => {
  const V2 = 'interface-id start end action log-status';
  const lines = (header: string, fields: string) => `${header}\n${fields} 0 50 ACCEPT OK\n`;
  const NAME = '333333333333_vpcflowlogs_ap-south-1_fl-01_20260302T0000Z_ab.log';

  it.each([
    [NAME, V2, 'eni-1', '333333333333', 'ap-south-1'],
    [
      's3://b/AWSLogs/444444444444/vpcflowlogs/us-gov-west-1/2026/03/02/x.log',
      V2,
      'eni-1',
      '444444444444',
      'us-gov-west-1',
    ],
    [
      'AWSLogs/aws-account-id=555555555555/aws-service=vpcflowlogs/aws-region=eu-west-3/year=2026/x.log',
      V2,
      'eni-1',
      '555555555555',
      'eu-west-3',
    ],
    // A shared VPC: the interface is not of the account that made the flow log.
    [NAME, `account-id ${V2}`, '999 eni-1', '999', 'ap-south-1'],
    ['notes.log', V2, 'eni-1', null, null],
  ])('of %s are known', async (name, header, fields, accountId, region) => {
    const store = await openStore();
    await ingest(store, [textSource(name, lines(header, fields))]);
    expect((await storeStatus(store)).scopes.listed).toMatchObject([{ accountId, region, records: 1 }]);
  });

  it('are those that other records of the interface name', async () => {
    const store = await storeOf(
      lines(V2, 'eni-1'),
      lines(`region account-id ${V2}`, 'eu-west-1 111 eni-1'),
      lines(V2, 'eni-2'),
    );
    expect((await storeStatus(store)).scopes.listed).toMatchObject([
      { accountId: '111', region: 'eu-west-1', records: 2, interfaces: 1 },
      { accountId: null, region: null, records: 1, interfaces: 1 },
    ]);
  });
});

it('SKIPDATA records less than a minute apart are one window', async () => {
  const store = await storeOf(
    log(
      { eni: 'eni-a', from: 0, to: HOUR },
      { eni: 'eni-a', from: 100, to: 280, status: 'SKIPDATA' },
      { eni: 'eni-a', from: 1000, to: 1001, status: 'SKIPDATA' },
      { eni: 'eni-b', from: 160, to: 161, status: 'SKIPDATA', place: '222 eu-west-1' },
    ),
  );
  const at = { accountId: '111', region: 'eu-west-1', interfaceId: 'eni-a' };
  const other = { accountId: '222', region: 'eu-west-1', interfaceId: 'eni-b' };
  expect((await storeStatus(store)).skipdata).toEqual({
    total: 3,
    listed: [
      { ...at, fromS: 100, toS: 270, records: 3 },
      { ...other, fromS: 160, toS: 210, records: 1 },
      { ...at, fromS: 1000, toS: 1050, records: 1 },
    ],
  });
  expect((await storeStatus(store, { sinceS: 900 })).skipdata.listed).toMatchObject([{ fromS: 1000 }]);
});

it('formats are sets of fields, whatever their order', async () => {
  const store = await storeOf(
    'interface-id start end action\neni-1 0 50 ACCEPT\n',
    'end start action interface-id\n150 100 REJECT eni-1\n160 110 REJECT eni-1\n',
    'start end tcp-flags\n200 250 2\n',
    'next-hop-az-id made-up\n',
  );
  expect((await storeStatus(store)).formats).toEqual({
    total: 2,
    listed: [
      {
        version: 2,
        fields: ['action', 'end', 'interface-id', 'start'],
        forms: ['text'],
        objects: 2,
        records: 3,
        anObject: 'log-0',
      },
      {
        version: 3,
        fields: ['end', 'start', 'tcp-flags'],
        forms: ['text'],
        objects: 1,
        records: 1,
        anObject: 'log-2',
      },
    ],
  });
});

it('records without a time are counted, and make no gap', async () => {
  const store = await storeOf('account-id interface-id action\n111 eni-1 ACCEPT\n111 eni-1 REJECT\n');
  const status = await storeStatus(store);
  expect(status.scopes.listed).toMatchObject([
    { records: 2, untimed: 2, interfaces: 1, firstStartS: null, intervalS: null, gapS: 1200 },
  ]);
  expect(status.scopeGaps.total).toBe(0);
});

it('objects that were parsed in part come with their first line that is no record', async () => {
  const store = await storeOf(
    `${log({ eni: 'eni-a', from: 0, to: MINUTE })}bad line\nworse\n`,
    log({ eni: 'eni-a', from: 0, to: MINUTE }),
    `${log({ eni: 'eni-a', from: 2 * HOUR, to: 2 * HOUR + 60 })}a\nb\nc\n`,
  );
  const status = await storeStatus(store);
  expect(status.unparsedLines).toBe(5);
  expect(status.unparsedObjects).toMatchObject({
    total: 2,
    listed: [
      { object: 'log-2', records: 1, unparsedLines: 3, firstLineNumber: 3 },
      { object: 'log-0', records: 1, unparsedLines: 2, firstLineNumber: 3 },
    ],
  });
  expect(status.unparsedObjects.listed[0]?.firstReason).toMatch(/./);
  const { unparsedObjects, unparsedLines } = await storeStatus(store, { untilS: HOUR });
  expect([unparsedObjects.listed.map(({ object }) => object), unparsedLines]).toEqual([['log-0'], 2]);
});

it('networks and the last blame', async () => {
  const store = await storeOf(
    'interface-id srcaddr dstaddr srcport dstport protocol start end action\neni-1 10.0.0.1 10.0.0.2 1 2 6 0 50 REJECT\neni-1 10.0.0.1 10.0.0.2 1 2 6 60 99 REJECT\n',
  );
  expect((await storeStatus(store)).blame.flows).toBe(0);
  const resources = network({ networkAcls: [networkAcl('acl-1', 'vpc-1')] });
  await takeNetworks(store, [snapshot(2000, resources), snapshot(1000, resources)]);
  await judge(store, { sinceS: null, untilS: null });
  const status = await storeStatus(store);
  expect(status.networks).toMatchObject({
    total: 2,
    listed: [
      { capturedAtS: 1000, importedAtS: 0, resources: 1, interfaces: 0 },
      { capturedAtS: 2000, importedAtS: 0 },
    ],
  });
  expect(status.interfacesNotInNetwork).toBe(1);
  expect(status.blame).toEqual({ flows: 1, records: 2, firstSeenS: 0, lastSeenS: 99 });
});

it('the steps are the files of queries/status with a number, and leave temporary tables only', async () => {
  const store = await storeOf(log({ eni: 'eni-a', from: 0, to: HOUR }));
  const steps: string[] = [];
  await storeStatus(store, {}, (step) => steps.push(step));
  expect(steps).toEqual(listSql('status').filter((name) => /\/\d\d-/.test(name)));
  for (const step of steps)
    expect(loadSql(step)).toMatch(/^(-- .*\n)+CREATE OR REPLACE TEMP TABLE status_\w+ AS\n/);
  const made = await plainRows(
    store,
    "SELECT DISTINCT temporary FROM duckdb_tables() WHERE table_name LIKE 'status_%'",
  );
  expect(made).toEqual([{ temporary: true }]);
});
