import type { Store } from '../store/store.ts';
import { plainValue } from '../store/store-values.ts';
import type { Baseline, DetectorName, Measure } from './finding.ts';

export type Base = 'info' | 'low' | 'medium' | 'high';

/** What a detector's query says of one thing that it found, before anything is weighed. */
export interface Candidate {
  readonly detector: DetectorName;
  readonly variant: string | null;
  /** `host_no` of hosts; null where many are meant. */
  readonly actorNo: number | null;
  readonly targetNo: number | null;
  readonly port: number | null;
  readonly protocol: number | null;
  /** Unix seconds. */
  readonly firstS: number;
  readonly lastS: number;
  readonly connections: number;
  readonly bytes: number;
  readonly base: Base;
  readonly measures: readonly Measure[];
  /** Answered or accepted; null: not applicable. */
  readonly worked: boolean | null;
  readonly allRefused: boolean;
  /** Inside hosts that contact the target; null: not known, or no single target. */
  readonly hostsWithTarget: number | null;
  /** 0–1, how far beyond the thresholds it lies. */
  readonly evidenceStrength: number;
  readonly decisionIds: readonly number[];
  /** Condition over the view `connection_log` that selects the connections behind it. */
  readonly whereSql: string;
  readonly baselineKind: Baseline['kind'];
  readonly baselineValue: number | null;
  readonly baselineSamples: number;
}

/** A row as {@link Store.rows} gives it. */
export type Row = Awaited<ReturnType<Store['rows']>>[number];

/** The candidate that a detector's row holds. */
export function readCandidate(detector: DetectorName, row: Row): Candidate {
  const value = (column: string) => plainValue(row[column] ?? null);
  const number = (column: string) => numberOf(value(column)) ?? 0;
  const text = (column: string) => (row[column] === null ? null : String(value(column)));
  const worked = value('worked');
  return {
    detector,
    variant: text('variant'),
    actorNo: numberOf(value('actor_no')),
    targetNo: numberOf(value('target_no')),
    port: numberOf(value('port')),
    protocol: numberOf(value('protocol')),
    firstS: number('first_s'),
    lastS: number('last_s'),
    connections: number('connections'),
    bytes: number('bytes'),
    base: text('base') as Base,
    measures: list(value('measures')).map(readMeasure),
    worked: typeof worked === 'boolean' ? worked : null,
    allRefused: value('all_refused') === true,
    hostsWithTarget: numberOf(value('hosts_with_target')),
    evidenceStrength: Math.min(1, Math.max(0, rounded(number('evidence_strength')))),
    decisionIds: list(value('decision_ids')).map(Number),
    whereSql: text('where_sql') ?? '',
    baselineKind: (text('baseline_kind') ?? 'none') as Baseline['kind'],
    baselineValue: roundedOrNull(numberOf(value('baseline_value'))),
    baselineSamples: number('baseline_samples'),
  };
}

function readMeasure(value: unknown): Measure {
  const { name, value: amount, threshold, at_most: atMost } = value as Readonly<Record<string, unknown>>;
  return {
    name: String(name),
    value: rounded(numberOf(amount) ?? 0),
    threshold: roundedOrNull(numberOf(threshold)),
    atMost: atMost === true,
  };
}

/** Sums of doubles differ in their last digits with the order of threads; a reader wants none of those. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
