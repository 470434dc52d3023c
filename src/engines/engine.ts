import type { Column, Parameters } from '../store/store.ts';

/** What a query cost, as far as the engine tells. */
export interface EngineStats {
  readonly seconds: number;
}

/** Rows of a query, as plain values, in portions. */
export interface EngineResult {
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly (readonly unknown[])[]>;
}

/** Runs queries, wherever the records are. */
export interface Engine {
  readonly name: string;
  run(sql: string, parameters: Parameters): Promise<EngineResult>;
  /** Of the last query that was run. */
  stats(): EngineStats;
  /** Stops the query under way. */
  cancel(): void;
}
