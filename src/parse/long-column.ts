import { DASH, DIGIT_0, SPACE } from './bytes.ts';
import { Validity } from './validity.ts';
import { areDigits, bytesBefore, fourDigits, stopMarks, withLeadingZeros } from './words.ts';

const MAX_COUNT = (1n << 63n) - 1n;
/** Above this, a time is in milliseconds; and is no time at all when its seconds are still above. */
const LAST_SECOND = 2_147_483_647;
/** Digits read by words: with three more they are still exact in a double. */
const USUAL_DIGITS = 12;
const POWERS_OF_TEN = [1, 10, 100, 1000];
const TWO_32 = 4_294_967_296;

/** A column of whole numbers from 0 to 2^63 - 1, or of Unix times in seconds. */
export class LongColumn {
  readonly kind = 'long';
  values = new BigInt64Array(0);
  /** The same memory as 32-bit words, low word first: writing these makes no BigInt. */
  words = new Int32Array(0);
  validity = new Validity(0);

  constructor(readonly isTime: boolean) {}

  /** New arrays for the next batch. */
  renew(rows: number): void {
    this.values = new BigInt64Array(rows);
    this.words = new Int32Array(this.values.buffer);
    this.validity = new Validity(rows);
  }
}

/** Reads the token at `start` into a row. Returns the position after it, or -1 when it does not fit. */
export function readLong(column: LongColumn, line: DataView, start: number, row: number): number {
  let at = start;
  let word = line.getInt32(at, true);
  let marks = stopMarks(word);
  let value = 0;
  while (marks === 0) {
    if (at - start >= USUAL_DIGITS) return readHuge(column, line, start, row);
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
  if (at === start) return -1;
  if (column.isTime && value > LAST_SECOND) {
    value = Math.floor(value / 1000);
    if (value > LAST_SECOND) return -1;
  }
  column.words[2 * row] = value | 0;
  column.words[2 * row + 1] = value / TWO_32;
  return at;
}

function readDash(column: LongColumn, line: DataView, start: number, row: number): number {
  if (line.getUint8(start) !== DASH) return -1;
  column.validity.setNull(row);
  return start + 1;
}

/** Numbers too long for a double: 10^15 bytes in one record do not occur, so they may take their time. */
function readHuge(column: LongColumn, line: DataView, start: number, row: number): number {
  let value = 0n;
  let at = start;
  for (let byte = line.getUint8(at); byte > SPACE; byte = line.getUint8(++at)) {
    const digit = byte - DIGIT_0;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10n + BigInt(digit);
    if (value > MAX_COUNT) return -1;
  }
  if (column.isTime && value > LAST_SECOND) value /= 1000n;
  if (column.isTime && value > LAST_SECOND) return -1;
  column.values[row] = value;
  return at;
}
