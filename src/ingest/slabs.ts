import { FLOW_KINDS } from '../parse/plan-steps.ts';
import type { FlowColumn, RecordColumns } from '../parse/record-columns.ts';
import type { ParsedBatch } from './messages.ts';

/** Bytes of a value; an address has two halves. */
const VALUE_BYTES = { address: 16, integer: 4, long: 8 } as const;
/** Bytes of a row, with the number of its context and without the bits that say what of it is NULL. */
const ROW_BYTES = 4 + FLOW_KINDS.reduce((bytes, kind) => bytes + VALUE_BYTES[kind], 0);
const COLUMNS = FLOW_KINDS.length;
const ALIGNMENT = 8;

/**
 * Memory for batches on their way to the store. Fresh buffers of megabytes for each would cost more than filling them:
 * their pages, and the garbage collector that they wake.
 */
export class Slabs {
  readonly #bytes: number;
  readonly #free: ArrayBuffer[] = [];

  /** `rows`: most rows of a batch. */
  constructor(rows: number) {
    const bitmaps = COLUMNS * Math.ceil(rows / 64) * 8;
    this.#bytes = rows * ROW_BYTES + bitmaps + 4 * COLUMNS * ALIGNMENT;
  }

  giveBack(slab: ArrayBuffer): void {
    this.#free.push(slab);
  }

  /** The records in memory of their own, which the reader does not write on over. What is NULL throughout stays behind. */
  copy({ rows, contextIds, columns }: RecordColumns): Pick<ParsedBatch, 'contextIds' | 'columns'> {
    const slab = this.#free.pop() ?? new ArrayBuffer(this.#bytes);
    let at = 0;
    const put = <T extends Int32Array | BigInt64Array | Uint8Array>(
      values: T,
      make: (buffer: ArrayBuffer, offset: number, length: number) => T,
    ): T => {
      const copied = make(slab, at, values.length);
      new Uint8Array(slab, at, values.byteLength).set(
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      );
      at += Math.ceil(values.byteLength / ALIGNMENT) * ALIGNMENT;
      return copied;
    };
    return {
      contextIds: put(contextIds, (...place) => new Int32Array(...place)),
      columns: columns.map((column) => {
        const { values, lowerHalves, validity } = needed(column, rows);
        return {
          ...column,
          values:
            values instanceof Int32Array
              ? put(values, (...place) => new Int32Array(...place))
              : put(values, (...place) => new BigInt64Array(...place)),
          lowerHalves: lowerHalves && put(lowerHalves, (...place) => new BigInt64Array(...place)),
          validity: put(validity, (...place) => new Uint8Array(...place)),
        };
      }),
    };
  }
}

function needed(
  { values, lowerHalves, validity, nulls }: FlowColumn,
  rows: number,
): Pick<FlowColumn, 'values' | 'lowerHalves' | 'validity'> {
  const kept = nulls === rows ? 0 : rows;
  return {
    values: values.subarray(0, kept),
    lowerHalves: lowerHalves && lowerHalves.subarray(0, kept),
    validity: nulls === 0 || nulls === rows ? validity.subarray(0, 0) : validity,
  };
}
