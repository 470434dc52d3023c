import { type Data, type Int32, type Int64, makeData, makeVector, Utf8, type Vector } from 'apache-arrow';
import type { TextType } from './schema.ts';

let zeros = new ArrayBuffer(0);

/** Data of columns that no line of a batch has: all NULL, over zeros that all such columns share. */
export function absentData(type: Int32 | Int64 | TextType, rows: number): Data<Int32 | Int64 | TextType> {
  const nulls = {
    length: rows,
    nullCount: rows,
    nullBitmap: new Uint8Array(zerosFor(rows), 0, bitmapBytes(rows)),
  };
  if ('dictionary' in type) {
    return makeData({ type, ...nulls, data: new Int32Array(zerosFor(rows), 0, rows), dictionary: NO_TEXT });
  }
  return type.bitWidth === 64
    ? makeData({ type: type as Int64, ...nulls, data: new BigInt64Array(zerosFor(rows), 0, rows) })
    : makeData({ type: type as Int32, ...nulls, data: new Int32Array(zerosFor(rows), 0, rows) });
}

/** Bytes of the validity bitmap of so many rows, padded to 8 as Arrow has it. */
export function bitmapBytes(rows: number): number {
  return Math.ceil(rows / 64) * 8;
}

const NO_TEXT: Vector<Utf8> = makeVector(
  makeData({
    type: new Utf8(),
    length: 0,
    nullCount: 0,
    valueOffsets: new Int32Array(1),
    data: new Uint8Array(0),
  }),
);

function zerosFor(rows: number): ArrayBuffer {
  const bytes = bitmapBytes(rows) * 64;
  if (zeros.byteLength < bytes) zeros = new ArrayBuffer(bytes);
  return zeros;
}
