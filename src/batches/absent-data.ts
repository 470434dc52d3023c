import { type Data, type Int32, type Int64, makeData, makeVector, Utf8, type Vector } from 'apache-arrow';
import type { TextType } from './schema.ts';

// Bitmaps and values lie in two buffers, for Arrow's writer takes neighbours that overlap in one buffer for one piece.
let zeroBits = new ArrayBuffer(0);
let zeroValues = new ArrayBuffer(0);

const NO_TEXT: Vector<Utf8> = makeVector(
  makeData({
    type: new Utf8(),
    length: 0,
    nullCount: 0,
    valueOffsets: new Int32Array(1),
    data: new Uint8Array(0),
  }),
);

/** Data of columns that no line of a batch has: all NULL, over zeros that all such columns share. */
export function absentData(type: Int32 | Int64 | TextType, rows: number): Data<Int32 | Int64 | TextType> {
  growZeros(rows);
  const nullBitmap = new Uint8Array(zeroBits, 0, bitmapBytes(rows));
  const nulls = { length: rows, nullCount: rows, nullBitmap };
  if ('dictionary' in type) {
    return makeData({ type, ...nulls, data: new Int32Array(zeroValues, 0, rows), dictionary: NO_TEXT });
  }
  return type.bitWidth === 64
    ? makeData({ type, ...nulls, data: new BigInt64Array(zeroValues, 0, rows) })
    : makeData({ type, ...nulls, data: new Int32Array(zeroValues, 0, rows) });
}

/** Bytes of the validity bitmap of so many rows, padded to 8 as Arrow has it. */
export function bitmapBytes(rows: number): number {
  return Math.ceil(rows / 64) * 8;
}

function growZeros(rows: number): void {
  if (zeroValues.byteLength >= 8 * rows) return;
  zeroBits = new ArrayBuffer(bitmapBytes(rows));
  zeroValues = new ArrayBuffer(8 * rows);
}
