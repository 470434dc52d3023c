import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_DAYS, type GeneratedDays, generateDays } from '../../bench/labelled-days/generate-days.ts';
import { drawIncidents, INCIDENTS } from '../../bench/labelled-days/incidents/incidents.ts';
import { anomalies } from '../../src/anomalies/anomalies.ts';
import { DETECTORS } from '../../src/anomalies/finding.ts';
import { judge } from '../../src/blame/judge.ts';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';
import { evidenceOf } from './evidence-of.ts';

const SMALL = {
  ...DEFAULT_DAYS,
  aggregationS: 600,
  fileS: 14_400,
  load: 0.02,
  trapLoad: 0.02,
  incidents: [
    'port-scan-fast',
    'sweep-inside',
    'open-door',
    'beacon',
    'blocked-call-out',
    'broken-rule',
    'acl-blocks-replies',
    'skipdata',
    'lateral-ssh',
  ],
  traps: DEFAULT_DAYS.traps.filter(
    (kind) => !['stopped-instance', 'delivery-lag', 'ntp', 'keep-alive'].includes(kind),
  ),
};

let folder = '';
let day: GeneratedDays;
let store: Store;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-labelled-'));
  day = await generateDays({ ...SMALL, folder: join(folder, 'day') });
  store = await Store.open(':memory:');
});

afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function digests(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => {
      const content = readFileSync(join(file.parentPath, file.name));
      return `${file.name} ${createHash('sha256').update(content).digest('hex')}`;
    })
    .toSorted();
}

async function number(sql: string): Promise<number> {
  const [row] = await store.rows(sql);
  return Number(Object.values(row ?? {})[0]);
}

describe('labelled days', () => {
  test('are the same for a seed, and others for another', async () => {
    const few = { ...SMALL, traps: ['internet-weather', 'db-pools'] };
    const [one, again, other] = ['one', 'again', 'other'].map((name) => join(folder, name));
    await generateDays({ ...few, folder: one ?? '' });
    await generateDays({ ...few, folder: again ?? '' });
    await generateDays({ ...few, folder: other ?? '', seed: 2 });
    expect(digests(again ?? '')).toEqual(digests(one ?? ''));
    expect(digests(join(other ?? '', 'logs'))).not.toEqual(digests(join(one ?? '', 'logs')));
  });

  test('have labels within the day, of hosts that are there', () => {
    const { labels } = day;
    expect(labels.incidents.map(({ id }) => id).toSorted()).toEqual([...SMALL.incidents].toSorted());
    for (const { detector, alsoNamedBy, fromS, toS, actor, target } of labels.incidents) {
      expect(DETECTORS).toEqual(expect.arrayContaining([detector, ...alsoNamedBy]));
      expect(fromS).toBeGreaterThanOrEqual(labels.fromS);
      expect(toS).toBeGreaterThan(fromS);
      expect(toS).toBeLessThanOrEqual(labels.toS);
      for (const end of [actor, target])
        if (end?.startsWith('10.')) expect(labels.names).toHaveProperty([end]);
    }
    expect(labels.traps.map(({ kind }) => kind)).toEqual(SMALL.traps);
  });

  test('know an incident for every detector that logs alone can feed', () => {
    const played = new Set(INCIDENTS.map(({ detector }) => detector));
    expect(DETECTORS.filter((detector) => !played.has(detector))).toEqual(['listed-address']);
    const drawn = drawIncidents(1, 20);
    expect(new Set(drawn).size).toBe(20);
    expect(drawIncidents(2, 20)).not.toEqual(drawn);
  });

  test('refuse nothing they do not know', async () => {
    const unknown = generateDays({ ...SMALL, folder: join(folder, 'unknown'), traps: ['quicksand'] });
    await expect(unknown).rejects.toThrow('Cannot play trap "quicksand": expected one of aws-agents');
  });
});

