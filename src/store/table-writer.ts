import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { loadSql } from '../sql/load.ts';
import { listValue, timestampValue } from './duckdb.ts';

/** What a cell may be; a list is a list of texts. */
export type Cell = string | number | bigint | boolean | Date | null | readonly string[];

/** Appends rows to a table. A row's members are the table's columns in camelCase. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const members = await membersOf(connection, table);
  const appender = await connection.createAppender(table);
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

/** Known of each connection: while one is open no table that is appended to takes another shape, and to look takes longer than to append. */
const MEMBERS = new WeakMap<DuckDBConnection, Map<string, readonly string[]>>();

/** The columns of a table in their order, as rows name them. */
async function membersOf(connection: DuckDBConnection, table: string): Promise<readonly string[]> {
  const known = MEMBERS.get(connection) ?? new Map<string, readonly string[]>();
  MEMBERS.set(connection, known);
  const members = known.get(table) ?? (await columnsOf(connection, table)).map(camelCase);
  known.set(table, members);
  return members;
}

async function columnsOf(connection: DuckDBConnection, table: string): Promise<readonly string[]> {
  const columns = await connection.runAndReadAll(loadSql('store/table-columns'), { table });
  return columns.getColumns().flatMap((names) => names.map(String));
}

function cellValue(cell: Cell, type: string | undefined): DuckDBValue {
  if (typeof cell === 'number' && type === 'BIGINT') return BigInt(cell);
  if (cell instanceof Date) return timestampValue(BigInt(cell.getTime()) * 1000n);
  return Array.isArray(cell) ? listValue(cell as readonly string[]) : (cell as DuckDBValue);
}

function camelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
