import type { Data, RecordBatch } from 'apache-arrow';
import type { CodeColumn } from './tuple-ids.ts';

/** The one Data of a column, or null when the batch has no such column or nothing but NULL in it. */
export function columnData(batch: RecordBatch, name: string): Data | null {
  const data = batch.getChild(name)?.data[0];
  return data && data.nullCount < data.length ? data : null;
}

/** Whether row `row` of the column has a value. */
export function isValid(data: Data, row: number): boolean {
  return data.nullCount === 0 || ((data.nullBitmap[row >> 3] as number) & (1 << (row & 7))) !== 0;
}

/** The column's values as codes: indices of a dictionary, or small integers themselves. */
export function codeColumn(data: Data): CodeColumn {
  const values = data.values as Int32Array;
  const complete = data.nullCount === 0;
  const codes = new Int32Array(data.length);
  let largest = data.dictionary?.length ?? 0;
  for (let row = 0; row < codes.length; row++) {
    const code = complete || isValid(data, row) ? (values[row] as number) + 1 : 0;
    codes[row] = code;
    if (code > largest) largest = code;
  }
  return { codes, cardinality: largest + 1 };
}

/** One value as text or number, null for NULL. */
export function valueAt(data: Data, row: number): string | number | null {
  if (!isValid(data, row)) return null;
  const value = (data.values as Int32Array)[row] as number;
  return data.dictionary ? (data.dictionary.get(value) as string) : value;
}
