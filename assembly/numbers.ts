/** No number that a column holds: what {@link readNumber} gives for a token that spells none, or one above 2^63 - 1. */
export const NO_NUMBER: i64 = -1;

const DIGITS_ZERO: u64 = 0x3030303030303030;
const ABOVE_NINE: u64 = 0x7676767676767676;
const HIGH_BITS: u64 = 0x8080808080808080;

/** The number that the token spells in decimal digits. */
// @ts-ignore: AssemblyScript's own
@inline
export function readNumber(start: usize, end: usize): i64 {
  const length = end - start;
  if (length <= 8) return eightDigits(start, length);
  if (length > 16) return manyDigits(start, end);
  const upper = eightDigits(start, length - 8);
  const lower = eightDigits(end - 8, 8);
  return upper < 0 || lower < 0 ? NO_NUMBER : upper * 100_000_000 + lower;
}

/** Eight digits at once: the word's lowest bytes become leading zeros, and neighbours are joined pair by pair. */
// @ts-ignore: AssemblyScript's own
@inline
function eightDigits(start: usize, length: usize): i64 {
  let digits = (load<u64>(start) ^ DIGITS_ZERO) << (64 - 8 * length);
  if ((((digits + ABOVE_NINE) | digits) & HIGH_BITS) != 0) return NO_NUMBER;
  digits = digits * 10 + (digits >> 8);
  const outer = (digits & 0x000000ff000000ff) * 0x000f424000000064;
  const inner = ((digits >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
  return (outer + inner) >> 32;
}

/** Of any length; rarely needed, for nothing but leading zeros makes a fitting number that long. */
function manyDigits(start: usize, end: usize): i64 {
  let value: u64 = 0;
  for (let at = start; at < end; at++) {
    const digit: u64 = load<u8>(at) - 0x30;
    if (digit > 9 || value > 922_337_203_685_477_580) return NO_NUMBER;
    value = value * 10 + digit;
  }
  return value > <u64>i64.MAX_VALUE ? NO_NUMBER : value;
}
