import { CONTEXT_FIELDS } from '../model/fields.ts';
import type { Context } from '../parse/context.ts';
import type { Contexts } from '../store/contexts.ts';
import type { ParsedBatch } from './messages.ts';

const ACTION = CONTEXT_FIELDS.findIndex(({ name }) => name === 'action');
const LOG_STATUS = CONTEXT_FIELDS.findIndex(({ name }) => name === 'log-status');

/** What records are counted by: an action, or that AWS logged nothing. A record may be of more than one. */
export const OUTCOMES = [
  { count: 'accepted', field: ACTION, value: 'ACCEPT' },
  { count: 'rejected', field: ACTION, value: 'REJECT' },
  { count: 'nodata', field: LOG_STATUS, value: 'NODATA' },
  { count: 'skipdata', field: LOG_STATUS, value: 'SKIPDATA' },
] as const;

/** The numbers that one worker gives to contexts, and those that the store gives to the same ones. */
export class ContextNumbers {
  readonly #contexts: Contexts;
  #global: number[] = [];
  /** Bit mask of the outcomes of each context. */
  #outcomes: number[] = [];

  constructor(contexts: Contexts) {
    this.#contexts = contexts;
  }

  learn({ from, items }: ParsedBatch['contexts']): void {
    if (from === 0) {
      this.#global = [];
      this.#outcomes = [];
    }
    for (const context of items) {
      this.#global.push(this.#contexts.idOf(context));
      this.#outcomes.push(outcomesOf(context));
    }
  }

  /** The store's numbers of the contexts of rows. */
  globalIds(local: Int32Array): Int32Array {
    const global = this.#global;
    const ids = new Int32Array(local.length);
    for (let row = 0; row < ids.length; row++) ids[row] = global[local[row] as number] as number;
    return ids;
  }

  /** How many of the rows have each of the outcomes. */
  outcomes(local: Int32Array): readonly number[] {
    const masks = this.#outcomes;
    const rows = new Int32Array(1 << OUTCOMES.length);
    for (let row = 0; row < local.length; row++) {
      const mask = masks[local[row] as number] as number;
      rows[mask] = (rows[mask] as number) + 1;
    }
    return OUTCOMES.map((_, i) => rows.reduce((sum, n, mask) => sum + ((mask >> i) & 1) * n, 0));
  }
}

function outcomesOf({ values }: Context): number {
  return OUTCOMES.reduce((mask, { field, value }, i) => mask | (values[field] === value ? 1 << i : 0), 0);
}
