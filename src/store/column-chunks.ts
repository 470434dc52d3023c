import type { Parameters, Store } from './store.ts';

/** One column of a chunk of rows: INTEGER as number, BIGINT as bigint. */
export interface ColumnChunk {
  getItem(row: number): unknown;
}

/** A chunk of at most 2048 rows, by column. */
export interface ColumnChunks {
  readonly rows: number;
  readonly columns: readonly ColumnChunk[];
}

/** Runs a query and hands out its columns chunk by chunk, several times faster than rows of values. */
export async function* streamColumns(
  store: Store,
  sql: string,
  parameters: Parameters = {},
): AsyncGenerator<ColumnChunks, void, undefined> {
  const result = await store.connection.stream(sql, { ...parameters });
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const vectors = chunk;
    yield {
      rows: vectors.rowCount,
      columns: Array.from({ length: vectors.columnCount }, (_, i) => vectors.getColumnVector(i)),
    };
  }
}
