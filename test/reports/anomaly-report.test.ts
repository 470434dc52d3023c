import { describe, expect, it } from 'vitest';
import {
  type AnomalyReport,
  DETECTORS,
  type DetectorName,
  type Finding,
  type SampleConnection,
} from '../../src/anomalies/finding.ts';
import { type AnomalyFormat, renderAnomalies } from '../../src/reports/anomaly-report.ts';
import { tellStories } from '../../src/anomalies/stories.ts';
import { finding, party } from '../anomalies/candidates.ts';
import { DAY_START_S } from '../anomalies/connection-rows.ts';

const HEAD = { flowblame: '0.1.0', command: 'anomalies', window: {}, coverage: {} };

const SAMPLE: SampleConnection = {
  startS: DAY_START_S + 3723,
  endS: DAY_START_S + 3730,
  client: '10.0.3.14',
  clientPort: 50_001,
  server: '198.51.100.7',
  serverPort: 443,
  protocol: 6,
  packetsUp: 10,
  bytesUp: 1200,
  packetsDown: 1,
  bytesDown: 60,
  answered: true,
  refused: false,
};

const beacon = finding('beacon', {
  id: 'beacon-0123456789ab',
  variant: 'strong',
  actor: party({ name: 'app-5', instanceId: 'i-0app5' }),
  severity: 80,
  band: 'high',
  confidence: 0.91,
  attack: ['T1071.001', 'T1573'],
  modifiers: [{ why: 'first-seen', points: 15 }],
  samples: [SAMPLE, { ...SAMPLE, client: '2001:db8::7', answered: false, packetsDown: 0, bytesDown: 0 }],
  measures: [
    { name: 'beacon_score', value: 0.94, threshold: 0.8, atMost: false },
    { name: 'median_interval_s', value: 300, threshold: null, atMost: false },
    { name: 'hosts_with_target', value: 1, threshold: 4, atMost: true },
    { name: 'packet_bytes', value: 1500, threshold: null, atMost: false },
    { name: 'size_score', value: 0.9, threshold: null, atMost: false },
  ],
  baseline: { kind: 'earlier-days', value: 0, ageDays: 8, samples: 8 },
});
const refused = finding('denied-egress', {
  id: 'denied-egress-0123456789ab',
  variant: 'broken-rule',
  target: party({ address: '10.0.4.10', name: 'db-0' }),
  port: 5432,
  stoppedBy: [{ verdict: 'sg-no-allow', ruleId: null, rule: null, securityGroups: ['sg-0db'] }],
});

function report(given: Partial<AnomalyReport> = {}): AnomalyReport {
  return {
    records: 123_456,
    connections: 4567,
    fromS: DAY_START_S,
    toS: DAY_START_S + 86_400,
    aggregationS: 60,
    historyDays: 8,
    stories: [],
    findings: [beacon, refused],
    notShown: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    allowed: 0,
    background: [],
    notChecked: ['dns-not-logged'],
    ...given,
  };
}

async function render(
  format: AnomalyFormat,
  given: Partial<AnomalyReport> = {},
  options = {},
): Promise<string> {
  const parts: string[] = [];
  for await (const part of renderAnomalies(report(given), HEAD, format, options)) parts.push(part);
  return parts.join('');
}

async function json(given: Partial<AnomalyReport> = {}): Promise<Record<string, unknown>> {
  return JSON.parse(await render('json', given)) as Record<string, unknown>;
}

