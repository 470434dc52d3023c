import { expect, onTestFinished, test } from 'vitest';
import { readCandidate } from '../../../src/anomalies/candidate.ts';
import type { DetectorName } from '../../../src/anomalies/finding.ts';
import { makeSteps } from '../../../src/anomalies/steps.ts';
import { detectorParameters, detectorQuery } from '../../../src/anomalies/thresholds.ts';
import { loadSql } from '../../../src/sql/load.ts';
import { type ConnectionRow, connectionStore, DAY_START_S } from '../connection-rows.ts';
import { answer, refusal, upTo } from './contacts.ts';

const STRANGER = '203.0.113.9';

function scan(client: string, server: string, ports = 20): readonly ConnectionRow[] {
  return upTo(ports).map((n) => refusal(client, server, 1000 + n, n));
}

function guesses(client: string, server: string, count = 40): readonly ConnectionRow[] {
  return upTo(count).map((n) =>
    answer(client, server, 22, 9000 + n * 10, { bytes_up: 2000, end_s: DAY_START_S + 9002 + n * 10 }),
  );
}

/** Everything on one day, and between the same hosts what is ordinary. */
const CONNECTIONS: readonly ConnectionRow[] = [
  ...scan('10.0.1.1', '10.0.2.1'),
  ...upTo(5).flatMap((n) => scan('10.0.1.2', `10.0.2.${n + 1}`)),
  ...upTo(25).map((n) => refusal('10.0.1.3', `10.0.3.${n + 1}`, 445, n)),
  ...upTo(25).map((n) => refusal('10.0.1.4', `198.51.100.${n + 1}`, 445, n)),
  ...scan(STRANGER, '10.0.2.9', 6),
  answer(STRANGER, '10.0.2.9', 9200, 500),
  ...guesses('203.0.113.20', '10.0.2.8'),
  answer('203.0.113.20', '10.0.2.8', 22, 20_000, { bytes_down: 90_000, end_s: DAY_START_S + 21_000 }),
  ...upTo(4).flatMap((n) => guesses(`203.0.113.${30 + n}`, '10.0.2.7')),
  ...upTo(12).flatMap((n) => guesses('10.0.1.5', `10.0.4.${n + 1}`, 4)),
  ...upTo(3).map((n) => answer('10.0.9.1', '10.0.9.2', 3389, 7000 + n)),
  ...upTo(3).map((n) => answer('10.0.1.6', '203.0.113.50', 6667, 7000 + n)),
  ...upTo(6).map((n) => answer('10.0.1.7', '203.0.113.51', 20_000 + n, 7000 + n)),
  ...['10.0.1.1', '10.0.1.2', '10.0.1.5', '10.0.1.6', '10.0.1.7', '10.0.9.1'].flatMap((client) =>
    ['10.0.2.1', '10.0.4.1', '10.0.9.2', '203.0.113.50', '203.0.113.51'].map((server) =>
      answer(client, server, 443, 50),
    ),
  ),
];

const EXPECTED: Readonly<Partial<Record<DetectorName, readonly string[]>>> = {
  'port-scan': ['network-scan 100', 'vertical 20'],
  sweep: ['inside 25', 'outside 25'],
  'inbound-scan': ['null 6'],
  'open-door': ['answered 1'],
  'brute-force': ['inbound 160', 'password-spray 48', 'possible-success 41'],
  'admin-edge': ['rare 3'],
  'rare-port': ['many-ports 6', 'odd-port 3'],
};

test('the condition of a finding selects the connections that it counts, and no others', async () => {
  const store = await connectionStore({ connections: CONNECTIONS });
  onTestFinished(() => store.close());
  await makeSteps(store);
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const detector = name as DetectorName;
    const rows = await store.rows(loadSql(detectorQuery(detector)), detectorParameters(detector, new Map()));
    const candidates = rows.map((row) => readCandidate(detector, row));
    const counts = candidates.map(({ variant, connections }) => `${variant} ${connections}`);
    expect([detector, ...counts.toSorted()]).toEqual([detector, ...expected]);
    for (const { variant, whereSql, connections, bytes } of candidates) {
      const [selected] = await store.rows(
        `SELECT count(*) AS connections, sum(bytes_up + bytes_down) AS bytes FROM connection_log WHERE ${whereSql}`,
      );
      const found = [Number(selected?.connections), Number(selected?.bytes)];
      expect([detector, variant, ...found]).toEqual([detector, variant, connections, bytes]);
    }
  }
});
