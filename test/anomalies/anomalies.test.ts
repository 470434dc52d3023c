import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnomalyOptions, anomalies } from '../../src/anomalies/anomalies.ts';
import type { AnomalyReport } from '../../src/anomalies/finding.ts';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { anomalyJson } from '../../src/reports/anomaly-json.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';
import { evidenceOf } from './evidence-of.ts';

const SAMPLES = join(import.meta.dirname, '../../sample-logs');

let store: Store;
/** With all that there is, on two threads. */
let whole: AnomalyReport;

beforeAll(async () => {
  store = await Store.open(':memory:');
  const { failures } = await ingest(store, (await localSources(join(SAMPLES, '*.log*'))).sources);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  await importNetwork(store, [join(SAMPLES, 'network')], { capturedAtS: 0 });
  whole = await onThreads(2, { most: null });
});
afterAll(() => store.close());

function text(report: AnomalyReport): string {
  return anomalyJson(report, {}, 'flowblame.duckdb');
}

async function onThreads(threads: number, options: AnomalyOptions): Promise<AnomalyReport> {
  await store.run(`SET threads = ${threads}`);
  return await anomalies(store, options);
}

describe('the report on a day of logs', () => {
  it('is the same on any number of threads, byte by byte', async () => {
    const again = text(await onThreads(1, { most: null }));
    expect(again).toBe(text(whole));
    expect(again.length).toBeGreaterThan(1000);
  });

  it('names the rule that refuses the answers of a database', () => {
    const { findings } = whole;
    const refused = findings.find(({ detector }) => detector === 'denied-egress');
    expect(refused).toMatchObject({ variant: 'nacl-blocks-replies', port: 5432, attack: [] });
    expect(refused?.stoppedBy.map(({ rule }) => rule)).toEqual([
      'acl-081e178e6f4647a1a outbound rule * All traffic 0.0.0.0/0 DENY',
    ]);
  });

  it('has the connections behind every finding', async () => {
    expect(await evidenceOf(store, whole)).toBeGreaterThan(2);
  });

  it('looks with the detectors asked for, and with their thresholds', async () => {
    const options = { detectors: ['denied-egress'] as const };
    const { findings, background } = await anomalies(store, options);
    expect(new Set(findings.map(({ detector }) => detector))).toEqual(new Set(['denied-egress']));
    expect(background).toEqual([]);
    const strict = await anomalies(store, {
      ...options,
      thresholds: { 'denied-egress': { refusals: 100_000 } },
    });
    expect(strict.findings).toEqual([]);
  });

  it('tells of scanning by interface, not by source', () => {
    const { background, findings } = whole;
    expect(background.length).toBeGreaterThan(2);
    expect(background.every(({ scanners, topPorts }) => scanners > 0 && topPorts.length > 0)).toBe(true);
    expect(findings.filter(({ detector }) => detector === 'inbound-scan')).toEqual([]);
  });

  it('looks at the window alone', async () => {
    const window = {
      sinceS: Date.parse('2026-03-02T12:00:00Z') / 1000,
      untilS: Date.parse('2026-03-02T13:00:00Z') / 1000,
    };
    const { records, fromS, toS, notChecked } = await anomalies(store, { window });
    expect([fromS, toS]).toEqual([window.sinceS, window.untilS]);
    expect(records).toBeGreaterThan(100);
    expect(records).toBeLessThan(3000);
    expect(notChecked).toContain('short-window');
  });

  it('refuses thresholds before anything is done', async () => {
    await expect(anomalies(store, { thresholds: { scan: {} } })).rejects.toThrow(
      'there is no detector "scan"',
    );
  });
});

it('finds nothing in an empty store', async () => {
  const empty = await Store.open(':memory:');
  const report = await anomalies(empty);
  empty.close();
  expect(report).toMatchObject({
    records: 0,
    connections: 0,
    findings: [],
    stories: [],
    background: [],
    fromS: null,
  });
});
