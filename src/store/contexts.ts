import type { DuckDBAppender, DuckDBValue } from '@duckdb/node-api';
import { CONTEXT_FIELDS } from '../model/fields.ts';
import type { Context } from '../parse/context.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from './store.ts';
import { MAP, mapValue, VARCHAR } from './duckdb.ts';

const EXTRA_TYPE = MAP(VARCHAR, VARCHAR);

/** The store's contexts: gives every context its number and keeps the table of them. */
export class Contexts {
  readonly #store: Store;
  readonly #ids = new Map<string, number>();
  /** Met, but not in the table yet. */
  #unwritten: { readonly id: number; readonly context: Context }[] = [];
  #writing: Promise<void> = Promise.resolve();

  private constructor(store: Store) {
    this.#store = store;
  }

  /** The contexts that the store already has. */
  static async load(store: Store): Promise<Contexts> {
    const contexts = new Contexts(store);
    for (const row of await store.rows(loadSql('store/contexts'))) {
      const values = CONTEXT_FIELDS.map((field) => row[field.column] as string | number | null);
      contexts.#ids.set(contextKey({ values, extra: extraEntries(row.extra) }), row.context_id as number);
    }
    return contexts;
  }

  /** The number of a context. One that is met for the first time waits for {@link write}. */
  idOf(context: Context): number {
    const key = contextKey(context);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    this.#unwritten.push({ id, context });
    return id;
  }

  /**
   * Makes all contexts met so far permanent, before the records that use them: those of several transactions may share
   * one. A context that no record uses in the end does no harm.
   */
  async write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeNew());
    await this.#writing;
  }

  async #writeNew(): Promise<void> {
    if (this.#unwritten.length === 0) return;
    const contexts = this.#unwritten;
    this.#unwritten = [];
    const appender = await this.#store.connection.createAppender('contexts');
    for (const { id, context } of contexts) {
      appender.appendInteger(id);
      for (const value of context.values) {
        if (value === null) appender.appendNull();
        else if (typeof value === 'number') appender.appendInteger(value);
        else appender.appendVarchar(value);
      }
      appendExtra(appender, context);
      appender.endRow();
    }
    appender.closeSync();
  }
}

function contextKey({ values, extra }: Context): string {
  return JSON.stringify([values, extra]);
}

function extraEntries(value: DuckDBValue | undefined): readonly (readonly [string, string])[] {
  if (value === null || value === undefined) return [];
  const { entries } = value as { readonly entries: readonly { key: string; value: string }[] };
  return entries.map((entry) => [entry.key, entry.value] as const);
}

function appendExtra(appender: DuckDBAppender, { extra }: Context): void {
  if (extra.length === 0) appender.appendNull();
  else appender.appendMap(mapValue(extra.map(([key, value]) => ({ key, value }))), EXTRA_TYPE);
}
