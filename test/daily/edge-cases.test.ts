import { describe, expect, it } from 'vitest';
import { dailyReport } from '../../src/daily/daily-report.ts';
import type { DailyReport } from '../../src/daily/document/daily-report.ts';
import { exposure } from '../../src/daily/exposure.ts';
import { DAY_S } from '../../src/daily/window.ts';
import {
  networkAcl,
  networkInterface,
  network,
  permission,
  securityGroup,
  subnet,
} from '../network/networks.ts';
import { ingestText, openStore, snapshot, takeNetworks } from '../store/stores.ts';
import { sectionTables } from './section-tables.ts';

const HEADER =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const WEB = '10.0.1.10';
const DATABASE = '10.0.2.20';
const READER = '198.51.100.7';
const TUESDAY = 20_514;

interface Packet {
  readonly at?: string;
  readonly src?: string;
  readonly dst?: string;
  readonly ports?: readonly [number, number];
  readonly bytes?: number;
  readonly start?: number;
  readonly action?: 'ACCEPT' | 'REJECT';
}

const NOON = TUESDAY * DAY_S + DAY_S / 2;

function line({
  at = 'eni-web',
  src = WEB,
  dst = DATABASE,
  ports = [40_000, 5432],
  ...more
}: Packet): string {
  const { bytes = 100, start = NOON, action = 'ACCEPT' } = more;
  return `${at} ${src} ${dst} ${ports.join(' ')} 6 10 ${bytes} ${start} ${start + 60} ${action} OK`;
}

/** A request and its answer, both logged at the interface of the one who asks. */
function exchange(packet: Packet, answer = 1000): readonly Packet[] {
  const { src = WEB, dst = DATABASE, ports = [40_000, 5432] } = packet;
  return [packet, { ...packet, src: dst, dst: src, ports: [ports[1], ports[0]], bytes: answer }];
}

/** Records at both ends of a day, so that the store holds all of it. */
function wholeDay(day: number): readonly Packet[] {
  return [1, 23.5].flatMap((hour) =>
    exchange({ start: day * DAY_S + hour * 3600, ports: [41_000 + hour * 2, 5432] }),
  );
}

async function storeOf(packets: readonly Packet[]) {
  const store = await openStore();
  await ingestText(store, `${[HEADER, ...packets.map(line)].join('\n')}\n`);
  return store;
}

const NOT_TOLD_OF_NOTHING: DailyReport['notTold'] = {
  refused: 'no-records',
  oneWay: 'no-records',
  traffic: 'no-records',
  news: 'no-records',
  exposure: 'no-records',
  costs: 'no-records',
  dayBefore: 'no-day-before',
  unusedRules: 'usage-not-run',
};

it('an empty store: no section but the reasons', async () => {
  const report = await dailyReport(await openStore());
  expect(report.notTold).toEqual(NOT_TOLD_OF_NOTHING);
  const { refused, oneWay, traffic, news, costs, headline, window, completeness } = report;
  expect([refused, oneWay, traffic, news, report.exposure, costs]).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(headline).toEqual({
    records: 0,
    accepted: 0,
    refused: 0,
    nodata: 0,
    skipdata: 0,
    interfaces: 0,
    acceptedBytes: null,
    refusedPackets: null,
  });
  expect(window).toEqual({
    sinceS: null,
    untilS: null,
    firstStartS: null,
    lastEndS: null,
    chosen: 'whole-store',
  });
  expect(completeness.heatMap).toMatchObject({ startsS: [], rows: { total: 0, listed: [] }, others: null });
});

it('no network, no refusals: nothing is made up', async () => {
  const inward = { src: READER, dst: WEB, ports: [50_000, 443] as const };
  const report = await dailyReport(await storeOf([...exchange({}), ...exchange(inward, 5000)]));
  expect(report.notTold).toEqual({
    refused: 'no-refusals',
    news: 'no-earlier-day',
    dayBefore: 'no-day-before',
    unusedRules: 'usage-not-run',
  });
  const { traffic, costs } = report;
  expect(report.exposure?.services.listed).toMatchObject([
    { port: 443, clients: 1, bytesIn: 100, bytesOut: 5000, letInBy: null },
  ]);
  expect(traffic).toMatchObject({ connections: 2, bytesUp: 200, bytesDown: 6000, awsServices: null });
  // Which interface is a NAT gateway or an endpoint, and where zones end, nobody knows here.
  expect(costs?.causes.map(({ kind, bytes, usd, lacks }) => ({ kind, bytes, usd, lacks }))).toEqual([
    { kind: 'nat-processing', bytes: null, usd: null, lacks: ['no-interface-types'] },
    { kind: 'cross-zone', bytes: null, usd: null, lacks: ['no-zones'] },
    { kind: 'interface-endpoint', bytes: null, usd: null, lacks: ['no-interface-types'] },
    { kind: 'internet-egress', bytes: 5000, usd: null, lacks: ['no-aws-service', 'no-region'] },
  ]);
  expect(costs?.usd).toBeNull();
});

