import { makeConnections } from '../../src/anomalies/connections.ts';
import type { TimeWindow } from '../../src/blame/judge.ts';
import { runStep, STEPS } from '../../src/daily/steps.ts';
import { storeStatus } from '../../src/queries/status.ts';
import type { Store } from '../../src/store/store.ts';

/** The tables that sections read, without the blame and the detectors of a whole report, which take most of its time. */
export async function sectionTables(
  store: Store,
  window: TimeWindow = { sinceS: null, untilS: null },
): Promise<void> {
  await makeConnections(store, window);
  await storeStatus(store, window);
  const [since, until] = [window.sinceS, window.untilS].map((s) => (s === null ? null : BigInt(s)));
  const parameters = {
    since: since ?? null,
    until: until ?? null,
    before_s: null,
    from_s: 0n,
    step_s: 3600n,
  };
  for (const step of STEPS) await runStep(store, step, parameters, () => undefined);
}
