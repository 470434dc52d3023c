import { judge, type TimeWindow } from '../blame/judge.ts';
import { coverage } from '../queries/coverage.ts';
import { storeStatus } from '../queries/status.ts';
import { loadSql } from '../sql/load.ts';
import type { Parameters, Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import { type Candidate, readCandidate } from './candidate.ts';
import { makeConnections } from './connections.ts';
import { type AnomalyReport, DETECTORS, type DetectorName } from './finding.ts';
import { listedBlocks } from './listed-blocks.ts';
import { reportFindings, type ReportOptions } from './report-findings.ts';
import { makeSteps } from './steps.ts';
import { detectorParameters, detectorQuery, parseThresholds, type Thresholds } from './thresholds.ts';

/** What is looked for, and how it is shown. */
export interface AnomalyOptions extends Omit<ReportOptions, 'scannedPorts'> {
  /** Records that start in this time are looked at; earlier ones in the store are history. Default: all records. */
  readonly window?: TimeWindow;
  /** Only these detectors; default: all. */
  readonly detectors?: readonly DetectorName[];
  /** Thresholds as a JSON file has them, `{"port-scan": {"failed_ports": 20}}`. */
  readonly thresholds?: unknown;
  /** Told of each step and the milliseconds it took. */
  readonly onStep?: (step: string, milliseconds: number) => void;
}

const ALL_TIME: TimeWindow = { sinceS: null, untilS: null };

/** Ports that are named of an interface that the Internet scans. */
const SCANNED_PORTS = 5n;

/**
 * Looks for what is unusual in the flow logs of a store: blame judges the refusals, records become connections, each
 * detector's query names candidates, and these are weighed, told as stories and ranked. Tables of connections, hosts and
 * verdicts stay in the store, those of an earlier run are replaced. The same logs give the same report.
 *
 * @throws Error for thresholds that no detector has, before anything is done
 */
export async function anomalies(store: Store, options: AnomalyOptions = {}): Promise<AnomalyReport> {
  const { window = ALL_TIME, detectors = DETECTORS, onStep = () => undefined } = options;
  const thresholds = parseThresholds(options.thresholds ?? {});
  const { rejected } = await coverage(store);
  if (rejected > 0) await judge(store, window, onStep);
  await makeConnections(store, window, onStep);
  await makeSteps(store, onStep);
  // The detector of gaps reads the tables that status leaves.
  if (detectors.includes('log-gap')) await storeStatus(store, { ...window, limit: 1 }, onStep);
  const shared = { blocks: listedBlocks(options.list ?? []) };
  const candidates: Candidate[] = [];
  for (const detector of DETECTORS.filter((name) => detectors.includes(name))) {
    const started = performance.now();
    candidates.push(...(await detect(store, detector, thresholds, shared)));
    onStep(detectorQuery(detector), performance.now() - started);
  }
  const started = performance.now();
  const scannedPorts = detectors.includes('inbound-scan') ? await loadScannedPorts(store) : new Map();
  const report = await reportFindings(store, candidates, { ...options, scannedPorts });
  onStep('anomalies/findings', performance.now() - started);
  return report;
}

async function detect(
  store: Store,
  detector: DetectorName,
  thresholds: Thresholds,
  shared: Parameters,
): Promise<readonly Candidate[]> {
  const parameters = detectorParameters(detector, thresholds, shared);
  const rows = await store.rows(loadSql(detectorQuery(detector)), parameters);
  return rows.map((row) => readCandidate(detector, row));
}

/** By `host_no` of the scanned, the port that most sources tried first. */
async function loadScannedPorts(store: Store): Promise<ReadonlyMap<number, readonly number[]>> {
  const rows = await store.rows(loadSql('anomalies/detectors/inbound-scan-ports'), { ports: SCANNED_PORTS });
  const found = new Map<number, number[]>();
  for (const row of rows.map((cells) => new RowReader(cells))) {
    const [target, port] = [row.numberOrNull('target_no'), row.numberOrNull('port')];
    if (target !== null && port !== null) found.set(target, [...(found.get(target) ?? []), port]);
  }
  return found;
}
