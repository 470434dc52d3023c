import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddressList } from '../../src/anomalies/address-list.ts';
import { parseAllowList } from '../../src/anomalies/allow-list.ts';
import type { Candidate } from '../../src/anomalies/candidate.ts';
import { reportFindings } from '../../src/anomalies/report-findings.ts';
import type { Store } from '../../src/store/store.ts';
import { candidate } from './candidates.ts';
import { type ConnectionRow, connectionStore, DAY_START_S } from './connection-rows.ts';

const APP = '10.0.3.14';
const DATABASE = '10.0.4.10';
const REMOTE = '198.51.100.7';
/** In address order, as the rows are numbered. */
const NO = { [APP]: 1, [DATABASE]: 2, [REMOTE]: 3 } as const;
const HOUR = 3600;

const scanned: readonly ConnectionRow[] = Array.from({ length: 30 }, (_, i) => ({
  client: APP,
  server: DATABASE,
  server_port: 1000 + i,
  start_s: DAY_START_S + 10 * HOUR + i,
  refused: true,
  decision_id: 1 + (i % 2),
}));
const sent: readonly ConnectionRow[] = [
  {
    client: APP,
    server: REMOTE,
    start_s: DAY_START_S + 11 * HOUR,
    end_s: DAY_START_S + 13 * HOUR,
    bytes_up: 900,
    bytes_down: 0,
    orientation: 1,
  },
];

const scan = candidate('port-scan', {
  actorNo: NO[APP],
  targetNo: NO[DATABASE],
  port: null,
  firstS: DAY_START_S + 10 * HOUR,
  lastS: DAY_START_S + 10 * HOUR + 40,
  connections: 30,
  decisionIds: [2, 1, 7],
  allRefused: true,
  whereSql: `client = '${APP}' AND server = '${DATABASE}' AND refused`,
});
const upload = candidate('exfiltration', {
  actorNo: NO[APP],
  targetNo: NO[REMOTE],
  firstS: DAY_START_S + 11 * HOUR,
  lastS: DAY_START_S + 13 * HOUR,
  connections: 1,
  bytes: 900,
  base: 'high',
  worked: true,
});

let store: Store;

beforeAll(async () => {
  store = await connectionStore({
    connections: [...scanned, ...sent],
    hosts: {
      [APP]: { name: 'app-5', interface_id: 'eni-0app', security_groups: ['sg-0app'] },
      [DATABASE]: { name: 'db-0', roles: ['database'], declared_ports: [5432] },
    },
    edges: [{ day: 20_510, client: APP, server: REMOTE, server_port: 443 }],
    analysis: { history_days: 8 },
  });
  await store.run(
    `INSERT INTO verdict_decisions (decision_id, verdict, leg, confidence, evidence)
     VALUES (1, 'sg-no-allow', 'forward', 'high', ''), (2, 'nacl-deny', 'forward', 'high', '')`,
  );
});
afterAll(() => store.close());

async function report(candidates: readonly Candidate[], options = {}) {
  return await reportFindings(store, candidates, options);
}

/** All that is shown, in stories or by itself. */
async function shown(candidates: readonly Candidate[]) {
  const { stories, findings } = await report(candidates);
  return [...stories.flatMap((story) => story.findings), ...findings];
}

