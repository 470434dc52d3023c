import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import type { Coverage } from '../../src/queries/coverage.ts';
import type { Gap, InterfaceStatus, ScopeStatus } from '../../src/queries/status-rows.ts';
import type { Listed, StoreStatus } from '../../src/queries/status.ts';
import { duration } from '../../src/reports/duration.ts';
import { missingFields } from '../../src/reports/missing-fields.ts';
import { type ReportFormat, renderReport } from '../../src/reports/report.ts';
import { statusReport } from '../../src/reports/status-report.ts';

const NONE = { total: 0, listed: [] };
const PLACE = { accountId: '111', region: 'eu-west-1' };

const SCOPE: ScopeStatus = {
  ...PLACE,
  interfaces: 2,
  records: 1000,
  untimed: 0,
  nodata: 3,
  skipdata: 0,
  firstStartS: 0,
  lastEndS: 86_400,
  intervalS: 60,
  gapS: 1200,
  gaps: 0,
  silentS: 0,
  interfaceGaps: 0,
};

const INTERFACE: InterfaceStatus = {
  ...PLACE,
  interfaceId: 'eni-1',
  records: 900,
  nodata: 0,
  skipdata: 0,
  firstStartS: 60,
  lastEndS: 3600,
  gaps: 2,
  silentS: 3000,
  longestGapFromS: 600,
  longestGapToS: 2400,
  beganLate: false,
  stoppedEarly: true,
  inNetwork: null,
  scopeFirstStartS: 0,
  scopeLastEndS: 86_400,
};

const GAP: Gap = { ...PLACE, interfaceId: null, fromS: 600, toS: 8400 };

const WHOLE: StoreStatus = {
  records: 1000,
  scopes: one(SCOPE),
  scopeGaps: NONE,
  interfaceGaps: NONE,
  silentInterfaces: NONE,
  silentWithoutNodata: 0,
  stoppedEarly: NONE,
  beganLate: NONE,
  skipdata: NONE,
  formats: NONE,
  unparsedObjects: NONE,
  unparsedLines: 0,
  networks: one({ capturedAtS: 0, importedAtS: 60, resources: 5, interfaces: 2 }),
  interfacesNotInNetwork: 0,
  blame: { flows: 7, records: 9, firstSeenS: 0, lastSeenS: 60 },
};

const KNOWN: Coverage = {
  objects: 1,
  records: 1000,
  accepted: 991,
  rejected: 9,
  nodata: 0,
  skipdata: 0,
  unparsedLines: 0,
  firstStartS: 0,
  lastEndS: 86_400,
  missingFields: [],
  networksCapturedAtS: [0],
};

function one<T>(member: T, total = 1): Listed<T> {
  return { total, listed: [member] };
}

async function render(format: ReportFormat, status: StoreStatus, known = KNOWN): Promise<string> {
  async function* interfaces() {
    yield [INTERFACE];
    yield [{ ...INTERFACE, interfaceId: null, inNetwork: true }];
  }
  let text = '';
  const report = statusReport(status, known, interfaces, { flowblame: '1.2.3', command: 'status' });
  for await (const portion of renderReport(report, format)) text += portion;
  return text;
}

describe('the text', () => {
  it('of a whole day says so and has no empty tables', async () => {
    const text = await render('table', WHOLE);
    expect(text.split('\n').slice(0, 2)).toEqual([
      '1 000 records of 1 account and region',
      'No gaps, no SKIPDATA, no unparsed lines',
    ]);
    expect(text.match(/^[A-Z ]{6,}$/gm)).toEqual(['ACCOUNTS AND REGIONS', 'NETWORKS']);
    expect(text).toMatch(/\nThe last blame judged 9 of 9 refused records, 7 flows\n$/);
    expect(text).not.toContain('NODATA record');
  });

  it('of an empty store says what to do', async () => {
    const text = await render(
      'table',
      { ...WHOLE, records: 0, scopes: NONE, networks: NONE, blame: { ...WHOLE.blame, flows: 0 } },
      { ...KNOWN, objects: 0, rejected: 0 },
    );
    expect(text).toBe(
      'The store holds no flow logs: "flowblame ingest" reads them\n\n' +
        'No network was imported, so no rule can be named: "flowblame network import" reads describe-* output\n' +
        'No record is a refusal\n',
    );
  });

  it('shows the worst and counts the rest', async () => {
    const text = await render('table', {
      ...WHOLE,
      scopeGaps: one(GAP, 12),
      interfaceGaps: one({ ...GAP, interfaceId: 'eni-1' }, 2000),
      silentInterfaces: one(INTERFACE, 1001),
      silentWithoutNodata: 1001,
      stoppedEarly: one(INTERFACE),
      skipdata: one({ ...PLACE, interfaceId: null, fromS: null, toS: null, records: 4 }),
      unparsedObjects: one({
        object: 'a.log',
        records: 5,
        unparsedLines: 6,
        firstLineNumber: 7,
        firstReason: 'expected 14 fields',
      }),
      unparsedLines: 6,
      interfacesNotInNetwork: 1,
      blame: { ...WHOLE.blame, flows: 0 },
    });
    const lines = text.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '));
    expect(lines[1]).toBe(
      '12 gaps of a whole account and region, 2 000 gaps at 1 001 interfaces, 1 interface last seen before the end, SKIPDATA at 1 time, 6 unparsed lines in 1 object',
    );
    for (const line of [
      '  111  eu-west-1  1970-01-01T00:10:00Z  1970-01-01T02:20:00Z  2 h 10 min',
      '  … and 11 more (--limit)',
      '  eni-1  eu-west-1  2  50 min  1970-01-01T00:10:00Z  1970-01-01T00:40:00Z  0',
      '  … and 1 000 more (--limit)',
      '  They have no NODATA record, so they may have been idle',
      '  eni-1  eu-west-1  900  1970-01-01T01:00:00Z  23 h',
      '  -  eu-west-1  -  -  4',
      '  a.log  5  6  line 7: expected 14 fields',
      '1 interface of the logs is in no imported network',
      'No verdicts: "flowblame blame" judges the 9 refused records',
    ]) {
      expect(lines).toContain(line);
    }
  });
});

