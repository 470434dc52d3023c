import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CAN_FIND_ANOMALIES } from '../../bench/anomalies/find-anomalies.ts';
import { scoreDay } from '../../bench/anomalies/match.ts';
import { measureDay } from '../../bench/anomalies/measure-day.ts';
import { alarms, trapDay } from '../../bench/anomalies/negatives.ts';
import { DEFAULT_DAYS } from '../../bench/labelled-days/generate-days.ts';
import { drawIncidents } from '../../bench/labelled-days/incidents/incidents.ts';
import { TRAPS } from '../../bench/labelled-days/traps/traps.ts';
import { IS_THOROUGH } from '../thorough.ts';

type TrapsOfDay = readonly [kinds: readonly string[], trapLoad: number];

/** Traps that share a day, and how much of each; thorough runs take all of them in full, each on a day of its own. */
const SOME_TRAPS: readonly TrapsOfDay[] = [
  [['nat-gateway', 'keep-alive', 'internet-weather'], 0.3],
  [['load-balancer', 'monitoring'], 0.05],
];
const ALL_TRAPS = TRAPS.map(({ kind }): TrapsOfDay => [[kind], 1]);

/** Incidents that cost few records. */
const SOME_INCIDENTS = [
  'port-scan-fast',
  'sweep-outside',
  'open-door-used',
  'brute-force-outbound',
  'beacon',
  'long-tunnel',
  'exfiltration',
  'foreign-resolver',
  'spam',
  'icmp-tunnel',
  'blocked-call-out',
];
const LEAST_RECALL = 0.9;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowblame-negatives-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!CAN_FIND_ANOMALIES)('the anomaly report', () => {
  test.each(IS_THOROUGH ? ALL_TRAPS : SOME_TRAPS)(
    'raises no alarm on a day of %s',
    async (kinds, trapLoad) => {
      const load = IS_THOROUGH ? 0.05 : 0.01;
      expect(await alarms(trapDay(kinds, { seed: 11, folder, trapLoad, load }))).toEqual([]);
    },
    120_000,
  );

  test('finds what happened on a day, and little else', async () => {
    const size = IS_THOROUGH ? { load: 0.2, trapLoad: 0.2 } : { load: 0.02, trapLoad: 0.05, traps: [] };
    const incidents = IS_THOROUGH ? drawIncidents(12, 20) : SOME_INCIDENTS;
    const { day, report } = await measureDay({ ...DEFAULT_DAYS, ...size, seed: 12, folder, incidents });
    const { found, missed, findings } = scoreDay(report, day.labels);
    const recall = found.length / incidents.length;
    expect(recall, `missed ${missed.map(({ id }) => id).join(', ')}`).toBeGreaterThanOrEqual(LEAST_RECALL);
    const wrong = findings.filter(({ truth }) => truth === 'false').map(({ finding }) => finding.detector);
    expect(wrong.length, wrong.join(', ')).toBeLessThanOrEqual(2);
  }, 240_000);
});
