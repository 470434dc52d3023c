import { DETECTOR_FACTS } from './detectors.ts';
import { LEARNT_DAYS } from './severity.ts';
import type { Sighting, Surroundings } from './sighting.ts';

/** A finding just at its thresholds is worth half of one that is far beyond them. */
const AT_THRESHOLD = 0.5;

/** What takes from confidence: long aggregation of what rests on times, a gap in the log, a short history. */
export const CONFIDENCE_FACTORS = {
  coarseAggregation: 0.8,
  logGap: 0.7,
  noHistory: 0.6,
  shortHistory: 0.8,
} as const;

/** Seconds of aggregation from which on times are blurred. */
export const COARSE_AGGREGATION_S = 600;

/**
 * How sure a finding is, 0–1 with two digits, from the amount of evidence alone: how far beyond the thresholds it lies, how
 * clear it is who opened the connections, and what the logs lack. `inGap`: a gap in the log overlaps with it.
 */
export function confidenceOf(sighting: Sighting, around: Surroundings, inGap: boolean): number {
  const { timing, novelty } = DETECTOR_FACTS[sighting.detector];
  const evidence = AT_THRESHOLD + (1 - AT_THRESHOLD) * sighting.evidenceStrength;
  const factors = [
    sighting.orientation,
    timing && around.aggregationS >= COARSE_AGGREGATION_S ? CONFIDENCE_FACTORS.coarseAggregation : 1,
    inGap ? CONFIDENCE_FACTORS.logGap : 1,
    novelty ? historyFactor(around.historyDays) : 1,
  ];
  const confidence = factors.reduce((product, factor) => product * factor, evidence);
  return Math.round(confidence * 100) / 100;
}

function historyFactor(days: number): number {
  if (days >= LEARNT_DAYS) return 1;
  return days === 0 ? CONFIDENCE_FACTORS.noHistory : CONFIDENCE_FACTORS.shortHistory;
}
