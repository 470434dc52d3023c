import type { Context } from './context.ts';
import type { ColumnArrays, RecordReader } from './record-reader.ts';

/** One flow column of a batch, laid out as Arrow has it. */
export interface FlowColumn extends ColumnArrays {
  /** How many rows are NULL. */
  readonly nulls: number;
}

/**
 * The records of a batch. What they share is told by numbers of contexts; what flowed stands in the columns of
 * `FLOW_FIELDS`, in that order, with validity bitmaps (1 = valid, least significant bit first).
 */
export interface RecordColumns {
  readonly rows: number;
  readonly contextIds: Int32Array<ArrayBuffer>;
  /** The contexts by number; it may hold more than this batch needs. */
  readonly contexts: readonly Context[];
  readonly columns: readonly FlowColumn[];
}

/** The first rows that are in the memory of a reader, without a copy. */
export function recordColumns(
  reader: RecordReader,
  rows: number,
  contexts: readonly Context[],
): RecordColumns {
  return {
    rows,
    contextIds: reader.contexts.subarray(0, rows),
    contexts,
    columns: reader.columns.map(({ kind, values, lowerHalves, validity }, column) => ({
      kind,
      values: values.subarray(0, rows),
      lowerHalves: lowerHalves?.subarray(0, rows) ?? null,
      validity: validity.subarray(0, Math.ceil(rows / 64) * 8),
      nulls: reader.nulls(column, rows),
    })),
  };
}
