import type { Bytes } from './bytes.ts';

/** Which rows of a column hold a value: an Arrow bitmap (1 = valid, least significant bit first) and its zeros. */
export class Validity {
  readonly bits: Bytes;
  nulls = 0;

  constructor(rows: number) {
    this.bits = new Uint8Array(Math.ceil(rows / 64) * 8).fill(255);
  }

  /** Makes a row NULL that is not NULL yet. */
  setNull(row: number): void {
    const byte = row >> 3;
    this.bits[byte] = this.bits[byte]! & ~(1 << (row & 7));
    this.nulls++;
  }

  /** Undoes {@link setNull}, if it happened. */
  restore(row: number): void {
    const byte = row >> 3;
    const bit = 1 << (row & 7);
    if ((this.bits[byte]! & bit) !== 0) return;
    this.bits[byte] = this.bits[byte]! | bit;
    this.nulls--;
  }

  /** Makes the rows `from` to `to` - 1 NULL, none of which is NULL yet. */
  setNulls(from: number, to: number): void {
    for (let row = from; row < to; row++) this.setNull(row);
  }
}
