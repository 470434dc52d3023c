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
  /** Those of which no record has been stored yet. */
  readonly #unnumbered = new Map<number, Context>();
  /** The store's numbers, -1 before the first record that is stored. */
  #global: number[] = [];
  /** Bit mask of the outcomes of each context. */
  #outcomes: number[] = [];

  constructor(contexts: Contexts) {
    this.#contexts = contexts;
  }

  learn({ from, items }: ParsedBatch['contexts']): void {
    if (from === 0) {
      this.#unnumbered.clear();
      this.#global = [];
      this.#outcomes = [];
    }
    for (const context of items) {
      this.#unnumbered.set(this.#global.length, context);
      this.#global.push(-1);
      this.#outcomes.push(outcomesOf(context));
    }
  }

  /**
   * Turns the worker's numbers of rows that are to be stored into those of the store. Gives how many of the rows have each
   * of the {@link OUTCOMES}.
   */
  renumber(contextIds: Int32Array): readonly number[] {
    const rowsOfMask = new Int32Array(1 << OUTCOMES.length);
    for (let row = 0; row < contextIds.length; row++) {
      const local = contextIds[row] as number;
      const id = this.#global[local] as number;
      contextIds[row] = id >= 0 ? id : this.#number(local);
      const mask = this.#outcomes[local] as number;
      rowsOfMask[mask] = (rowsOfMask[mask] as number) + 1;
    }
    return OUTCOMES.map((_, i) => rowsOfMask.reduce((sum, rows, mask) => sum + ((mask >> i) & 1) * rows, 0));
  }

  #number(local: number): number {
    const id = this.#contexts.idOf(this.#unnumbered.get(local) as Context);
    this.#unnumbered.delete(local);
    this.#global[local] = id;
    return id;
  }
}

function outcomesOf({ values }: Context): number {
  return OUTCOMES.reduce((mask, { field, value }, i) => mask | (values[field] === value ? 1 << i : 0), 0);
}
