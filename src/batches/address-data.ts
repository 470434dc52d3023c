import { type Data, makeData } from 'apache-arrow';
import { formatAddressKey } from '../model/address.ts';
import type { FlowColumn } from '../parse/record-columns.ts';
import { bitmapBytes } from './absent-data.ts';
import type { TextType } from './schema.ts';
import { textVector } from './text-vector.ts';

/** A column of addresses as text, each distinct one spelt once: dotted decimal or RFC 5952. */
export function addressData(column: FlowColumn, type: TextType, rows: number): Data<TextType> {
  const upper = column.values as BigInt64Array;
  const lower = column.lowerHalves as BigInt64Array;
  const codesByUpper = new Map<bigint, Map<bigint, number>>();
  const texts: string[] = [];
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    if (column.nulls > 0 && !isValid(column.validity, row)) continue;
    const hi = upper[row] as bigint;
    const lo = lower[row] as bigint;
    let codesByLower = codesByUpper.get(hi);
    if (!codesByLower) codesByUpper.set(hi, (codesByLower = new Map()));
    let code = codesByLower.get(lo);
    if (code === undefined) {
      code = texts.length;
      codesByLower.set(lo, code);
      texts.push(formatAddressKey(hi, lo));
    }
    codes[row] = code;
  }
  const nullBitmap = column.validity.slice(0, bitmapBytes(rows));
  return makeData({
    type,
    length: rows,
    nullCount: column.nulls,
    nullBitmap,
    data: codes,
    dictionary: textVector(texts),
  });
}

function isValid(validity: Uint8Array, row: number): boolean {
  return ((validity[row >> 3] as number) & (1 << (row & 7))) !== 0;
}
