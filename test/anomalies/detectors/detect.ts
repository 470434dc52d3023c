import { DuckDBListValue } from '@duckdb/node-api';
import { type Candidate, readCandidate } from '../../../src/anomalies/candidate.ts';
import type { DetectorName } from '../../../src/anomalies/finding.ts';
import { STEPS } from '../../../src/anomalies/steps.ts';
import { detectorParameters, detectorQuery, parseThresholds } from '../../../src/anomalies/thresholds.ts';
import { loadSql } from '../../../src/sql/load.ts';
import type { Store } from '../../../src/store/store.ts';
import { connectionStore, fillConnections, type Rows } from '../connection-rows.ts';

/** To open one takes longer than to detect, so all cases of a process have it one after the other; it ends with the process. */
let shared: Store | undefined;

/** What a detector finds in connections, with the thresholds given in the place of its own. */
export async function detect(
  detector: DetectorName,
  rows: Rows,
  thresholds: Readonly<Record<string, unknown>> = {},
): Promise<readonly Candidate[]> {
  shared ??= await connectionStore();
  const store = shared;
  await fillConnections(store, rows);
  for (const step of stepsFor(detector)) await store.run(loadSql(step));
  const parameters = detectorParameters(detector, parseThresholds({ [detector]: thresholds }));
  const found = await store.rows(loadSql(detectorQuery(detector)), parameters);
  const candidates = found.map((row) => readCandidate(detector, row));
  await requireEvidence(store, candidates.slice(0, 5));
  return candidates;
}

/** The steps whose tables a detector reads, or a step that it needs; the others would leave what nobody looks at. */
function stepsFor(detector: DetectorName): readonly string[] {
  const needed: string[] = [];
  let readers = loadSql(detectorQuery(detector));
  for (const step of STEPS.toReversed()) {
    const table = step.slice(step.lastIndexOf('/') + 1).replaceAll('-', '_');
    if (!readers.includes(table)) continue;
    needed.unshift(step);
    readers += loadSql(step);
  }
  return needed;
}

/** Each condition must be one that the view understands, and select something. */
async function requireEvidence(store: Store, candidates: readonly Candidate[]): Promise<void> {
  const conditions = candidates.map(({ whereSql }) => whereSql);
  if (conditions.length === 0) return;
  const counts = conditions.map((condition) => `count(*) FILTER (${condition})`);
  const [row] = await store.rows(`SELECT [${counts.join(', ')}] AS counts FROM connection_log`);
  const selected = row?.['counts'];
  if (!(selected instanceof DuckDBListValue)) throw new Error('nothing was counted');
  const empty = conditions.find((_, i) => Number(selected.items[i]) === 0);
  if (empty !== undefined) throw new Error(`nothing is selected by ${empty}`);
}

/** The value of a measure, by its name; null when the candidate does not have it. */
export function measured(candidate: Candidate | undefined, name: string): number | null {
  return candidate?.measures.find((measure) => measure.name === name)?.value ?? null;
}