describe('the report of candidates', () => {
  it('names the ends as the hosts are known', async () => {
    const [found] = (await report([scan])).findings;
    expect(found?.actor).toMatchObject({
      address: APP,
      name: 'app-5',
      interfaceId: 'eni-0app',
      securityGroups: ['sg-0app'],
      inside: true,
    });
    expect(found?.target).toMatchObject({ address: DATABASE, roles: ['database'], inside: true });
  });

  it('says what refused the traffic, once each', async () => {
    const [found] = (await report([scan])).findings;
    expect(found?.stoppedBy.map(({ verdict }) => verdict)).toEqual(['nacl-deny', 'sg-no-allow']);
  });

  it('gives a query that returns the connections behind it', async () => {
    const [found] = (await report([scan])).findings;
    expect(found?.evidenceSql).toMatch(/^SELECT .* ORDER BY [a-z_, ]+;$/);
    const rows = await store.rows(found?.evidenceSql ?? '');
    expect(rows).toHaveLength(30);
    expect(rows.map((row) => Number(row.server_port))).toEqual(
      Array.from({ length: 30 }, (_, i) => 1000 + i),
    );
  });

  it('has the first three of them as samples', async () => {
    const [found] = (await report([scan])).findings;
    expect(found?.samples.map(({ serverPort }) => serverPort)).toEqual([1000, 1001, 1002]);
    expect(found?.samples[0]).toEqual({
      startS: DAY_START_S + 10 * HOUR,
      endS: DAY_START_S + 10 * HOUR + 10,
      client: APP,
      clientPort: 50_000,
      server: DATABASE,
      serverPort: 1000,
      protocol: 6,
      packetsUp: 1,
      bytesUp: 60,
      packetsDown: 0,
      bytesDown: 0,
      answered: false,
      refused: true,
    });
  });

  it('draws starts, and bytes over the time in which they were sent', async () => {
    const findings = await shown([
      scan,
      { ...upload, firstS: upload.firstS + 5 * HOUR, lastS: upload.lastS + 5 * HOUR },
      upload,
    ]);
    const drawn = (detector: string, at = 0) =>
      findings
        .filter((found) => found.detector === detector)
        .at(at)
        ?.histogram.flatMap((amount, part) => (amount > 0 ? [[part, amount]] : []));
    expect(drawn('port-scan')).toEqual([[10, 30]]);
    expect([drawn('exfiltration', 0), drawn('exfiltration', 1)]).toContainEqual([
      [11, 300],
      [12, 300],
      [13, 300],
    ]);
  });

  it('weighs history, and the direction of connections', async () => {
    const findings = await shown([scan, { ...upload, port: 444 }, { ...upload, variant: 'other' }]);
    const whys = findings.map(({ detector, port, modifiers, confidence }) => [
      detector,
      port,
      modifiers.map(({ why }) => why).filter((why) => why === 'first-seen'),
      confidence,
    ]);
    expect(whys).toContainEqual(['exfiltration', 443, [], 0.8]);
    expect(whys).toContainEqual(['exfiltration', 444, ['first-seen'], 1]);
    expect(whys).toContainEqual(['port-scan', null, ['first-seen'], 1]);
  });

  it('counts a second detector of the actor within an hour, and tells a story of both', async () => {
    const near = { ...upload, firstS: scan.lastS + HOUR };
    const far = { ...upload, firstS: scan.lastS + HOUR + 1 };
    const [story] = (await report([scan, near])).stories;
    expect(
      story?.findings.map(({ modifiers }) => modifiers.some(({ why }) => why === 'second-detector')),
    ).toEqual([true, true]);
    const apart = await report([scan, far]);
    expect(apart.stories).toEqual([]);
    expect(apart.findings.flatMap(({ modifiers }) => modifiers.map(({ why }) => why))).not.toContain(
      'second-detector',
    );
  });

  it('trusts less what a gap of one of its ends overlaps with', async () => {
    const gap = candidate('log-gap', {
      actorNo: NO[APP],
      port: null,
      firstS: scan.firstS,
      lastS: scan.lastS,
      base: 'info',
    });
    const confidence = async (given: Candidate) =>
      (await report([scan, given])).findings.find(({ detector }) => detector === 'port-scan')?.confidence;
    expect(await confidence(gap)).toBe(0.7);
    expect(await confidence({ ...gap, actorNo: null })).toBe(0.7);
    expect(await confidence({ ...gap, actorNo: NO[REMOTE] })).toBe(1);
    expect(await confidence({ ...gap, lastS: scan.firstS - 1, firstS: scan.firstS - 100 })).toBe(1);
  });

  it('leaves out what is allowed, and counts it', async () => {
    const allow = parseAllowList(
      '[{"detector":"port-scan","actor":"app-5","reason":"our scanner"}]',
      'allow.json',
    );
    const { findings, allowed } = await report([scan, upload], { allow });
    expect([findings.map(({ detector }) => detector), allowed]).toEqual([['exfiltration'], 1]);
    expect(findings[0]?.modifiers.map(({ why }) => why)).not.toContain('second-detector');
  });

  it('adds points for addresses on a list', async () => {
    const list = parseAddressList(REMOTE, 'list');
    const { findings } = await report([upload], { list });
    expect(findings[0]?.modifiers).toContainEqual({ why: 'listed', points: 20 });
  });

  it('shows as many as asked for', async () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      candidate('rare-port', { actorNo: NO[APP], targetNo: NO[REMOTE], port: i, base: 'low' }),
    );
    expect((await report(many)).findings).toHaveLength(25);
    expect((await report(many)).notShown.medium).toBe(15);
    const all = await report(many, { most: null });
    expect([all.findings.length, all.notShown.medium]).toEqual([40, 0]);
  });

  it('keeps scanning from outside apart', async () => {
    const weather = candidate('inbound-scan', {
      targetNo: NO[DATABASE],
      port: null,
      base: 'info',
      measures: [
        { name: 'scanners', value: 1500, threshold: null, atMost: false },
        { name: 'refused_share', value: 0.99, threshold: null, atMost: false },
      ],
    });
    const { findings, background } = await report([weather], {
      scannedPorts: new Map([[NO[DATABASE], [22, 23]]]),
    });
    expect(findings).toEqual([]);
    expect(background).toMatchObject([
      { target: { address: DATABASE }, scanners: 1500, refusedShare: 0.99, topPorts: [22, 23] },
    ]);
  });

  it('says what could not be checked', async () => {
    const bare = await connectionStore({
      analysis: {
        until_s: DAY_START_S + HOUR,
        aggregation_s: 600,
        has_flags: false,
        has_packet_addresses: false,
        has_accepts: false,
        has_refusals: false,
        has_network: false,
        has_aws_service: false,
      },
    });
    const { notChecked, findings } = await reportFindings(bare, []);
    bare.close();
    expect(findings).toEqual([]);
    expect(notChecked).toEqual([
      'no-history',
      'short-window',
      'coarse-aggregation',
      'no-tcp-flags',
      'no-packet-addresses',
      'no-accepts',
      'no-rejects',
      'no-network',
      'no-aws-service',
      'dns-not-logged',
    ]);
    expect((await report([])).notChecked).toEqual(['dns-not-logged']);
  });
});

