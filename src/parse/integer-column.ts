import { DASH, DIGIT_0, SPACE } from './bytes.ts';
import { Validity } from './validity.ts';
import { areDigits, bytesBefore, fourDigits, stopMarks, withLeadingZeros } from './words.ts';

/** Digits read by words; longer tokens are numbers of the range only when they have leading zeros. */
const USUAL_DIGITS = 8;
const POWERS_OF_TEN = [1, 10, 100, 1000];

/** A column of whole numbers from 0 to `max`, in 32 bits. */
export class IntegerColumn {
  readonly kind = 'integer';
  values = new Int32Array(0);
  validity = new Validity(0);

  constructor(
    readonly max: number,
    /** A number in the range that is refused all the same, or -1. */
    readonly refused: number,
  ) {}

  /** New arrays for the next batch. */
  renew(rows: number): void {
    this.values = new Int32Array(rows);
    this.validity = new Validity(rows);
  }
}

/** Reads the token at `start` into a row. Returns the position after it, or -1 when it does not fit. */
export function readInteger(column: IntegerColumn, line: DataView, start: number, row: number): number {
  let at = start;
  let word = line.getInt32(at, true);
  let marks = stopMarks(word);
  let value = 0;
  while (marks === 0) {
    if (at - start >= USUAL_DIGITS) return readLong(column, line, start, row);
    if (!areDigits(word)) return -1;
    value = value * 10_000 + fourDigits(word);
    at += 4;
    word = line.getInt32(at, true);
    marks = stopMarks(word);
  }
  const digits = bytesBefore(marks);
  at += digits;
  if (digits > 0) {
    word = withLeadingZeros(word, digits);
    if (!areDigits(word)) return digits === 1 && at === start + 1 ? readDash(column, line, start, row) : -1;
    value = value * POWERS_OF_TEN[digits]! + fourDigits(word);
  }
  if (at === start || value > column.max || value === column.refused) return -1;
  column.values[row] = value;
  return at;
}

function readDash(column: IntegerColumn, line: DataView, start: number, row: number): number {
  if (line.getUint8(start) !== DASH) return -1;
  column.validity.setNull(row);
  return start + 1;
}

function readLong(column: IntegerColumn, line: DataView, start: number, row: number): number {
  let value = 0;
  let at = start;
  for (let byte = line.getUint8(at); byte > SPACE; byte = line.getUint8(++at)) {
    const digit = byte - DIGIT_0;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > column.max) return -1;
  }
  if (value === column.refused) return -1;
  column.values[row] = value;
  return at;
}
