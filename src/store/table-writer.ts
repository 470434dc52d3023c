import { type DuckDBValue, listValue } from '@duckdb/node-api';
import { loadSql } from '../sql/load.ts';
import type { Store } from './store.ts';

/** What a cell may be; a list is a list of texts. */
export type Cell = string | number | bigint | boolean | null | readonly string[];

/** Appends rows to a table. A row's members are the table's columns in camelCase. */
export async function appendRows(store: Store, table: string, rows: readonly object[]): Promise<void> {
  const columns = await store.rows(loadSql('store/table-columns'), { table });
  const members = columns.map(({ column_name }) => camelCase(String(column_name)));
  const appender = await store.connection.createAppender(table);
  const types = members.map((_, i) => appender.columnType(i));
  for (const row of rows) {
    for (const [i, member] of members.entries()) {
      const cell = (row as Readonly<Record<string, Cell | undefined>>)[member];
      if (cell === undefined) throw new TypeError(`a row for ${table} has no ${member}`);
      appender.appendValue(cellValue(cell, types[i]?.toString()), types[i]);
    }
    appender.endRow();
  }
  appender.closeSync();
}

function cellValue(cell: Cell, type: string | undefined): DuckDBValue {
  if (typeof cell === 'number' && type === 'BIGINT') return BigInt(cell);
  return Array.isArray(cell) ? listValue(cell as readonly string[]) : (cell as DuckDBValue);
}

function camelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