describe('ids', () => {
  it('are of detector, ends, port and day, and of nothing else', async () => {
    const id = async (given: Partial<Candidate>) => (await report([{ ...scan, ...given }])).findings[0]?.id;
    const known = await id({});
    expect(known).toMatch(/^port-scan-[0-9a-f]{12}$/);
    expect(
      await id({ lastS: scan.lastS + 100, connections: 7, base: 'low', variant: 'slow', measures: [] }),
    ).toBe(known);
    expect(await id({ firstS: scan.firstS + HOUR })).toBe(known);
    expect(await id({ firstS: scan.firstS + 24 * HOUR })).not.toBe(known);
    expect(await id({ port: 22 })).not.toBe(known);
    expect(await id({ targetNo: NO[REMOTE] })).not.toBe(known);
  });

  it('are different in one report, and the gravest keeps its own', async () => {
    const [alone] = (await report([{ ...scan, base: 'high' }])).findings;
    const { findings } = await report([
      { ...scan, variant: 'a' },
      { ...scan, base: 'high' },
      { ...scan, variant: 'b' },
    ]);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(3);
    expect(findings[0]?.id).toBe(alone?.id);
  });
});

describe('the same candidates', () => {
  it('give the same report in any order and on any number of threads', async () => {
    const candidates = [
      scan,
      upload,
      ...Array.from({ length: 30 }, (_, i) =>
        candidate('rare-port', { actorNo: NO[APP], targetNo: NO[REMOTE], port: i, base: 'low' }),
      ),
    ];
    const texts = [];
    for (const threads of [1, 2, 4]) {
      await store.run(`SET threads = ${threads}`);
      texts.push(JSON.stringify(await report(threads === 2 ? candidates.toReversed() : candidates)));
    }
    expect(new Set(texts).size).toBe(1);
  });
});
