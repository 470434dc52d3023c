import { SeededRandom } from '../../seeded-random.ts';
import { CONTROL_INCIDENTS } from './control.ts';
import type { IncidentTraffic } from './incident.ts';
import { LOGIN_INCIDENTS } from './logins.ts';
import { REFUSAL_INCIDENTS } from './refusals.ts';
import { SCAN_INCIDENTS } from './scans.ts';
import { VOLUME_INCIDENTS } from './volumes.ts';

/** Every incident that can be played. */
export const INCIDENTS: readonly IncidentTraffic[] = [
  ...SCAN_INCIDENTS,
  ...LOGIN_INCIDENTS,
  ...CONTROL_INCIDENTS,
  ...VOLUME_INCIDENTS,
  ...REFUSAL_INCIDENTS,
];

/** One incident for each detector and then others, `count` in all, drawn by the seed. */
export function drawIncidents(seed: number, count: number): readonly string[] {
  const random = new SeededRandom(seed * 31 + 5);
  const left = [...INCIDENTS];
  const drawn: string[] = [];
  const draw = (among: readonly IncidentTraffic[]) => {
    const incident = random.pick(among);
    left.splice(left.indexOf(incident), 1);
    drawn.push(incident.id);
  };
  for (const detector of new Set(INCIDENTS.map((incident) => incident.detector))) {
    if (drawn.length < count) draw(left.filter((incident) => incident.detector === detector));
  }
  while (drawn.length < count && left.length > 0) draw(left);
  return drawn;
}