describe('the JSON document', () => {
  it('starts as all do, has times in ISO 8601 and lengths in seconds, and ends with the interfaces', async () => {
    const document = JSON.parse(await render('json', { ...WHOLE, scopeGaps: one(GAP, 12) })) as Record<
      string,
      unknown
    >;
    expect(Object.keys(document).slice(0, 2)).toEqual(['flowblame', 'command']);
    expect(document).toMatchObject({
      scopes: { total: 1, listed: [{ ...PLACE, lastEnd: '1970-01-02T00:00:00Z', intervalSeconds: 60 }] },
      networks: { listed: [{ capturedAt: '1970-01-01T00:00:00Z', importedAt: '1970-01-01T00:01:00Z' }] },
      interfaces: [{ interfaceId: 'eni-1', longestGapTo: '1970-01-01T00:40:00Z' }, { interfaceId: null }],
    });
    expect(document.scopeGaps).toEqual({
      total: 12,
      listed: [{ ...PLACE, from: '1970-01-01T00:10:00Z', to: '1970-01-01T02:20:00Z', seconds: 7800 }],
    });
    expect(JSON.stringify(document)).not.toMatch(/[a-z]S"/);
  });
});

it('CSV has a row for each interface', async () => {
  const [head, ...rows] = (await render('csv', WHOLE)).trimEnd().split('\n');
  expect(head?.split(',')).toHaveLength(15);
  expect(rows).toEqual([
    '111,eu-west-1,eni-1,900,0,0,1970-01-01T00:01:00Z,1970-01-01T01:00:00Z,2,3000,1970-01-01T00:10:00Z,1970-01-01T00:40:00Z,false,true,',
    '111,eu-west-1,,900,0,0,1970-01-01T00:01:00Z,1970-01-01T01:00:00Z,2,3000,1970-01-01T00:10:00Z,1970-01-01T00:40:00Z,false,true,true',
  ]);
});

describe('missing fields', () => {
  it('are none of a log that has all', () => {
    expect(missingFields(FLOW_LOG_FIELDS.map(({ name }) => name))).toEqual([]);
  });

  it('are all known fields, each once', () => {
    const fields = missingFields([]).flatMap((missing) => missing.fields);
    expect(new Set(fields).size).toBe(fields.length);
    expect(fields.filter((name) => !FLOW_LOG_FIELDS.some((field) => field.name === name))).toEqual([]);
  });

  it('are named without those that are there', () => {
    const present = FLOW_LOG_FIELDS.map(({ name }) => name).filter((name) => name !== 'pkt-dstaddr');
    expect(missingFields(present)).toMatchObject([{ fields: ['pkt-dstaddr'] }]);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3599, '59 min 59 s'],
    [3600, '1 h'],
    [3601, '1 h'],
    [7860, '2 h 11 min'],
    [90_000, '1 d 1 h'],
  ])('of %i s is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('is never more than it was, and short of it by less than its smaller unit', () => {
    const units: Readonly<Record<string, number>> = { d: 86_400, h: 3600, min: 60, s: 1 };
    fc.assert(
      fc.property(fc.nat(10_000_000), (seconds) => {
        const parts = [...duration(seconds).matchAll(/(\d+) (\w+)/g)];
        const told = parts.reduce(
          (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
          0,
        );
        expect(told).toBeLessThanOrEqual(seconds);
        expect(seconds - told).toBeLessThan(units[parts[0]?.[2] ?? 's'] ?? 1);
      }),
    );
  });
});
