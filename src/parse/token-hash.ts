/** So many bytes must be readable behind a token, for tokens are read by words of four bytes. */
export const WORD_PADDING = 4;

/** Where the hash of a token begins. */
export const HASH_SEED = 0x811c9dc5 | 0;
/** What each step of the hash multiplies by. */
export const HASH_FACTOR = 0x9e3779b1 | 0;

/**
 * The hash of the token of this length that `source` begins with: its little-endian words in order, the last one
 * filled up with zeros. The loop that reads records has the same steps in itself.
 */
export function hashToken(source: DataView, length: number): number {
  let hash = HASH_SEED;
  let at = 0;
  for (; at + 4 <= length; at += 4) hash = step(hash, source.getInt32(at, true));
  return step(hash, source.getInt32(at, true) & ((1 << ((length - at) << 3)) - 1));
}

function step(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, HASH_FACTOR);
  return mixed ^ (mixed >>> 15);
}
