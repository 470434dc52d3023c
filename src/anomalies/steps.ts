import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';

/** What several detectors read besides the connections, each step a table that later ones may read. */
export const STEPS = [
  'anomalies/steps/acting-hosts',
  'anomalies/steps/outbound-pairs',
  'anomalies/steps/outside-servers',
  'anomalies/steps/first-contacts',
  'anomalies/steps/contact-pairs',
  'anomalies/steps/inbound-scanners',
  'anomalies/steps/inbound-failures',
  'anomalies/steps/peer-groups',
  'anomalies/baselines/usual-arrivals',
] as const;

/**
 * Makes the tables that the detectors' queries share, from the connections, hosts and analysis of the store. `onStep` is told
 * of each step and the milliseconds it took.
 */
export async function makeSteps(
  store: Store,
  onStep: (step: string, milliseconds: number) => void = () => undefined,
): Promise<void> {
  for (const step of STEPS) {
    const started = performance.now();
    await store.run(loadSql(step));
    onStep(step, performance.now() - started);
  }
}
