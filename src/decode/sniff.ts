/** What the first bytes of an object say it is. */
export type Content =
  | { readonly kind: 'text' | 'gzip' }
  | { readonly kind: 'foreign'; readonly what: string };

/** So many bytes are enough to {@link sniff}, unless they are all white space. */
export const SNIFFED_BYTES = 512;

const EXPECTED = 'expected VPC flow logs as text, plain or gzip';

const MAGICS: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x50, 0x41, 0x52, 0x31], what: `a Parquet file: ${EXPECTED}` },
  { magic: [0x50, 0x4b, 0x03, 0x04], what: `a zip archive: ${EXPECTED}` },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: `zstd-compressed: ${EXPECTED}` },
  { magic: [0x42, 0x5a, 0x68], what: `bzip2-compressed: ${EXPECTED}` },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], what: `xz-compressed: ${EXPECTED}` },
  { magic: [0xff, 0xfe], what: `UTF-16 text: ${EXPECTED} in UTF-8` },
  { magic: [0xfe, 0xff], what: `UTF-16 text: ${EXPECTED} in UTF-8` },
];
const GZIP = [0x1f, 0x8b];
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;

/** What an object is, by its first bytes and not by its name. */
export function sniff(bytes: Uint8Array): Content {
  if (startsWith(bytes, GZIP)) return { kind: 'gzip' };
  const magic = MAGICS.find((candidate) => startsWith(bytes, candidate.magic));
  if (magic) return { kind: 'foreign', what: magic.what };
  const first = bytes[afterByteOrderMark(bytes) + firstInk(bytes.subarray(afterByteOrderMark(bytes)))];
  if (first === OPENING_BRACE || first === OPENING_BRACKET) {
    const hint = 'the output of describe-* commands goes to `flowblame network import`';
    return { kind: 'foreign', what: `JSON: ${EXPECTED}; ${hint}` };
  }
  // No further, so that the answer does not depend on how much has been read.
  const isBinary = bytes.subarray(0, SNIFFED_BYTES).includes(0);
  return isBinary ? { kind: 'foreign', what: `binary: ${EXPECTED}` } : { kind: 'text' };
}

/** The length of the UTF-8 byte order mark that the bytes begin with: 3 or 0. */
export function afterByteOrderMark(bytes: Uint8Array): number {
  return startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
}

/** The position of the first byte that is not white space, or the length. */
export function firstInk(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => !WHITE_SPACE.has(byte));
  return at < 0 ? bytes.length : at;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
