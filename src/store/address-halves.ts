import type { Data } from 'apache-arrow';
import { isValid } from './arrow-columns.ts';

/** The two halves of a column's addresses, as `model/address.ts` defines them; NULL rows hold zeros. */
export interface AddressHalves {
  readonly hi: BigInt64Array;
  readonly lo: BigInt64Array;
}

/** The highest bit of each half is turned, so that signed integers order as addresses do. */
const SIGN = 0x80000000 | 0;
/** Bits 32 to 63 of ::ffff:0:0/96, where the IPv4 addresses stand. */
const IPV4_PREFIX = 0xffff;

const DOT = 0x2e;
const COLON = 0x3a;
const ZERO = 0x30;
const LOWER_A = 0x61;

/** Halves of a dictionary-encoded address column. The text of each distinct address is read once, from its bytes. */
export function addressHalves(data: Data): AddressHalves {
  const words = dictionaryWords(data);
  const rows = data.length;
  const hi = new Int32Array(2 * rows);
  const lo = new Int32Array(2 * rows);
  const indices = data.values as Int32Array;
  const complete = data.nullCount === 0;
  for (let row = 0; row < rows; row++) {
    if (!complete && !isValid(data, row)) continue;
    const at = 4 * (indices[row] as number);
    hi[2 * row] = words[at] as number;
    hi[2 * row + 1] = words[at + 1] as number;
    lo[2 * row] = words[at + 2] as number;
    lo[2 * row + 1] = words[at + 3] as number;
  }
  return { hi: new BigInt64Array(hi.buffer), lo: new BigInt64Array(lo.buffer) };
}

/** Four 32-bit words per dictionary entry: lower and upper half of hi, lower and upper half of lo. */
function dictionaryWords(data: Data): Int32Array {
  const dictionary = data.dictionary?.data[0];
  if (!dictionary) throw new TypeError('an address column must be dictionary-encoded');
  const bytes = dictionary.values as Uint8Array;
  const offsets = dictionary.valueOffsets as Int32Array;
  const words = new Int32Array(4 * dictionary.length);
  for (let i = 0; i < dictionary.length; i++) {
    const from = offsets[i] as number;
    const to = offsets[i + 1] as number;
    if (bytes.subarray(from, to).includes(COLON)) writeIpv6(words, 4 * i, bytes, from, to);
    else writeIpv4(words, 4 * i, bytes, from, to);
  }
  return words;
}

/** Reads canonical dotted-decimal text. */
function writeIpv4(words: Int32Array, at: number, bytes: Uint8Array, from: number, to: number): void {
  let address = 0;
  let byte = 0;
  for (let i = from; i < to; i++) {
    const code = bytes[i] as number;
    if (code === DOT) {
      address = (address << 8) | byte;
      byte = 0;
    } else {
      byte = byte * 10 + code - ZERO;
    }
  }
  words[at + 1] = SIGN;
  words[at + 2] = (address << 8) | byte;
  words[at + 3] = SIGN | IPV4_PREFIX;
}

/** Reads RFC 5952 text, which has lower-case digits and no embedded IPv4 address. */
function writeIpv6(words: Int32Array, at: number, bytes: Uint8Array, from: number, to: number): void {
  const groups: number[] = [];
  let gap = -1;
  let group = 0;
  let digits = 0;
  for (let i = from; i < to; i++) {
    const code = bytes[i] as number;
    if (code !== COLON) {
      group = (group << 4) | (code >= LOWER_A ? code - LOWER_A + 10 : code - ZERO);
      digits++;
      continue;
    }
    if (digits > 0) groups.push(group);
    if (bytes[i + 1] === COLON) {
      gap = groups.length;
      i++;
    }
    group = 0;
    digits = 0;
  }
  if (digits > 0) groups.push(group);
  if (gap >= 0) groups.splice(gap, 0, ...new Array<number>(8 - groups.length).fill(0));
  const word = (index: number) => ((groups[index] as number) << 16) | (groups[index + 1] as number);
  words[at] = word(2);
  words[at + 1] = word(0) ^ SIGN;
  words[at + 2] = word(6);
  words[at + 3] = word(4) ^ SIGN;
}
