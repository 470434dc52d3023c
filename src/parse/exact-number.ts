import { DIGIT_0 } from './bytes.ts';

/** Whatever has more digits behind its leading zeros fits no column. */
const MOST_DIGITS = 24;

/** The number that a token of any length spells in decimal digits, or null. Slow, and rarely needed. */
export function readExactly(line: DataView, start: number, end: number): bigint | null {
  let first = start;
  while (first < end - 1 && line.getUint8(first) === DIGIT_0) first++;
  if (end - first > MOST_DIGITS) return null;
  let value = 0n;
  for (let at = first; at < end; at++) {
    const digit = line.getUint8(at) - DIGIT_0;
    if (digit < 0 || digit > 9) return null;
    value = value * 10n + BigInt(digit);
  }
  return value;
}
