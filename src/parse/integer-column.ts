import { INTEGER } from './column-kind.ts';
import { readExactly } from './exact-number.ts';
import { Validity } from './validity.ts';

/** A column of whole numbers from 0 to `max`, in 32 bits. */
export class IntegerColumn {
  readonly kind = INTEGER;
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

  /** Takes a token of many digits, which fits only when it has leading zeros. Returns whether it does. */
  takeLongToken(line: DataView, start: number, end: number, row: number): boolean {
    const value = readExactly(line, start, end);
    if (value === null || value > this.max || Number(value) === this.refused) return false;
    this.values[row] = Number(value);
    return true;
  }
}
