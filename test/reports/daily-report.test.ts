import { describe, expect, it } from 'vitest';
import type { CostCause } from '../../src/daily/document/costs.ts';
import type { DailyReport, Headline } from '../../src/daily/document/daily-report.ts';
import type { Exposure } from '../../src/daily/document/exposure.ts';
import { changeWords, usdWords } from '../../src/reports/daily-amounts.ts';
import { savingCommand } from '../../src/reports/daily-cost-words.ts';
import { DAILY_FORMATS, type DailyFormat, renderDaily } from '../../src/reports/daily-report.ts';
import { end, madeReport } from '../daily/made-report.ts';

async function rendered(report: DailyReport, format: DailyFormat, db = 'shop.duckdb'): Promise<string> {
  let text = '';
  for await (const portion of renderDaily(report, { command: 'report' }, format, { db })) text += portion;
  return text;
}

const EXPOSED: Exposure = {
  clients: 3,
  connections: 4,
  services: {
    total: 7,
    listed: [
      {
        server: end('10.0.0.5', 'web | `x`\n\u{202E}<b>'),
        protocol: 6,
        port: 443,
        clients: 3,
        connections: 4,
        bytesIn: 10,
        bytesOut: 2000,
        firstSeenS: 1_772_409_700,
        lastSeenS: 1_772_409_800,
        letInBy: [
          {
            clients: 2,
            groupRule: { ruleId: 'sgr-1', rule: 'sg-1 inbound rule sgr-1 TCP 443 0.0.0.0/0 ALLOW' },
            aclEntry: null,
            groups: 'allows',
            acl: 'refuses',
          },
          { clients: 1, groupRule: null, aclEntry: null, groups: 'none', acl: 'unknown' },
        ],
        question: { src: 'internet', dst: '10.0.0.5', protocol: 6, port: 443 },
      },
    ],
  },
};

const CAUSE: CostCause = {
  kind: 'nat-processing',
  region: 'eu-west-1',
  bytes: 2 ** 31,
  usdPerGb: 0.048,
  usd: 0.096,
  lacks: ['records-skipped'],
  confidence: 'medium',
  spenders: {
    total: 2,
    listed: [{ host: end('10.0.1.5', 'app'), bytes: 2 ** 30, usd: 0.048, toward: 'S3' }],
  },
};
const UNKNOWN: CostCause = {
  ...CAUSE,
  kind: 'cross-zone',
  bytes: null,
  usd: null,
  usdPerGb: null,
  lacks: ['records-skipped', 'no-zones'],
  confidence: null,
  spenders: { total: 0, listed: [] },
};
const COSTS: DailyReport['costs'] = {
  prices: { asOf: '2026-10-02', sources: [], bytesPerGb: 2 ** 30 },
  causes: [CAUSE, UNKNOWN],
  usd: 0.096,
  savings: [],
};

it.each(DAILY_FORMATS)('a day on which little happened can be shown: %s', async (format) => {
  const text = await rendered(madeReport(), format);
  expect(text).toContain('2026-03-02');
  expect(text.endsWith('\n')).toBe(true);
});

describe('names that anybody may give do nothing', () => {
  it('in a terminal', async () => {
    const text = await rendered(madeReport({ exposure: EXPOSED }), 'table');
    expect(text).toContain('10.0.0.5:443 (web | `x`\\u{a}\\u{202e}<b>)');
  });

  it('in Markdown, where a row stays a row', async () => {
    const text = await rendered(madeReport({ exposure: EXPOSED }), 'md');
    const row = text.split('\n').find((line) => line.includes('10.0.0.5:443'));
    expect(row).toContain('web \\| \\`x\\`\\\\u{a}\\\\u{202e}\\<b\\>');
    // Cells: clients, bytes, service, more, the question.
    expect(row?.split(/(?<!\\)\|/)).toHaveLength(7);
  });
});

