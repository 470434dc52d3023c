import { formatAddress, parseAddress } from '../model/address.ts';
import { DIGIT_0 } from './bytes.ts';
import type { Spelt } from './spelt.ts';

const DOT = 0x2e;
/** No spelling of an address is longer: six groups of four and a dotted IPv4 address. */
const LONGEST = 45;

/** Addresses are spelt as RFC 5952 has it, IPv4-mapped ones as IPv4. */
export function spellAddress(line: DataView, start: number, end: number): Spelt {
  if (isIpv4(line, start, end)) return 'as it stands';
  if (end - start > LONGEST) return 'not at all';
  const text = Buffer.from(line.buffer as ArrayBuffer, start, end - start).toString('latin1');
  const address = parseAddress(text);
  if (address === null) return 'not at all';
  const canonical = formatAddress(address);
  return canonical === text ? 'as it stands' : Buffer.from(canonical, 'latin1');
}

/** Dotted decimal without leading zeros, which is canonical as it stands: most tokens by far need no string. */
function isIpv4(line: DataView, start: number, end: number): boolean {
  let dots = 0;
  let digits = 0;
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = line.getUint8(at);
    if (byte === DOT) {
      if (digits === 0) return false;
      dots++;
      digits = 0;
      value = 0;
      continue;
    }
    const digit = byte - DIGIT_0;
    if (digit < 0 || digit > 9 || (digits > 0 && value === 0)) return false;
    value = value * 10 + digit;
    if (value > 255) return false;
    digits++;
  }
  return dots === 3 && digits > 0;
}
