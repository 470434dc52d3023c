import type { DuckDBConnection } from '@duckdb/node-api';
import type { FlowColumn } from '../parse/record-columns.ts';
import { loadSql } from '../sql/load.ts';
import type { BatchFunction } from './batch-function.ts';
import { batchColumns } from './batch-columns.ts';
import type { Contexts } from './contexts.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerRow, UnparsedRow } from './ledger-row.ts';
import { appendRows } from './table-writer.ts';

/** Rows to be stored, with the object and the context of each; those of object 0 are left out. */
export interface RowsToStore {
  readonly objectIds: Int32Array;
  readonly contextIds: Int32Array;
  readonly columns: readonly FlowColumn[];
}

/** One writer of several: a connection, and one transaction at a time on it. Calls must await one another. */
export class WriterLane {
  readonly #ledger: Ledger;
  readonly #contexts: Contexts;
  readonly #batchFunction: BatchFunction;
  readonly #connection: DuckDBConnection;
  readonly #number: number;
  #isOpen = false;
  #kept: LedgerRow[] = [];

  constructor(
    ledger: Ledger,
    contexts: Contexts,
    batchFunction: BatchFunction,
    connection: DuckDBConnection,
    number: number,
  ) {
    this.#ledger = ledger;
    this.#contexts = contexts;
    this.#batchFunction = batchFunction;
    this.#connection = connection;
    this.#number = number;
  }

  /** Removes what the store has of an object under this name. */
  async replace(name: string): Promise<void> {
    if (!this.#ledger.hasName(name)) return;
    await this.#begin();
    for (const table of ['records', 'unparsed-lines', 'left-out', 'object']) {
      await this.#connection.run(loadSql(`store/forget-${table}`), { name });
    }
  }

  /** Appends rows; DuckDB copies them while the caller goes on. */
  async append({ objectIds, contextIds, columns }: RowsToStore): Promise<void> {
    await this.#begin();
    this.#batchFunction.offer(this.#number, batchColumns(objectIds, contextIds, columns), objectIds.length);
    await written(this.#connection.run(loadSql('store/append-records'), { lane: this.#number }));
  }

  async appendUnparsedLines(lines: readonly UnparsedRow[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#begin();
    // Never beside a running INSERT: the appender would wait for its lock, and the INSERT for this thread.
    await written(appendRows(this.#connection, 'unparsed_lines', lines));
  }

  /** Enters an object into the ledger, with the next commit. */
  keep(row: LedgerRow): void {
    this.#kept.push(row);
    this.#ledger.enter(row);
  }

  /** Makes everything permanent since the last commit. */
  async commit(): Promise<void> {
    if (!this.#isOpen && this.#kept.length === 0) return;
    await this.#begin();
    const notCompared = { duplicates: null };
    const rows = this.#kept.map((row) => ({ ...row, ...notCompared }));
    await written(appendRows(this.#connection, 'objects', rows));
    // Their records must never be there without them.
    await written(this.#contexts.write());
    await written(this.#connection.run('COMMIT'));
    this.#isOpen = false;
    this.#kept = [];
  }

  /** Leaves the store as it was at the last commit. */
  async rollback(): Promise<void> {
    this.#kept = [];
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#connection.run('ROLLBACK');
  }

  close(): void {
    this.#connection.closeSync();
  }

  async #begin(): Promise<void> {
    if (this.#isOpen) return;
    await this.#connection.run('BEGIN TRANSACTION');
    this.#isOpen = true;
  }
}

/** Says of a failure what the user can do something about, without the layers of DuckDB that it came through. */
async function written(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const reason = line.replace(/^(?:\w+ Error: |Failed to commit: )+/, '');
    throw new Error(`Cannot write the store: ${reason}`, { cause: error });
  }
}
