import { isUtf8 } from 'node:buffer';
import type { Field } from '../model/fields.ts';
import { spellAddress } from './address-spelling.ts';
import type { Spelling, Spelt } from './spelt.ts';

/** The spelling of a field of kind `text`, `word` or `address`; of an unknown field without one. */
export function spellingOf(field?: Field): Spelling {
  if (field?.kind === 'address') return spellAddress;
  if (field?.kind === 'word') return oneOf(field.words ?? []);
  return field && TAG_FIELD.test(field.name) ? spellTag : spellText;
}

const TAG_FIELD = /^(?:instance|interface|asg)-tag(?:-2)?$/;

function spellText(line: DataView, start: number, end: number): Spelt {
  return isAscii(line, start, end) || isUtf8(bytesOf(line, start, end)) ? 'as it stands' : 'not at all';
}

/** Tags come percent-encoded, for they may hold spaces; what is not a proper encoding stays as it is. */
function spellTag(line: DataView, start: number, end: number): Spelt {
  const token = bytesOf(line, start, end);
  if (!isUtf8(token)) return 'not at all';
  const text = Buffer.from(token).toString('utf8');
  if (!text.includes('%')) return 'as it stands';
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch {
    return 'as it stands';
  }
}

function oneOf(words: readonly string[]): Spelling {
  const allowed = new Set(words);
  return (line, start, end) =>
    allowed.has(Buffer.from(bytesOf(line, start, end)).toString('latin1')) ? 'as it stands' : 'not at all';
}

function isAscii(line: DataView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (line.getUint8(at) > 0x7f) return false;
  return true;
}

function bytesOf(line: DataView, start: number, end: number): Uint8Array {
  return new Uint8Array(line.buffer, start, end - start);
}
