import { onTestFinished } from 'vitest';
import { type Candidate, readCandidate } from '../../../src/anomalies/candidate.ts';
import type { DetectorName } from '../../../src/anomalies/finding.ts';
import { makeSteps } from '../../../src/anomalies/steps.ts';
import { detectorParameters, detectorQuery, parseThresholds } from '../../../src/anomalies/thresholds.ts';
import { loadSql } from '../../../src/sql/load.ts';
import { connectionStore, type Rows } from '../connection-rows.ts';

/** What a detector finds in connections, with the thresholds given in the place of its own. */
export async function detect(
  detector: DetectorName,
  rows: Rows,
  thresholds: Readonly<Record<string, unknown>> = {},
): Promise<readonly Candidate[]> {
  const store = await connectionStore(rows);
  onTestFinished(() => store.close());
  await makeSteps(store);
  const parameters = detectorParameters(detector, parseThresholds({ [detector]: thresholds }));
  const found = await store.rows(loadSql(detectorQuery(detector)), parameters);
  const candidates = found.map((row) => readCandidate(detector, row));
  for (const { whereSql } of candidates.slice(0, 5)) {
    // The condition must be one that the view understands, and that selects something.
    const [row] = await store.rows(`SELECT count(*) AS connections FROM connection_log WHERE ${whereSql}`);
    if (Number(row?.connections) === 0) throw new Error(`nothing is selected by ${whereSql}`);
  }
  return candidates;
}

/** The value of a measure, by its name; null when the candidate does not have it. */
export function measured(candidate: Candidate | undefined, name: string): number | null {
  return candidate?.measures.find((measure) => measure.name === name)?.value ?? null;
}
