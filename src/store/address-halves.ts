import type { Data } from 'apache-arrow';
import { addressKey, parseAddress } from '../model/address.ts';
import { isValid } from './arrow-columns.ts';

/** The two halves of a column's addresses, as `model/address.ts` defines them; NULL rows hold zeros. */
export interface AddressHalves {
  readonly hi: BigInt64Array;
  readonly lo: BigInt64Array;
}

// An IPv4 address is ::ffff:a.b.c.d with the highest bit of each half turned.
const IPV4_HI_UPPER = 0x80000000 | 0;
const IPV4_LO_UPPER = 0x8000ffff | 0;

/** Halves of a dictionary-encoded address column. The text of each distinct address is read once. */
export function addressHalves(data: Data): AddressHalves {
  const words = dictionaryWords(data);
  const rows = data.length;
  const hi = new Int32Array(2 * rows);
  const lo = new Int32Array(2 * rows);
  const indices = data.values as Int32Array;
  for (let row = 0; row < rows; row++) {
    if (!isValid(data, row)) continue;
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
  const dictionary = data.dictionary;
  if (!dictionary) throw new TypeError('an address column must be dictionary-encoded');
  const words = new Int32Array(4 * dictionary.length);
  for (let i = 0; i < dictionary.length; i++) {
    const text = dictionary.get(i) as string;
    const ipv4 = ipv4Bits(text);
    if (ipv4 === null) {
      writeAddress(words, i, text);
    } else {
      words.set([0, IPV4_HI_UPPER, ipv4, IPV4_LO_UPPER], 4 * i);
    }
  }
  return words;
}

/** The 32 bits of canonical dotted-decimal text; null for text with a colon, which is IPv6. */
function ipv4Bits(text: string): number | null {
  let bits = 0;
  let byte = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2e) {
      bits = (bits << 8) | byte;
      byte = 0;
    } else if (code >= 0x30 && code <= 0x39) {
      byte = byte * 10 + code - 0x30;
    } else {
      return null;
    }
  }
  return (bits << 8) | byte;
}

function writeAddress(words: Int32Array, index: number, text: string): void {
  const address = parseAddress(text);
  if (!address) throw new TypeError(`"${text}" is no address`);
  const { hi, lo } = addressKey(address.value);
  const low32 = (half: bigint) => Number(BigInt.asIntN(32, half));
  words.set([low32(hi), low32(hi >> 32n), low32(lo), low32(lo >> 32n)], 4 * index);
}
