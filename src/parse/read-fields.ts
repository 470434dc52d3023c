import { CARRIAGE_RETURN, DASH, LINE_FEED, SPACE } from './bytes.ts';
import { INTEGER, TEXT } from './column-kind.ts';
import type { Column } from './columns.ts';
import { LAST_SECOND } from './long-column.ts';
import { HASH_FACTOR, HASH_SEED } from './token-hash.ts';

const TAB = 0x09;
/** Digits read by words: with three more a number is still exact in a double. */
const USUAL_DIGITS = 12;
const POWERS_OF_TEN = [1, 10, 100, 1000];
const TWO_32 = 4_294_967_296;

/**
 * Reads one token per column, and nothing more, from the line at `start` into a row. Returns the start of the next
 * line, or -1 when the line does not fit; the row may then be half written.
 *
 * This is the inner loop of the whole program. It reads tokens as little-endian words of four bytes, twice as fast as
 * byte by byte, for there are fewer branches to mispredict. It is one long function because what the compiler inlines
 * of several short ones depends on chance, and with it half of the speed.
 *
 * The marks of a word have the top bit of the lowest byte that ends a token (up to 0x20), and none below it.
 */
export function readFields(columns: readonly Column[], line: DataView, start: number, row: number): number {
  let at = start;
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    for (let byte = line.getUint8(at); byte === SPACE || byte === TAB; byte = line.getUint8(++at));
    const first = at;
    let word = line.getInt32(at, true);
    let marks = (word - 0x21212121) & ~word & 0x80808080;

    if (column.kind === TEXT) {
      let hash = HASH_SEED;
      while (marks === 0) {
        hash = Math.imul(hash ^ word, HASH_FACTOR);
        hash ^= hash >>> 15;
        at += 4;
        word = line.getInt32(at, true);
        marks = (word - 0x21212121) & ~word & 0x80808080;
      }
      const rest = (31 - Math.clz32(marks & -marks)) >> 3;
      word &= (1 << (rest << 3)) - 1;
      hash = Math.imul(hash ^ word, HASH_FACTOR);
      hash ^= hash >>> 15;
      at += rest;
      if (at === first) return -1;
      if (word === DASH && at === first + 1) {
        column.validity.setNull(row);
        continue;
      }
      const code = column.codeOf(line, first, at, hash);
      if (code < 0) return -1;
      column.codes[row] = code;
      continue;
    }

    let value = 0;
    while (marks === 0 && at - first < USUAL_DIGITS) {
      if ((((word + 0x46464646) | (word - 0x30303030)) & 0x80808080) !== 0) return -1;
      const digits = word & 0x0f0f0f0f;
      const pairs = ((digits << 3) + (digits << 1) + (digits >>> 8)) & 0x00ff00ff;
      value = value * 10_000 + ((pairs * 100 + (pairs >>> 16)) & 0xffff);
      at += 4;
      word = line.getInt32(at, true);
      marks = (word - 0x21212121) & ~word & 0x80808080;
    }
    if (marks === 0) {
      while (line.getUint8(at) > SPACE) at++;
      if (!column.takeLongToken(line, first, at, row)) return -1;
      continue;
    }
    const rest = (31 - Math.clz32(marks & -marks)) >> 3;
    at += rest;
    if (rest > 0) {
      // Leading zeros fill the word up to four digits.
      word = (word << ((4 - rest) << 3)) | (0x30303030 >>> (rest << 3));
      if ((((word + 0x46464646) | (word - 0x30303030)) & 0x80808080) !== 0) {
        if (at !== first + 1 || line.getUint8(first) !== DASH) return -1;
        column.validity.setNull(row);
        continue;
      }
      const digits = word & 0x0f0f0f0f;
      const pairs = ((digits << 3) + (digits << 1) + (digits >>> 8)) & 0x00ff00ff;
      value = value * POWERS_OF_TEN[rest]! + ((pairs * 100 + (pairs >>> 16)) & 0xffff);
    } else if (at === first) {
      return -1;
    }
    if (column.kind === INTEGER) {
      if (value > column.max || value === column.refused) return -1;
      column.values[row] = value;
    } else {
      if (column.isTime && value > LAST_SECOND) {
        value = Math.floor(value / 1000);
        if (value > LAST_SECOND) return -1;
      }
      column.words[2 * row] = value | 0;
      column.words[2 * row + 1] = value / TWO_32;
    }
  }
  at = skipSpace(line, at);
  if (line.getUint8(at) === CARRIAGE_RETURN) at++;
  return line.getUint8(at) === LINE_FEED ? at + 1 : -1;
}

/** The position of the first byte from `start` on that is neither space nor tab. */
export function skipSpace(line: DataView, start: number): number {
  let at = start;
  for (let byte = line.getUint8(at); byte === SPACE || byte === TAB; byte = line.getUint8(++at));
  return at;
}
