import { DIGIT_0, SPACE } from './bytes.ts';

const PATTERN = Uint8Array.from('0000-00-00T00:00:00', (c) => c.charCodeAt(0));
const DOT = 0x2e;
const UPPER_Z = 0x5a;

/**
 * The position after an ISO timestamp in UTC (`2018-09-22T20:28:14.000Z`), as CloudWatch exports put one in front of
 * each record, or `start` when there is none.
 */
export function skipTimestamp(line: DataView, start: number): number {
  let at = start;
  for (let i = 0; i < PATTERN.length; i++) {
    const byte = line.getUint8(at++);
    if (PATTERN[i] === DIGIT_0 ? !isDigit(byte) : byte !== PATTERN[i]) return start;
  }
  if (line.getUint8(at) === DOT) {
    at++;
    while (isDigit(line.getUint8(at))) at++;
  }
  return line.getUint8(at) === UPPER_Z && line.getUint8(at + 1) <= SPACE ? at + 1 : start;
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_0 + 9;
}
