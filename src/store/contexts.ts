import { type DuckDBAppender, type DuckDBValue, MAP, mapValue, VARCHAR } from '@duckdb/node-api';
import type { Data, RecordBatch } from 'apache-arrow';
import { FLOW_LOG_FIELDS } from '../model/fields.ts';
import { loadSql } from '../sql/load.ts';
import { codeColumn, columnData, valueAt } from './arrow-columns.ts';
import type { Store } from './store.ts';
import { tupleIds } from './tuple-ids.ts';

/** Fields that say what flowed; all others make a record's context. */
const FLOW_FIELDS = new Set([
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'tcp_flags',
]);
const CONTEXT_FIELDS = FLOW_LOG_FIELDS.filter((f) => f.kind !== 'address' && !FLOW_FIELDS.has(f.column));
const EXTRA_TYPE = MAP(VARCHAR, VARCHAR);

type ContextValue = string | number | null;

interface Context {
  /** In the order of CONTEXT_FIELDS. */
  readonly values: readonly ContextValue[];
  readonly extra: readonly (readonly [name: string, value: string])[];
}

/** How many records of a batch have what action and log-status. */
export interface RecordCounts {
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly nodata: number;
  readonly skipdata: number;
}

export interface NumberedBatch {
  /** The context of each row. */
  readonly contextIds: Int32Array;
  readonly counts: RecordCounts;
}

/** The store's contexts: gives every record the number of its context and keeps the table of them. */
export class Contexts {
  readonly #ids = new Map<string, number>();
  /** Met, but not in the table yet. */
  #unwritten: { readonly id: number; readonly key: string; readonly context: Context }[] = [];
  /** Keys of those that a rollback takes away. */
  #uncommitted: string[] = [];

  /** The contexts that the store already has. */
  static async load(store: Store): Promise<Contexts> {
    const contexts = new Contexts();
    for (const row of await store.rows(loadSql('store/contexts'))) {
      const values = CONTEXT_FIELDS.map((field) => row[field.column] as ContextValue);
      contexts.#ids.set(contextKey({ values, extra: extraEntries(row.extra) }), row.context_id as number);
    }
    return contexts;
  }

  /** Numbers the rows of a batch; contexts met for the first time wait for {@link append}. */
  number(batch: RecordBatch): NumberedBatch {
    const fields = CONTEXT_FIELDS.map((field) => columnData(batch, field.column));
    const extra = extraColumns(batch);
    const present = [...fields, ...extra.map(({ data }) => data)].filter((data) => data !== null);
    const { ids, firstRows } = tupleIds(present.map(codeColumn), batch.numRows);

    const contexts = firstRows.map(
      (row): Context => ({
        values: fields.map((data) => data && valueAt(data, row)),
        extra: extra.flatMap(({ name, data }) => {
          const value = valueAt(data, row);
          return value === null ? [] : [[name, String(value)] as const];
        }),
      }),
    );
    const numbers = contexts.map((context) => this.#idOf(context));
    const perTuple = new Int32Array(contexts.length);
    const contextIds = new Int32Array(batch.numRows);
    for (let row = 0; row < contextIds.length; row++) {
      const tuple = ids[row] as number;
      contextIds[row] = numbers[tuple] as number;
      perTuple[tuple] = (perTuple[tuple] as number) + 1;
    }
    return { contextIds, counts: countRecords(contexts, perTuple) };
  }

  /** Writes the new contexts, in the transaction of the records that use them. */
  async append(store: Store): Promise<void> {
    if (this.#unwritten.length === 0) return;
    const appender = await store.connection.createAppender('contexts');
    for (const { id, context } of this.#unwritten) {
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
    this.#unwritten = [];
  }

  /** The transaction held: the new contexts stay. */
  committed(): void {
    this.#uncommitted = [];
  }

  /** The transaction did not hold: the new contexts are forgotten. */
  rolledBack(): void {
    for (const key of this.#uncommitted) this.#ids.delete(key);
    this.#uncommitted = [];
    this.#unwritten = [];
  }

  #idOf(context: Context): number {
    const key = contextKey(context);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    this.#unwritten.push({ id, key, context });
    this.#uncommitted.push(key);
    return id;
  }
}

function contextKey({ values, extra }: Context): string {
  return JSON.stringify([values, extra]);
}

function extraColumns(batch: RecordBatch): readonly { readonly name: string; readonly data: Data }[] {
  const data = batch.getChild('extra')?.data[0];
  const children = (data?.type.children ?? []) as readonly { readonly name: string }[];
  return children.map(({ name }, i) => ({ name, data: (data as Data).children[i] as Data }));
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

const ACTION = CONTEXT_FIELDS.findIndex((field) => field.column === 'action');
const LOG_STATUS = CONTEXT_FIELDS.findIndex((field) => field.column === 'log_status');

function countRecords(contexts: readonly Context[], perContext: Int32Array): RecordCounts {
  const having = (position: number, value: string) =>
    contexts.reduce(
      (sum, { values }, i) => sum + (values[position] === value ? (perContext[i] as number) : 0),
      0,
    );
  return {
    records: perContext.reduce((sum, n) => sum + n, 0),
    accepted: having(ACTION, 'ACCEPT'),
    rejected: having(ACTION, 'REJECT'),
    nodata: having(LOG_STATUS, 'NODATA'),
    skipdata: having(LOG_STATUS, 'SKIPDATA'),
  };
}
