import { CARRIAGE_RETURN, LINE_FEED, SPACE } from './bytes.ts';
import type { Column } from './columns.ts';
import { readInteger } from './integer-column.ts';
import { readLong } from './long-column.ts';
import { readText } from './text-column.ts';

const TAB = 0x09;

/**
 * Reads one token per column, and nothing more, from the line at `start` into a row. Returns the start of the next
 * line, or -1 when the line does not fit; the row may then be half written.
 */
export function readFields(columns: readonly Column[], line: DataView, start: number, row: number): number {
  let at = start;
  for (let i = 0; i < columns.length; i++) {
    at = skipSpace(line, at);
    const column = columns[i]!;
    switch (column.kind) {
      case 'integer':
        at = readInteger(column, line, at, row);
        break;
      case 'long':
        at = readLong(column, line, at, row);
        break;
      case 'text':
        at = readText(column, line, at, row);
        break;
    }
    if (at < 0) return -1;
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