it('refusals alone: they are told, and traffic is not', async () => {
  const report = await dailyReport(await storeOf([{ action: 'REJECT' }, { action: 'REJECT', src: READER }]));
  expect(report.notTold).toMatchObject({ traffic: 'no-accepts', oneWay: 'no-accepts', costs: 'no-accepts' });
  expect(report.refused).toMatchObject({ records: 2, internal: { total: 1 }, internet: { total: 1 } });
  expect(report.refused?.internal.listed[0]?.decision.verdict).toBe('unknown-interface');
});

it('two whole days: the last is told, against the one before, and what is new in it; of the day after only the change', async () => {
  const store = await storeOf([
    ...wholeDay(TUESDAY - 1),
    ...wholeDay(TUESDAY),
    ...exchange({ src: '10.0.1.11', at: 'eni-new', bytes: 700 }),
    // Nobody answered: no service, and nothing new.
    { src: '10.0.1.12', at: 'eni-silent', ports: [40_001, 25] },
  ]);
  const report = await dailyReport(store);
  expect(report.window).toMatchObject({ sinceS: TUESDAY * DAY_S, chosen: 'last-whole-day' });
  expect([report.headline.records, report.dayBefore?.records]).toEqual([7, 4]);
  const { hosts, services, pairs, earlierDays } = report.news ?? {};
  expect(earlierDays).toBe(1);
  expect(hosts?.listed.map(({ address }) => address)).toEqual(['10.0.1.11']);
  expect(services?.total).toBe(0);
  expect(pairs?.listed).toMatchObject([{ client: { address: '10.0.1.11' }, port: 5432, bytesUp: 700 }]);

  const silent = await dailyReport(store, { sinceS: (TUESDAY + 1) * DAY_S, untilS: (TUESDAY + 2) * DAY_S });
  const { dayBefore: _, ...others } = NOT_TOLD_OF_NOTHING;
  expect(silent.notTold).toEqual(others);
  expect([silent.headline.records, silent.dayBefore?.records]).toEqual([0, 7]);
});

describe('what let the Internet in', () => {
  const inward = { at: 'eni-web', src: READER, dst: WEB, ports: [50_000, 443] as const };
  const everywhere = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

  /** One interface with one group, which lets in what it is said to. */
  function networkOf(port: number) {
    const place = { SubnetId: 'subnet-web', VpcId: 'vpc-1', address: WEB };
    return network({
      subnets: [subnet('subnet-web', 'vpc-1', '10.0.1.0/24')],
      networkInterfaces: [networkInterface('eni-web', place, ['sg-web'])],
      securityGroups: [
        {
          ...securityGroup('sg-web', 'vpc-1'),
          IpPermissions: [permission({ FromPort: port, ToPort: port, ...everywhere })],
        },
      ],
      networkAcls: [{ ...networkAcl('acl-web', 'vpc-1'), Associations: [{ SubnetId: 'subnet-web' }] }],
    });
  }

  it('is the configuration in force: a rule that was taken away since is not named, nor one that came later', async () => {
    const store = await storeOf([
      ...exchange(inward, 5000),
      ...exchange({ ...inward, start: NOON + 7200 }, 1),
    ]);
    // From the first hour on only port 80 is open.
    await takeNetworks(store, [snapshot(NOON - 3600, networkOf(443)), snapshot(NOON + 3600, networkOf(80))]);
    await sectionTables(store, { sinceS: NOON - 60, untilS: NOON + 600 });
    const before = await exposure(store, true, 20);
    expect(before.services.listed[0]?.letInBy).toMatchObject([
      { clients: 1, groups: 'allows', groupRule: { rule: expect.stringContaining('443') }, acl: 'allows' },
    ]);
    await sectionTables(store, { sinceS: NOON + 7000, untilS: NOON + 8000 });
    const after = await exposure(store, true, 20);
    expect(after.services.listed[0]?.letInBy).toMatchObject([
      { clients: 1, groups: 'refuses', groupRule: null, acl: 'allows' },
    ]);
  });
});
