import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dailyReport } from '../../src/daily/daily-report.ts';
import type { DailyReport } from '../../src/daily/document/daily-report.ts';
import { dailyJson } from '../../src/reports/daily-json.ts';
import type { Store } from '../../src/store/store.ts';
import { RowReader } from '../../src/store/store-values.ts';
import { sampleStore } from './sample-store.ts';

let store: Store;
let report: DailyReport;

beforeAll(async () => {
  store = await sampleStore();
  report = await dailyReport(store);
});
afterAll(() => store.close());

/** One number of a query, for what must agree with it. */
async function number(sql: string): Promise<number> {
  const [row] = await store.rows(sql);
  return new RowReader(row ?? {}).numberOrNull('n') ?? Number.NaN;
}

/** A list of this shape as any section has it. */
function sum<T>(members: readonly T[], of: (member: T) => number): number {
  return members.reduce((total, member) => total + of(member), 0);
}

/** What a section holds; one that is missing fails the test. */
function told<T>(section: T | null): T {
  if (section === null) throw new Error(`not told: ${JSON.stringify(report.notTold)}`);
  return section;
}

it('is the document that is kept, and the same when it is made again', async () => {
  // `npx vitest run test/daily/sample-logs.test.ts -u` writes it anew. What is unusual has tests of its own.
  const { anomalies, ...document } = JSON.parse(
    dailyJson(report, { command: 'report' }, 'shop.duckdb'),
  ) as Record<string, unknown>;
  expect(anomalies).toMatchObject({
    summary: expect.stringMatching(/^Found: /),
    records: expect.any(Number),
  });
  const text = JSON.stringify(document, null, 1);
  const flat = text.replaceAll(/\[[\s\d,.-]*\]/g, (list) => list.replaceAll(/\s+/g, ' '));
  await expect(`${flat}\n`).toMatchFileSnapshot('expected/sample-logs.json');
  expect(await dailyReport(store)).toEqual(report);
});

describe('the sums of the sample day agree with the records', () => {
  it('headline', async () => {
    const { records, accepted, refused, acceptedBytes, interfaces } = report.headline;
    expect([records, accepted, refused, acceptedBytes, interfaces]).toEqual([
      await number('SELECT count(*) AS n FROM flow_logs'),
      await number("SELECT count(*) AS n FROM flow_logs WHERE action = 'ACCEPT'"),
      await number("SELECT count(*) AS n FROM flow_logs WHERE action = 'REJECT'"),
      await number("SELECT sum(bytes) AS n FROM flow_logs WHERE action = 'ACCEPT'"),
      await number('SELECT count(DISTINCT interface_id) AS n FROM flow_logs'),
    ]);
  });

  it('the heat map holds every record once, and every refusal', () => {
    const { rows, others } = report.completeness.heatMap;
    const all = [...rows.listed, ...(others ? [others] : [])];
    expect(sum(all, ({ records }) => sum(records, (n) => n))).toBe(report.headline.records);
    expect(sum(all, ({ refused }) => sum(refused, (n) => n))).toBe(report.headline.refused);
    expect(sum(all, ({ skipdata }) => sum(skipdata, (n) => n))).toBe(report.headline.skipdata);
  });

  it('a cell is what an interface logged in that hour', async () => {
    const [row] = report.completeness.heatMap.rows.listed;
    const hour = report.completeness.heatMap.startsS[10] ?? 0;
    expect(row?.records[10]).toBe(
      await number(
        `SELECT count(*) AS n FROM flow_logs WHERE interface_id = '${row?.interfaceId}' AND "start" >= ${hour} AND "start" < ${hour + 3600}`,
      ),
    );
    expect(row?.records[10]).toBeGreaterThan(0);
  });

  it('rules refused what was refused, and their targets what they did', () => {
    const { records, internal, internet } = told(report.refused);
    expect(records).toBe(report.headline.refused);
    expect(sum([...internal.listed, ...internet.listed], (rule) => rule.records)).toBe(records);
    for (const rule of internal.listed) {
      expect(sum(rule.targets.listed, ({ summary }) => summary.records)).toBe(rule.records);
    }
  });

  it('tiers, protocols and columns of time all make up the traffic', () => {
    const { tiers, protocols, bytesOverTime, connections, bytesUp, bytesDown } = told(report.traffic);
    expect(sum(tiers.cells, (cell) => cell.bytesUp)).toBe(bytesUp);
    expect(sum(tiers.cells, (cell) => cell.bytesDown)).toBe(bytesDown);
    expect(sum(tiers.cells, (cell) => cell.connections)).toBe(connections);
    expect(sum(protocols.listed, (protocol) => protocol.bytesUp)).toBe(bytesUp);
    expect(sum(bytesOverTime, (n) => n)).toBe(bytesUp + bytesDown);
    expect(bytesUp).toBeGreaterThan(1e8);
  });

  it('what NAT gateways processed is what their interfaces sent on', async () => {
    const nat = told(report.costs).causes.find(({ kind }) => kind === 'nat-processing');
    expect(nat?.bytes).toBe(
      await number(
        "SELECT sum(bytes) AS n FROM flow_logs WHERE interface_type = 'nat_gateway' AND flow_direction = 'egress' AND action = 'ACCEPT'",
      ),
    );
  });

  it('what hosts spend makes up each cost, and the costs the total', () => {
    const { causes, usd, prices } = told(report.costs);
    for (const { bytes, usd: amount, usdPerGb, spenders } of causes) {
      expect(spenders.listed).toHaveLength(spenders.total);
      expect(sum(spenders.listed, (spender) => spender.bytes)).toBe(bytes);
      expect(amount).toBeCloseTo(((bytes ?? 0) / prices.bytesPerGb) * (usdPerGb ?? 0), 12);
    }
    expect(sum(causes, (cause) => cause.usd ?? 0)).toBeCloseTo(usd ?? -1, 12);
  });
});

describe('the stories of the sample day', () => {
  it('workers of app-b reach S3 through the NAT gateway, and the VPC has an endpoint that their table lacks', () => {
    const { savings } = told(report.costs);
    expect(savings).toMatchObject([
      {
        service: 'S3',
        subnetName: 'shop-app-b',
        routeTableId: 'rtb-0a29fb229da3c7bc9',
        endpointId: 'vpce-0ddd2025a03f41a6d',
        confidence: 'high',
      },
    ]);
    expect(savings[0]?.spenders.listed.map(({ host }) => host.name)).toEqual(['shop-worker-2', 'shop-web-2']);
  });

  it('the Internet reached the load balancer alone, through the rules that are meant for it', () => {
    const { services } = told(report.exposure);
    expect(new Set(services.listed.map(({ server }) => server.roles[0]))).toEqual(new Set(['load-balancer']));
    expect(services.listed[0]?.letInBy).toMatchObject([
      {
        groupRule: { ruleId: 'sgr-0f0752307591a2ae0' },
        aclEntry: { ruleId: 'acl-01c3087b4b9f2d4b6:ingress:100' },
        groups: 'allows',
        acl: 'allows',
      },
    ]);
  });

  it('answers to app-b are the first cause, with the question that tells why', () => {
    const [first] = told(report.refused).internal.listed;
    expect(first?.decision.ruleId).toBe('acl-081e178e6f4647a1a:egress:*');
    expect(first?.targets.listed[0]?.question).toEqual({
      src: '10.20.12.32',
      dst: '10.20.20.51',
      protocol: 6,
      port: 5432,
    });
  });
});
