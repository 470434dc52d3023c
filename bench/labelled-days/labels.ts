import type { DetectorName } from '../../src/anomalies/finding.ts';
import type { Difficulty } from './day.ts';

/** Something that happened and ought to be found. */
export interface Incident {
  /** Unique on its day: `port-scan-slow`. */
  readonly id: string;
  readonly detector: DetectorName;
  /** Detectors that may name the same thing as well. */
  readonly alsoNamedBy: readonly DetectorName[];
  /** Address; null: many, or an interface that says nothing. */
  readonly actor: string | null;
  /** Address; null: many. */
  readonly target: string | null;
  readonly port: number | null;
  /** Unix seconds. */
  readonly fromS: number;
  readonly toS: number;
  /** What made it easier or harder to find. */
  readonly knobs: Readonly<Record<string, string | number>>;
}

/** Something harmless that looks like an incident. */
export interface Trap {
  readonly kind: string;
  /** Addresses of the hosts of the VPC that take part. */
  readonly hosts: readonly string[];
}

/** What is true of generated logs: `labels.json`. */
export interface Labels {
  readonly seed: number;
  readonly difficulty: Difficulty;
  /** Unix seconds of the day that is judged; earlier days are history. */
  readonly fromS: number;
  readonly toS: number;
  readonly historyDays: number;
  readonly aggregationS: number;
  readonly incidents: readonly Incident[];
  readonly traps: readonly Trap[];
  /** Regular or random calls that were asked for: where to, and which (`300 0.2`; `300 null` for random ones). */
  readonly calls: readonly { readonly id: string; readonly address: string }[];
  /** Addresses whose owner has said that they scan: the allow-list. */
  readonly allowed: readonly string[];
  /** How the hosts of the VPC are called. */
  readonly names: Readonly<Record<string, string>>;
}
