import { plainCells } from './csv-cells.ts';
import { isCsvHeader } from './csv-header.ts';
import type { Form } from './input-format.ts';

/** What the beginning of an object says it is. */
export type Content = { readonly kind: Form | 'gzip' } | { readonly kind: 'foreign'; readonly what: string };

/** So many bytes, or the first line if that is longer, are enough to {@link sniff}, unless they are all white space. */
export const SNIFFED_BYTES = 512;
/** No more of the first line is looked at: a header of all fields has a thousand bytes. */
const FIRST_LINE = 8 << 10;
/** White space at the beginning is looked through so far; what begins with more is text. */
const MOST_SPACE = 64 << 10;

/** What flow logs may be, for errors about what is none. */
export const EXPECTED = 'expected VPC flow logs as text, CSV, JSON of CloudWatch or Firehose, or Parquet';

const MAGICS: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x50, 0x41, 0x52, 0x45], what: `an encrypted Parquet file: ${EXPECTED}` },
  { magic: [0x50, 0x4b, 0x03, 0x04], what: `a zip archive: ${EXPECTED}` },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: `zstd-compressed: ${EXPECTED}, plain or gzip` },
  { magic: [0x42, 0x5a, 0x68], what: `bzip2-compressed: ${EXPECTED}, plain or gzip` },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], what: `xz-compressed: ${EXPECTED}, plain or gzip` },
  { magic: [0xff, 0xfe], what: `UTF-16 text: ${EXPECTED} in UTF-8` },
  { magic: [0xfe, 0xff], what: `UTF-16 text: ${EXPECTED} in UTF-8` },
];
const GZIP = [0x1f, 0x8b];
const PARQUET = [0x50, 0x41, 0x52, 0x31];
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const LINE_FEED = 0x0a;
const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;
const TIMESTAMP = /^\s*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z[ \t]/;
/** Text has hardly one, and a serialised message has many: fields are numbered with them. */
const BINARY_CONTROLS = 4;

/** What an object is, by its beginning and not by its name. */
export function sniff(bytes: Uint8Array): Content {
  if (startsWith(bytes, GZIP)) return { kind: 'gzip' };
  if (isParquet(bytes)) return { kind: 'parquet' };
  const magic = MAGICS.find((candidate) => startsWith(bytes, candidate.magic));
  if (magic) return { kind: 'foreign', what: magic.what };
  const text = bytes.subarray(afterByteOrderMark(bytes));
  const ink = firstInk(text.subarray(0, MOST_SPACE));
  if (text[ink] === OPENING_BRACE || text[ink] === OPENING_BRACKET) return { kind: 'json' };
  // No further, so that the answer does not depend on how much has been read.
  if (isBinary(bytes.subarray(0, SNIFFED_BYTES))) {
    const hint =
      bytes[0] === LINE_FEED ? '; of an Athena result the .csv is read, and not its .metadata' : '';
    return { kind: 'foreign', what: `binary: ${EXPECTED}${hint}` };
  }
  const line = firstLine(text.subarray(ink));
  const cells = plainCells(line);
  if (cells && isCsvHeader(cells)) return { kind: 'csv' };
  return { kind: TIMESTAMP.test(line) ? 'timestamped' : 'text' };
}

/** Whether an object that begins so is a Parquet file; four bytes are enough. */
export function isParquet(head: Uint8Array): boolean {
  return startsWith(head, PARQUET);
}

/** Whether the beginning of a stream is long enough to {@link sniff}. */
export function isEnough(head: Uint8Array): boolean {
  if (head.length < SNIFFED_BYTES) return false;
  const ink = firstInk(head);
  if (ink === head.length) return ink >= MOST_SPACE;
  return head.length - ink >= FIRST_LINE || head.indexOf(LINE_FEED, ink) >= 0;
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

function firstLine(text: Uint8Array): string {
  const beginning = text.subarray(0, FIRST_LINE);
  const end = beginning.indexOf(LINE_FEED);
  const line = end < 0 ? beginning : beginning.subarray(0, end);
  return Buffer.from(line).toString('latin1').replace(/\r$/, '');
}

function isBinary(bytes: Uint8Array): boolean {
  const controls = bytes.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0);
  return bytes.includes(0) || controls >= BINARY_CONTROLS;
}

function isControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
