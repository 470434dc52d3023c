import { loadSql } from '../sql/load.ts';
import type { Parameters, Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';

/** Told of each step and the milliseconds it took. */
export type OnStep = (step: string, milliseconds: number) => void;

/** What the sections read, each step a temporary table that later ones read too. */
export const STEPS = [
  'report/01-hours',
  'report/02-interfaces',
  'report/03-edges',
  'report/04-nat-traffic',
  'report/05-addresses',
  'evaluate/00-address-blocks',
  'report/06-hosts',
  'report/07-exposed',
  'report/08-evaluator-keys',
  'evaluate/01-stages',
  'evaluate/02-questions',
  'evaluate/03-answers',
  'report/09-let-in',
  'report/10-spends',
] as const;

/** Runs a statement of `queries/` with those of the parameters that it uses, and tells of it. */
export async function runStep(
  store: Store,
  step: string,
  parameters: Parameters,
  onStep: OnStep,
): Promise<void> {
  const started = performance.now();
  await store.run(loadSql(step), usedIn(loadSql(step), parameters));
  onStep(step, performance.now() - started);
}

/** The rows of a question of `queries/report/`. */
export async function ask(
  store: Store,
  question: string,
  parameters: Parameters = {},
): Promise<readonly RowReader[]> {
  const rows = await store.rows(loadSql(`report/${question}`), parameters);
  return rows.map((row) => new RowReader(row));
}

/** A column of counts, zero where it is NULL. */
export function count(row: RowReader | undefined, column: string): number {
  return row?.numberOrNull(column) ?? 0;
}

function usedIn(sql: string, parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name]) => new RegExp(`\\$${name}\\b`).test(sql)),
  );
}
