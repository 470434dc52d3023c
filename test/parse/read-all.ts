import type { RecordBatch } from 'apache-arrow';
import type { UnparsedLine } from '../../src/parse/unparsed-line.ts';
import { type ReadOptions, type ReadProgress, readFlowLogs } from '../../src/read-flow-logs.ts';
import type { Source } from '../../src/sources/source.ts';
import { memorySource } from '../sources/memory-source.ts';

export type Row = Record<string, unknown>;

/** Everything that reading a log gives. NULLs are left out of the rows. */
export interface Reading {
  readonly rows: readonly Row[];
  readonly unparsed: readonly UnparsedLine[];
  readonly batches: readonly RecordBatch[];
  readonly progress: ReadProgress;
}

export async function readAll(
  content: Source | Uint8Array | string,
  options: ReadOptions = {},
): Promise<Reading> {
  const unparsed: UnparsedLine[] = [];
  const source = typeof content === 'object' && 'open' in content ? content : memorySource(content);
  const reader = readFlowLogs(source, { ...options, onUnparsedLine: (line) => unparsed.push(line) });
  const batches: RecordBatch[] = [];
  for await (const batch of reader) batches.push(batch);
  return { rows: batches.flatMap(rowsOf), unparsed, batches, progress: reader.progress };
}

/** The rows of a batch, by column name, through Arrow's own accessors. */
export function rowsOf(batch: RecordBatch): Row[] {
  const rows: Row[] = Array.from({ length: batch.numRows }, () => ({}));
  for (const [i, field] of batch.schema.fields.entries()) {
    const column = batch.getChildAt(i);
    for (const [r, row] of rows.entries()) {
      const value: unknown = column?.get(r);
      if (field.name === 'extra') Object.assign(row, extraOf(value));
      else if (value !== null) row[field.name] = value;
    }
  }
  return rows;
}

function extraOf(struct: unknown): Row {
  const entries = Object.entries((struct as { toJSON(): Row }).toJSON()).filter(
    ([, value]) => value !== null,
  );
  return entries.length > 0 ? { extra: Object.fromEntries(entries) } : {};
}
