import type { Parameters, Store } from '../store/store.ts';
import { plainValue } from '../store/store-values.ts';
import type { Engine, EngineResult, EngineStats } from './engine.ts';

/** The embedded engine: queries run in the store itself. */
export class DuckDbEngine implements Engine {
  readonly name = 'duckdb';
  readonly #store: Store;
  #seconds = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  async run(sql: string, parameters: Parameters): Promise<EngineResult> {
    const started = performance.now();
    const { columns, chunks } = await this.#store.stream(sql, parameters);
    const done = () => {
      this.#seconds = (performance.now() - started) / 1000;
    };
    async function* rows() {
      for await (const chunk of chunks) yield chunk.map((row) => row.map(plainValue));
      done();
    }
    return { columns, rows: rows() };
  }

  stats(): EngineStats {
    return { seconds: this.#seconds };
  }

  cancel(): void {
    this.#store.interrupt();
  }
}