describe('the logs of a labelled day', () => {
  test('are records, every line of them', async () => {
    const { sources } = await localSources(day.logs);
    const result = await ingest(store, sources);
    expect(result).toMatchObject({ unparsedLines: 0, failures: [] });
    expect(result.records).toBe(day.tally.records);
    expect(result.rejected).toBe(day.tally.rejected);
    expect(result.nodata).toBe(day.tally.nodata);
    expect(day.tally.skipdata).toBeGreaterThan(0);
    expect(day.tally.rejected).toBeGreaterThan(1000);
  });

  test('say the same at both ends of what passes inside', async () => {
    const inside = `SELECT srcaddr, dstaddr, srcport, dstport, protocol, sum(packets) AS packets, sum(bytes) AS bytes
      FROM flow_logs JOIN known USING (interface_id)
      WHERE srcaddr LIKE '10.40.%' AND dstaddr LIKE '10.40.%' AND action = 'ACCEPT'
        AND pkt_srcaddr = srcaddr AND pkt_dstaddr = dstaddr AND srcaddr <> '10.40.0.21' AND srcaddr <> '10.40.1.21'
        AND dstaddr IN (SELECT address FROM known) AND srcaddr IN (SELECT address FROM known) AND flow_direction =`;
    await store.run(`CREATE TEMP TABLE known AS SELECT interface_id, any_value(srcaddr) AS address FROM flow_logs
      WHERE flow_direction = 'egress' AND interface_id NOT IN (SELECT interface_id FROM flow_logs WHERE log_status = 'SKIPDATA')
      GROUP BY interface_id HAVING count(DISTINCT srcaddr) = 1`);
    await store.run(`CREATE TEMP TABLE sent AS ${inside} 'egress' GROUP BY ALL`);
    await store.run(`CREATE TEMP TABLE received AS ${inside} 'ingress' GROUP BY ALL`);
    expect(await number('SELECT count(*) FROM received')).toBeGreaterThan(2000);
    // A packet that arrives was sent; one that was sent may have been refused on arrival.
    const lost = 'SELECT count(*) FROM (SELECT * FROM received EXCEPT SELECT * FROM sent)';
    expect(await number(lost)).toBeLessThan((await number('SELECT count(*) FROM received')) * 0.001);
  });

  test('have one record of a flow, direction and window', async () => {
    const repeated = `SELECT count(*) FROM (
      SELECT 1 FROM flow_logs WHERE log_status = 'OK'
      GROUP BY interface_id, srcaddr, dstaddr, srcport, dstport, protocol, flow_direction, action, pkt_srcaddr, pkt_dstaddr,
        "start" HAVING count(*) > 1)`;
    expect(await number(repeated)).toBeLessThan(day.tally.records * 0.001);
  });

  test('have the SYN of each connection from the side that opened it', async () => {
    await store.run(`CREATE TEMP TABLE openers AS SELECT * FROM read_csv('${day.openers}')`);
    const syn = (sameTuple: string) => `SELECT count(*) FROM flow_logs f JOIN openers o ON ${sameTuple}
      WHERE f.protocol = o.protocol AND (f.tcp_flags & 18) = 2`;
    const forward =
      'f.srcaddr = o.client AND f.dstaddr = o.server AND f.srcport = o.client_port AND f.dstport = o.server_port';
    const back =
      'f.dstaddr = o.client AND f.srcaddr = o.server AND f.dstport = o.client_port AND f.srcport = o.server_port';
    expect(await number(syn(forward))).toBeGreaterThan(5000);
    expect(await number(syn(back))).toBe(0);
  });

  test('are refused by the rules of the network, as the evaluator sees them', async () => {
    const { labels } = day;
    const imported = await importNetwork(store, [day.network], { capturedAtS: labels.toS });
    expect(imported.interfaces).toBe(Object.keys(labels.names).length);
    await judge(store, { sinceS: null, untilS: null });
    // A SYN-ACK that nobody asked for belongs to no rule, and the rule for port 6379 was there until noon.
    const verdicts = await store.rows(`SELECT verdict, count(*) AS flows FROM verdicts
      WHERE srcport NOT IN (25, 80, 443) AND dstport <> 6379 GROUP BY verdict ORDER BY verdict`);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['nacl-implicit-deny', 'sg-no-allow']);
  });

  test('have the connections behind every finding', async () => {
    const { fromS: sinceS, toS: untilS } = day.labels;
    const report = await anomalies(store, { window: { sinceS, untilS }, most: null });
    expect(await evidenceOf(store, report)).toBeGreaterThan(6);
  });
});
