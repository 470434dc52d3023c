import { existsSync } from 'node:fs';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { loadSql } from '../sql/load.ts';
import { type BatchFunction, registerBatchFunction } from './batch-function.ts';
import { DuckDBInstance } from './duckdb.ts';

/** Values for the `$parameters` of a statement; bigint and safe integers are BIGINT, null is NULL. */
export type Parameters = Readonly<Record<string, string | number | bigint | boolean | null>>;

export interface Column {
  readonly name: string;
  /** The type as DuckDB spells it: `BIGINT`, `VARCHAR[]`. */
  readonly type: string;
}

/** A result that arrives in chunks of at most 2048 rows. */
export interface ResultStream {
  readonly columns: readonly Column[];
  readonly chunks: AsyncIterable<readonly (readonly DuckDBValue[])[]>;
}

/** The shape of the tables in `queries/schema.sql`. It changes with every change that older stores do not have. */
const STORE_FORMAT = 3;

export interface StoreOptions {
  /** Refuses every change; the file must exist. */
  readonly readOnly?: boolean;
  /** Refuses to make a new file. */
  readonly mustExist?: boolean;
  /** Most memory that DuckDB keeps before it goes to disk, like `500MB`; by default four fifths of the machine's. */
  readonly memoryLimit?: string;
  /** Threads that run its queries; by default as many as the machine has. One is quickest where all tables are small. */
  readonly threads?: number;
}

/**
 * A DuckDB database that holds flow logs and networks. One store holds one file: a second one on the same file in
 * this process would lose data silently, another process is refused by DuckDB's lock.
 */
export class Store {
  readonly #instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  #batchFunction: BatchFunction | undefined;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.connection = connection;
  }

  /** Opens `path` (`:memory:` for none), creating it and its tables unless `readOnly`. */
  static async open(path: string, options: StoreOptions = {}): Promise<Store> {
    const inMemory = path === ':memory:';
    const readOnly = options.readOnly === true && !inMemory;
    if ((options.readOnly || options.mustExist) && !inMemory && !existsSync(path)) {
      throw new Error(`Cannot open "${path}": no such store; "flowblame ingest" makes one`);
    }
    const instance = await DuckDBInstance.create(path, {
      access_mode: readOnly ? 'READ_ONLY' : 'AUTOMATIC',
      // Extensions would be fetched from the Internet in the middle of a query.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    }).catch((error: unknown) => {
      throw new Error(openingProblem(path, error), { cause: error });
    });
    const store = new Store(instance, await instance.connect());
    try {
      await store.run(loadSql('session'));
      await store.#checkFormat(path);
      if (!readOnly) await store.run(loadSql('schema'));
      return store;
    } catch (error) {
      store.close();
      throw error;
    }
  }

  /** Refuses a database of another shape before anything in it is touched. */
  async #checkFormat(path: string): Promise<void> {
    const [row] = await this.rows(loadSql('store/format'), { format: STORE_FORMAT });
    if (Number(row?.tables) === 0 || Number(row?.this_format) === 1) return;
    const found =
      Number(row?.formats) === 0
        ? 'a DuckDB database that flowblame did not make'
        : 'a store of another version of flowblame: ingest its logs into a new one';
    throw new Error(`Cannot open "${path}": ${found}`);
  }

  /** `flow_log_batch()` of this connection: DuckDB keeps the first function of a name, so there is one for all writers. */
  get batchFunction(): BatchFunction {
    this.#batchFunction ??= registerBatchFunction(this.connection);
    return this.#batchFunction;
  }

  /** Another connection to the same store, to be closed by the caller. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    await connection.run(loadSql('session'));
    return connection;
  }

  /** Runs one or several statements; parameters only with a single one. */
  async run(sql: string, parameters: Parameters = {}): Promise<void> {
    await this.connection.run(sql, { ...parameters });
  }

  /** All rows of a small result as objects; integers stay bigint. */
  async rows(sql: string, parameters: Parameters = {}): Promise<readonly Record<string, DuckDBValue>[]> {
    const reader = await this.connection.runAndReadAll(sql, { ...parameters });
    return reader.getRowObjects();
  }

  /** Starts a query and hands out its rows as they come. */
  async stream(sql: string, parameters: Parameters = {}): Promise<ResultStream> {
    const result = await this.connection.stream(sql, { ...parameters });
    const columns = result
      .deduplicatedColumnNames()
      .map((name, i) => ({ name, type: result.columnType(i).toString() }));
    async function* chunks() {
      for (
        let chunk = await result.fetchChunk();
        chunk && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        yield chunk.getRows();
      }
    }
    return { columns, chunks: chunks() };
  }

  /** Runs `work` in a transaction: all of it is kept, or, when it throws, none. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('BEGIN TRANSACTION');
    try {
      const value = await work();
      await this.run('COMMIT');
      return value;
    } catch (error) {
      await this.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Stops the query that is running; it rejects. */
  interrupt(): void {
    this.connection.interrupt();
  }

  close(): void {
    this.connection.closeSync();
    this.#instance.closeSync();
  }
}

function openingProblem(path: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('Conflicting lock')) return `Cannot open "${path}": another process has it open`;
  if (message.includes('not a valid DuckDB database file'))
    return `Cannot open "${path}": not a DuckDB database`;
  const [line = message] = message.split('\n');
  return `Cannot open "${path}": ${line.replace(/^IO Error: (?:C[a-z ]+ file "[^"]*": )?/, '')}`;
}
