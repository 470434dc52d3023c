import { expect, it } from 'vitest';
import { confidenceOf } from '../../src/anomalies/confidence.ts';
import type { DetectorName } from '../../src/anomalies/finding.ts';
import type { Sighting, Surroundings } from '../../src/anomalies/sighting.ts';
import { sighting } from './candidates.ts';

const AROUND: Surroundings = { aggregationS: 60, historyDays: 0, day: 20_514, insideHosts: 40 };

it.each<readonly [string, DetectorName, Partial<Sighting>, Partial<Surroundings>, boolean, number]>([
  ['all the evidence', 'port-scan', {}, {}, false, 1],
  ['just the thresholds', 'port-scan', { evidenceStrength: 0 }, {}, false, 0.5],
  ['half of it', 'port-scan', { evidenceStrength: 0.5 }, {}, false, 0.75],
  ['unclear directions', 'port-scan', { orientation: 0.8 }, {}, false, 0.8],
  ['a gap', 'port-scan', {}, {}, true, 0.7],
  ['coarse times', 'beacon', {}, { aggregationS: 600 }, false, 0.8],
  ['coarse times of what needs none', 'port-scan', {}, { aggregationS: 600 }, false, 1],
  ['novelty without history', 'admin-edge', {}, {}, false, 0.6],
  ['novelty of a day', 'admin-edge', {}, { historyDays: 1 }, false, 0.8],
  ['novelty of six days', 'rare-port', {}, { historyDays: 6 }, false, 0.8],
  ['novelty of a week', 'rare-port', {}, { historyDays: 7 }, false, 1],
  [
    'everything at once',
    'beacon',
    { evidenceStrength: 0, orientation: 0.9 },
    { aggregationS: 600 },
    true,
    0.25,
  ],
])('confidence with %s', (_, detector, given, around, inGap, confidence) => {
  expect(confidenceOf(sighting(detector, given), { ...AROUND, ...around }, inGap)).toBe(confidence);
});
