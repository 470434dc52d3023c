import { LONG } from './column-kind.ts';
import { readExactly } from './exact-number.ts';
import { Validity } from './validity.ts';

const MAX_COUNT = (1n << 63n) - 1n;
/** Above this, a time is in milliseconds; and is no time at all when its seconds are still above. */
export const LAST_SECOND = 2_147_483_647;

/** A column of whole numbers from 0 to 2^63 - 1, or of Unix times in seconds. */
export class LongColumn {
  readonly kind = LONG;
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

  /** Takes a token of too many digits for a double. Returns whether it fits. */
  takeLongToken(line: DataView, start: number, end: number, row: number): boolean {
    let value = readExactly(line, start, end);
    if (value !== null && this.isTime && value > LAST_SECOND) value /= 1000n;
    if (value === null || value > (this.isTime ? LAST_SECOND : MAX_COUNT)) return false;
    this.values[row] = value;
    return true;
  }
}
