import type { AnomalyReport } from '../../anomalies/finding.ts';
import type { BrokenPairs } from '../../connectivity/broken-pair.ts';
import type { Completeness } from './completeness.ts';
import type { Costs } from './costs.ts';
import type { Exposure } from './exposure.ts';
import type { Lack, SectionName } from './lack.ts';
import type { News } from './news.ts';
import type { Refused } from './refused.ts';
import type { Traffic } from './traffic.ts';

/**
 * A day of flow logs, as data. A section that cannot be told is null, and {@link notTold} says why. Times are Unix seconds,
 * protocols IANA numbers, amounts bytes.
 */
export interface DailyReport {
  readonly window: DailyWindow;
  /** Numbers of the window. */
  readonly headline: Headline;
  /** The same of the day before; null unless the window is a day and the store holds the one before as a whole. */
  readonly dayBefore: Headline | null;
  readonly completeness: Completeness;
  readonly refused: Refused | null;
  /** Pairs that are let through one way only: at most five of each cause. */
  readonly oneWay: BrokenPairs | null;
  readonly traffic: Traffic | null;
  readonly news: News | null;
  readonly exposure: Exposure | null;
  readonly costs: Costs | null;
  readonly anomalies: AnomalyReport;
  /** Rules that nothing uses. */
  readonly unusedRules: null;
  readonly notTold: Readonly<Partial<Record<SectionName, Lack>>>;
}

/** The time that is reported on: records that start in it. */
export interface DailyWindow {
  /** Unix seconds, included; null: from the first record on. */
  readonly sinceS: number | null;
  /** Unix seconds, excluded; null: to the last record. */
  readonly untilS: number | null;
  /** First start and last end of the records in it; null without records. */
  readonly firstStartS: number | null;
  readonly lastEndS: number | null;
  /** Who chose it: the user, or the report, as nothing was asked for. */
  readonly chosen: 'asked' | 'last-whole-day' | 'whole-store';
}

/** Numbers of a time, straight from the records: what two interfaces logged counts at both. */
export interface Headline {
  readonly records: number;
  readonly accepted: number;
  readonly refused: number;
  readonly nodata: number;
  readonly skipdata: number;
  /** That logged anything. */
  readonly interfaces: number;
  /** Of accepted records; null when bytes are not logged. */
  readonly acceptedBytes: number | null;
  readonly refusedPackets: number | null;
}
