/**
 * Tokens are read four bytes at a time, as little-endian 32-bit words: twice as fast as byte by byte, for there are
 * fewer branches to mispredict. Whatever is read so needs {@link WORD_PADDING} readable bytes behind it.
 */

/** So many bytes must follow the last token. */
export const WORD_PADDING = 4;

/** Start value of {@link hashWord}. */
export const HASH_SEED = 0x811c9dc5 | 0;

/** Marks the bytes of a word that end a token (up to 0x20) by their top bits. Only the lowest mark is exact. */
export function stopMarks(word: number): number {
  return (word - 0x21212121) & ~word & 0x80808080;
}

/** Bytes in front of the lowest mark: 0 to 3. */
export function bytesBefore(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

/** The first `count` bytes of a word, 0 to 3, the others as zeros. */
export function firstBytes(word: number, count: number): number {
  return word & ((1 << (count << 3)) - 1);
}

/** The first `count` bytes of a word, 1 to 3, as a number of four digits. */
export function withLeadingZeros(word: number, count: number): number {
  return (word << ((4 - count) << 3)) | (0x30303030 >>> (count << 3));
}

/** Whether all four bytes are decimal digits. */
export function areDigits(word: number): boolean {
  return (((word + 0x46464646) | (word - 0x30303030)) & 0x80808080) === 0;
}

/** The number that four digits spell. */
export function fourDigits(word: number): number {
  const digits = word & 0x0f0f0f0f;
  const pairs = ((digits << 3) + (digits << 1) + (digits >>> 8)) & 0x00ff00ff;
  return (pairs * 100 + (pairs >>> 16)) & 0xffff;
}

/** One step of the hash of a token: its words in order, the last one cut off and filled with zeros. */
export function hashWord(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** The hash of the token of this length that `source` begins with. */
export function hashToken(source: DataView, length: number): number {
  let hash = HASH_SEED;
  let at = 0;
  for (; at + 4 <= length; at += 4) hash = hashWord(hash, source.getInt32(at, true));
  return hashWord(hash, firstBytes(source.getInt32(at, true), length - at));
}