describe('on a terminal', () => {
  it('begins with what was found and what was looked at', async () => {
    const lines = (await render('table')).split('\n');
    expect(lines[0]).toBe('Found: 1 high, 1 medium.');
    expect(lines[1]).toBe(
      'Looked at 123 456 records, 4 567 connections from 2026-03-02 00:00 to 2026-03-03 00:00 UTC, in intervals of 60 s; 8 earlier days to compare with.',
    );
  });

  it('says nothing was found when nothing was, and what could not be checked', async () => {
    const text = await render('table', { findings: [], notChecked: ['no-history', 'dns-not-logged'] });
    expect(text).toMatch(/^Nothing unusual was found\.\n/);
    expect(text).toContain('less than seven earlier days are in the store');
    expect(text).toContain('Amazon DNS server are in no flow log');
  });

  it('tells the grave in full and the others in short', async () => {
    const text = (await render('table')).replaceAll(/\n {10}\s*/g, ' ');
    expect(text).toContain(
      'HIGH      10.0.3.14 (app-5) called 198.51.100.7 on port 443 (HTTPS) every 5 min, 100 times',
    );
    expect(text).toContain(
      'beacon score 0.94 (≥ 0.8); median interval 5 min; hosts with target 1 (≤ 4); packet 1.5 kB',
    );
    expect(text).not.toContain('size score');
    expect(text).toContain('may be harmless: an agent');
    expect(text).toContain('stopped by: sg-0db: no rule allows it');
    expect(text).toContain('··········█·············');
    expect(text.match(/may be harmless/g)).toHaveLength(1);
  });

  it('shows one of the connections behind what is grave', async () => {
    const text = await render('table');
    expect(text).toContain(
      'for example: 01:02:03 10.0.3.14:50001 → 198.51.100.7:443 TCP, 10 packets (1.2 kB) sent, 1\n',
    );
    expect(text.match(/for example/g)).toHaveLength(1);
  });

  it('begins with a line for each entry when there are many', async () => {
    const many = Array.from({ length: 4 }, (_, i) => ({ ...beacon, id: `beacon-${i}` }));
    const lines = (await render('table', { findings: many })).split('\n');
    expect(lines.slice(3, 7)).toEqual(
      many.map(() => 'HIGH      10:00  beacon  10.0.3.14 (app-5) → 198.51.100.7 port 443 (HTTPS)'),
    );
    expect((await render('table')).split('\n')[3]).toMatch(/^HIGH {6}10\.0\.3\.14/);
  });

  it('keeps to its width, whatever names say', async () => {
    const name = `x${' long name'.repeat(30)}`;
    const text = await render('table', {
      findings: Array.from({ length: 5 }, () => ({ ...beacon, actor: party({ name }) })),
    });
    const lines = text.split('\n').slice(2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('colours only when asked to', async () => {
    const escape = String.fromCodePoint(27);
    expect(await render('table')).not.toContain(escape);
    const coloured = await render('table', {}, { colour: true });
    expect(coloured.replaceAll(new RegExp(`${escape}\\[[0-9;]+m`, 'g'), '')).toBe(await render('table'));
    expect(coloured).not.toBe(await render('table'));
  });

  it('counts what is not shown', async () => {
    const text = await render('table', {
      notShown: { critical: 0, high: 0, medium: 3, low: 12, info: 0 },
      allowed: 2,
    });
    expect(text).toContain('Not shown: 3 medium, 12 low (--all shows them).');
    expect(text).toContain('Left out by the allow-list: 2.');
  });
});

describe('every detector', () => {
  it.each(DETECTORS)('%s has a sentence, harmless explanations and a next step', async (detector) => {
    const [found] = (await json({ findings: [finding(detector)] })).findings as readonly {
      readonly sentence: string;
      readonly explanation: { readonly harmless: readonly string[]; readonly next: string };
    }[];
    expect(found?.sentence).toMatch(/^[A-Z0-9].{30,}\.$/);
    expect(found?.sentence).not.toMatch(/undefined|null|NaN| {2}| ,/);
    expect(found?.explanation.harmless).not.toEqual([]);
    expect(found?.explanation.next).toMatch(/.{10,}/);
  });

  it.each<readonly [DetectorName, string, Partial<Finding>, string]>([
    [
      'port-scan',
      'network-scan',
      {
        target: party({ address: null, interfaceId: null }),
        measures: measures({ failed_ports: 60, victims: 6 }),
      },
      'tried 60 ports in vain on 6 hosts',
    ],
    ['brute-force', 'possible-success', {}, 'a password may have been guessed'],
    ['denied-egress', 'nacl-blocks-replies', {}, 'A network ACL refused the answers of 198.51.100.7'],
    ['denied-egress', 'blocked-call-out', {}, 'something there keeps calling out'],
    ['foreign-dns', 'tunnel', { port: 53, protocol: 17 }, 'as much as a tunnel through DNS needs'],
    ['log-gap', 'skipdata', {}, 'AWS dropped records at 198.51.100.7'],
    ['log-gap', 'silent-interface', { measures: measures({ gaps: 16 }) }, '16 interfaces were silent'],
    [
      'tunnel',
      'protocol',
      { port: null, protocol: 94, bytes: 8_500_000 },
      'exchanged 8.5 MB over IP protocol 94',
    ],
    ['listed-address', 'calls-out', {}, 'which is on your list'],
  ])('%s says what its variant %s is', async (detector, variant, given, words) => {
    const [found] = (await json({ findings: [finding(detector, { variant, ...given })] }))
      .findings as readonly {
      sentence: string;
    }[];
    expect(found?.sentence).toContain(words);
  });
});

function measures(values: Readonly<Record<string, number>>): Finding['measures'] {
  return Object.entries(values).map(([name, value]) => ({ name, value, threshold: null, atMost: false }));
}

describe('as JSON', () => {
  it('begins with the head, and has times, numbers and explanations', async () => {
    const document = await json();
    expect(Object.keys(document).slice(0, 4)).toEqual(['flowblame', 'command', 'window', 'coverage']);
    expect(document).toMatchObject({
      records: 123_456,
      from: '2026-03-02T00:00:00Z',
      to: '2026-03-03T00:00:00Z',
      notShown: { low: 0 },
    });
    const [first, second] = document.findings as readonly Record<string, unknown>[];
    expect(first).toMatchObject({
      id: 'beacon-0123456789ab',
      detector: 'beacon',
      severity: 80,
      band: 'high',
      firstSeen: '2026-03-02T10:00:00Z',
      actor: { address: '10.0.3.14', name: 'app-5' },
      explanation: {
        baseline: 'usual 0, 8 samples, of 8 earlier days',
        why: null,
        suppression: {
          detector: 'beacon',
          actor: '10.0.3.14',
          target: '198.51.100.7',
          port: 443,
          reason: '',
        },
      },
    });
    expect(second?.explanation).toMatchObject({
      stoppedBy: ['sg-0db: no rule allows it'],
      why: 'flowblame why 10.0.3.14 10.0.4.10 --port 5432',
    });
  });

  it('has samples of connections', async () => {
    const { findings } = await json();
    const [{ samples } = { samples: null }] = findings as readonly { readonly samples: unknown }[];
    const { startS: _, endS: __, ...ends } = SAMPLE;
    const [first] = samples as readonly unknown[];
    expect(first).toEqual({ start: '2026-03-02T01:02:03Z', end: '2026-03-02T01:02:10Z', ...ends });
  });

  it('has one finding a line as NDJSON, with its story', async () => {
    const told = tellStories([
      finding('port-scan', { id: 'a', severity: 90 }),
      finding('beacon', { id: 'b', firstSeenS: DAY_START_S + 36_700, lastSeenS: DAY_START_S + 40_000 }),
    ]);
    const lines = (await render('ndjson', { stories: told.stories, findings: [refused] }))
      .trimEnd()
      .split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as { id: string; story: string | null });
    expect(parsed.map(({ id, story }) => [id, story])).toEqual([
      ['a', told.stories[0]?.id],
      ['b', told.stories[0]?.id],
      [refused.id, null],
    ]);
    expect(await render('ndjson', { findings: [] })).toBe('');
  });
});

describe('as CSV', () => {
  it('has a line for each finding', async () => {
    const [head, first, second, ...more] = (await render('csv')).trimEnd().split('\n');
    expect(head?.split(',').length).toBe(20);
    expect(first).toMatch(
      /^beacon-0123456789ab,beacon,strong,80,high,0\.91,10\.0\.3\.14,app-5,198\.51\.100\.7,,443,6,2026-03-02T10:00:00Z,/,
    );
    expect(second).toMatch(/^denied-egress-/);
    expect(more).toEqual([]);
  });
});

describe('as Markdown', () => {
  it('lets names do nothing', async () => {
    const name = '](http://evil.example) <img src=x> | `x` *b* \u{202e}\n# Title';
    const text = await render('md', {
      findings: [{ ...beacon, actor: party({ name }), evidenceSql: 'SELECT 1 -- ```\n# x' }],
    });
    expect(text).not.toMatch(/(?<!\\)<img|(?<!\\)\]\(http:\/\/evil|\n# Title/);
    expect(text).not.toContain('\u{202e}');
    for (const row of text.split('\n').filter((line) => line.startsWith('| '))) {
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(3);
    }
    expect(text).toContain('````sql');
  });

  it('has the samples in words', async () => {
    const text = await render('md');
    expect(text).toContain(
      '- 01:02:03 10.0.3.14:50001 → 198.51.100.7:443 TCP, 10 packets (1.2 kB) sent, 1 packet (60 bytes) back\n',
    );
    expect(text).toContain(
      '\\[2001:db8::7\\]:50001 → 198.51.100.7:443 TCP, 10 packets (1.2 kB) sent, no answer\n',
    );
  });

  it('has the evidence, the reasons of the severity, and how to silence it', async () => {
    const text = await render('md');
    expect(text).toContain('## HIGH: 10.0.3.14 (app-5) called 198.51.100.7');
    expect(text).toContain('| severity | 80, first-seen +15 |');
    expect(text).toContain('[T1071.001](https://attack.mitre.org/techniques/T1071/001/)');
    expect(text).toContain('```sql\nSELECT * FROM connection_log');
    expect(text).toContain(
      '[{"detector":"beacon","actor":"10.0.3.14","target":"198.51.100.7","port":443,"reason":""}]',
    );
  });
});

describe('as OCSF', () => {
  /** Required in a Detection Finding and its objects: https://schema.ocsf.io/1.3.0/classes/detection_finding */
  const REQUIRED = [
    'activity_id',
    'category_uid',
    'class_uid',
    'finding_info',
    'metadata',
    'severity_id',
    'time',
    'type_uid',
  ];

  interface Event extends Readonly<Record<string, unknown>> {
    readonly finding_info: Readonly<Record<string, unknown>> & {
      readonly analytic: { readonly type_id: number };
    };
    readonly metadata: { readonly version: string; readonly product: Readonly<Record<string, unknown>> };
    readonly evidences: readonly (Readonly<Record<string, unknown>> & {
      readonly connection_info: { readonly direction_id: number };
    })[];
  }

  async function events(given: Partial<AnomalyReport> = {}): Promise<readonly Event[]> {
    return JSON.parse(await render('ocsf', given)) as readonly Event[];
  }

  it('has what the class and its objects require, of every detector', async () => {
    const all = await events({ findings: DETECTORS.map((detector) => finding(detector)) });
    expect(all).toHaveLength(DETECTORS.length);
    for (const event of all) {
      for (const name of REQUIRED) expect(event).toHaveProperty(name);
      expect(event).toMatchObject({ class_uid: 2004, category_uid: 2, activity_id: 1, type_uid: 200_401 });
      expect(event.finding_info).toMatchObject({ uid: expect.any(String), title: expect.any(String) });
      expect([1, 2, 3, 4, 99]).toContain(event.finding_info.analytic.type_id);
      expect(event.metadata).toMatchObject({
        version: '1.3.0',
        product: { name: 'flowblame', vendor_name: 'flowblame', version: '0.1.0' },
      });
      expect([0, 1, 2, 3, 99]).toContain(event.evidences[0]?.connection_info.direction_id);
    }
  });

  it('maps ends, severity, confidence, times and techniques', async () => {
    const [event] = await events();
    expect(event).toMatchObject({
      severity_id: 4,
      confidence_id: 3,
      confidence_score: 91,
      time: (DAY_START_S + 36_600) * 1000,
      start_time: (DAY_START_S + 36_000) * 1000,
      finding_info: {
        uid: 'beacon-0123456789ab',
        attacks: [
          { technique: { uid: 'T1071' }, sub_technique: { uid: 'T1071.001' } },
          { technique: { uid: 'T1573' } },
        ],
      },
      evidences: [
        {
          src_endpoint: { ip: '10.0.3.14', name: 'app-5', instance_uid: 'i-0app5' },
          dst_endpoint: { ip: '198.51.100.7', port: 443 },
          connection_info: { direction_id: 2, protocol_num: 6, protocol_name: 'tcp' },
        },
      ],
      resources: [{ uid: 'i-0app5', type: 'AWS::EC2::Instance', name: 'app-5' }],
    });
  });

  it('leaves out an end that is many, for an endpoint must be something', async () => {
    const many = party({ address: null, interfaceId: null, inside: false });
    const [event] = await events({ findings: [finding('sweep', { target: many })] });
    expect(event?.evidences[0]).not.toHaveProperty('dst_endpoint');
    expect(event?.evidences[0]?.connection_info.direction_id).toBe(0);
  });

  it.each([
    ['info', 1],
    ['low', 2],
    ['medium', 3],
    ['high', 4],
    ['critical', 5],
  ] as const)('gives %s the severity %i', async (band, id) => {
    const [event] = await events({ findings: [finding('beacon', { band })] });
    expect(event?.severity_id).toBe(id);
  });

  it('is an array without events when nothing was found', async () => {
    expect(await events({ findings: [] })).toEqual([]);
  });
});
