import type { Listed } from '../queries/status.ts';
import type { RowReader } from '../store/store-values.ts';
import { count } from './steps.ts';

/** Rows of a question that counts in each how many there are in all. */
export function listedOf<T>(rows: readonly RowReader[], read: (row: RowReader) => T): Listed<T> {
  return { total: count(rows[0], 'total'), listed: rows.map(read) };
}