describe('what let the Internet in', () => {
  it('is told for each pair of rules, and that a configuration would not let it in', async () => {
    const lines = (await rendered(madeReport({ exposure: EXPOSED }), 'table'))
      .split('\n')
      .map((line) => line.trim());
    expect(lines).toContain('7 services answered 3 addresses of the Internet, 4 connections.');
    expect(lines).toContain('2 clients: let in by sg-1 inbound rule sgr-1 TCP 443 0.0.0.0/0 ALLOW');
    expect(lines).toContain(
      '2 clients: and by no entry of the imported network ACL, which has changed since',
    );
    expect(lines).toContain('1 client: let in by no group: none filters the interface');
    expect(lines).toContain('… and 6 more');
  });

  it('has the question as data and as a command in JSON, and times as ISO 8601', async () => {
    const document = JSON.parse(await rendered(madeReport({ exposure: EXPOSED }), 'json')) as DailyReport;
    expect(document.exposure?.services.listed[0]).toMatchObject({
      firstSeen: '2026-03-02T00:01:40Z',
      question: { src: 'internet', dst: '10.0.0.5', protocol: 6, port: 443 },
      why: 'flowblame why internet 10.0.0.5 --port 443 --db shop.duckdb',
    });
  });
});

describe('costs', () => {
  it('are told with who causes them, and why one is not known; what they share once', async () => {
    const text = await rendered(madeReport({ costs: COSTS }), 'table');
    expect(text).toContain('About $0.10 for this time, without hourly charges.');
    expect(text).toMatch(/\$0\.10 {2}2\.000 {2}medium {6}through NAT gateways, eu-west-1\n/);
    expect(text).toContain('10.0.1.5 (app): 1.000 GB, mostly S3\n');
    expect(text).toMatch(/not known {2,}– {2,}– {2,}between availability zones, eu-west-1\n/);
    expect(text).toContain('note: the availability zones of some hosts are not known');
    expect(text.match(/SKIPDATA\), so there was more/g)).toHaveLength(1);
  });

  it.each([
    [0, '$0'],
    [0.001, 'under $0.01'],
    [0.1, '$0.10'],
    [1234.5, '$1 234.50'],
  ])('%d US dollars are %s', (usd, words) => {
    expect(usdWords(usd)).toBe(words);
  });

  it('come with the call that makes an endpoint, or that uses the one there is', () => {
    const saving = {
      routeTableId: 'rtb-1',
      vpcId: 'vpc-1',
      service: 'DYNAMODB',
      region: 'eu-west-1',
    } as const;
    expect(savingCommand({ ...saving, endpointId: 'vpce-1' })).toBe(
      'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-1 --add-route-table-ids rtb-1 --region eu-west-1',
    );
    expect(savingCommand({ ...saving, endpointId: null })).toBe(
      'aws ec2 create-vpc-endpoint --vpc-id vpc-1 --service-name com.amazonaws.eu-west-1.dynamodb --route-table-ids rtb-1 --region eu-west-1',
    );
  });
});

describe('changes since the day before', () => {
  it.each([
    [110, 100, '+10 %'],
    [97, 100, '−3.0 %'],
    [5, 5, 'as before'],
    [5, 0, 'none before'],
    [0, 5, '−100 %'],
  ])('%d after %d: %s', (now, before, words) => {
    expect(changeWords(now, before)).toBe(words);
  });

  it('leave out what one of the days did not log', async () => {
    const { headline } = madeReport();
    const dayBefore: Headline = { ...headline, records: 5, acceptedBytes: null };
    expect(await rendered(madeReport({ dayBefore }), 'table')).toContain(
      'Against the day before: records +100 %, accepted as before, refused as before, interfaces as before.\n',
    );
  });
});

it('says of every section that is missing why', async () => {
  const notTold: DailyReport['notTold'] = { traffic: 'no-accepts', unusedRules: 'usage-not-run' };
  const text = await rendered(madeReport({ notTold }), 'table');
  expect(text).toMatch(/\nNOT TOLD\n {4}who talks to whom {8}no ACCEPT record starts in this time\n/);
  expect(JSON.parse(await rendered(madeReport({ notTold }), 'json'))).toMatchObject({
    traffic: null,
    notTold: { traffic: { reason: 'no-accepts', why: 'no ACCEPT record starts in this time' } },
  });
});
