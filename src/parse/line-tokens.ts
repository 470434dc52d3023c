import { type Bytes, SPACE } from './bytes.ts';

const TAB = 0x09;

/** The tokens of a line without its end: whatever stands between spaces and tabs. */
export function tokensOf(line: Bytes): Bytes[] {
  const tokens: Bytes[] = [];
  let start = 0;
  for (let at = 0; at <= line.length; at++) {
    if (at < line.length && line[at] !== SPACE && line[at] !== TAB) continue;
    if (at > start) tokens.push(line.subarray(start, at));
    start = at + 1;
  }
  return tokens;
}
