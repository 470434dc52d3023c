import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';

/** Limits to the records that are judged, by their start. */
export interface TimeWindow {
  /** Unix seconds, included; null: no bound. */
  readonly sinceS: number | null;
  /** Unix seconds, excluded; null: no bound. */
  readonly untilS: number | null;
}

/** The evaluator and what blame puts around it, each step a table that the next ones read. */
const STEPS = [
  'blame/01-contexts',
  'blame/02-local-addresses',
  'blame/03-undirected-ends',
  'blame/04-end-addresses',
  'evaluate/00-address-blocks',
  'blame/05-inferred-directions',
  'blame/06-directed-records',
  'blame/07-refused-keys',
  'blame/08-other-halves',
  'blame/09-addresses',
  'evaluate/00-address-blocks',
  'blame/10-profiles',
  'blame/11-evaluator-keys',
  'evaluate/01-stages',
  'evaluate/02-questions',
  'evaluate/03-answers',
  'evaluate/04-walks',
  'blame/12-judged-keys',
  'blame/13-verdict-decisions',
  'blame/14-verdict-flows',
  'blame/15-merged-epochs',
  'blame/16-forget-steps',
] as const;

/**
 * Judges every refused flow of the window and leaves the result in the view `verdicts`. `onStep` is told of each step
 * and the milliseconds it took.
 */
export async function judge(
  store: Store,
  window: TimeWindow,
  onStep: (step: string, milliseconds: number) => void = () => undefined,
): Promise<void> {
  const [logged] = await store.rows(loadSql('blame/00-what-is-logged'));
  const parameters: Readonly<Record<string, bigint | boolean | null>> = {
    since: window.sinceS === null ? null : BigInt(window.sinceS),
    until: window.untilS === null ? null : BigInt(window.untilS),
    reject_reason_logged: logged?.reject_reason_logged === true,
    accepts_logged: logged?.accepts_logged === true,
  };
  const epochs = Number(logged?.epochs ?? 0);
  for (const step of STEPS) {
    if (step === 'blame/15-merged-epochs' && epochs < 2) continue;
    const sql = loadSql(step);
    const used = Object.entries(parameters).filter(([name]) => sql.includes(`$${name}`));
    const started = performance.now();
    await store.run(sql, Object.fromEntries(used));
    onStep(step, performance.now() - started);
  }
}
