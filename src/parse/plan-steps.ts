import { type Field, FLOW_FIELDS } from '../model/fields.ts';
import type { ColumnPlan } from './column-plan.ts';
import { type ColumnArrays, MOST_STEPS, type ReadingSteps, type RecordReader } from './record-reader.ts';

// Kinds of steps, as `assembly/record-reader.ts` numbers them.
const RUN = 0;
const ADDRESS = 1;
const INTEGER = 2;
const COUNT = 3;
const TIME = 4;

const LAST_SECOND = 2_147_483_647;

/** How each flow column is stored. */
export const FLOW_KINDS: readonly ColumnArrays['kind'][] = FLOW_FIELDS.map(({ kind }) =>
  kind === 'address' ? 'address' : kind === 'integer' ? 'integer' : 'long',
);

/** A plan as the reader follows it. */
export interface PlanSteps extends ReadingSteps {
  readonly plan: ColumnPlan;
  /** Bit mask of the flow columns that its lines lack. */
  readonly absent: number;
}

type Step = readonly [kind: number, target: number, largest: number];

/** The plans that a reader knows, each translated once. */
export class KnownPlans {
  readonly #reader: RecordReader;
  readonly #known = new Map<string, PlanSteps>();
  #nextStep = 0;

  constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  /** The steps of a plan, or null when no more fit: then {@link forget} makes room, and all contexts go with them. */
  stepsOf(plan: ColumnPlan): PlanSteps | null {
    const key = `${plan.origin} ${plan.names.join(' ')}`;
    const known = this.#known.get(key);
    if (known) return known;
    const steps = plan.refusal === null ? translate(plan) : [];
    if (this.#nextStep + steps.length > MOST_STEPS) return null;
    for (const [i, step] of steps.entries()) this.#reader.setStep(this.#nextStep + i, step);
    const translated: PlanSteps = {
      plan,
      number: this.#known.size,
      firstStep: this.#nextStep,
      stepCount: steps.length,
      mayHaveTimestamp: plan.origin !== 'header',
      absent: FLOW_FIELDS.reduce((mask, _, i) => (plan.flowColumns.includes(i) ? mask : mask | (1 << i)), 0),
    };
    this.#known.set(key, translated);
    this.#nextStep += steps.length;
    return translated;
  }

  forget(): void {
    this.#known.clear();
    this.#nextStep = 0;
  }
}

/** Neighbouring tokens of the context are one step, for only their bytes matter. */
function translate({ flowColumns }: ColumnPlan): readonly Step[] {
  const steps: Step[] = [];
  let run = 0;
  const endRun = () => {
    if (run > 0) steps.push([RUN, run, 0]);
    run = 0;
  };
  for (const column of flowColumns) {
    const field = FLOW_FIELDS[column];
    if (!field) {
      run++;
      continue;
    }
    endRun();
    steps.push(stepOf(field, column));
  }
  endRun();
  return steps;
}

function stepOf({ kind, max = 0 }: Field, column: number): Step {
  if (kind === 'address') return [ADDRESS, column, 0];
  if (kind === 'integer') return [INTEGER, column, max];
  return kind === 'time' ? [TIME, column, LAST_SECOND] : [COUNT, column, 0];
}
