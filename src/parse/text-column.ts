import { DASH } from './bytes.ts';
import { TokenTable } from './token-table.ts';
import { bytesBefore, firstBytes, HASH_SEED, hashWord, stopMarks } from './words.ts';
import type { Spelling } from './spelling.ts';
import { Validity } from './validity.ts';

/** Dictionaries above this many values begin anew with the next batch. */
export const MAX_KEPT_VALUES = 32_768;
/** A batch ends early rather than let the dictionary of one column outgrow this many bytes. */
export const MAX_DICTIONARY_BYTES = 64 << 20;
const FIRST_CODES = 128;

/** A column of text: codes into a dictionary of the distinct values. */
export class TextColumn {
  readonly kind = 'text';
  codes = new Int32Array(0);
  validity = new Validity(0);
  /** The tokens as the log spells them. */
  tokens = new TokenTable();
  /** The values that the tokens stand for: the very same table until a value is spelt otherwise. */
  dictionary = this.tokens;
  /** Code of each token, once tokens and values differ. */
  codeOf = new Int32Array(0);

  constructor(readonly spelling: Spelling) {}

  /** New arrays for the next batch; the dictionary is kept while it is small. */
  renew(rows: number): void {
    this.codes = new Int32Array(rows);
    this.validity = new Validity(rows);
    if (this.tokens.size > MAX_KEPT_VALUES || this.isOutgrown) this.forget();
  }

  /** Empties the dictionary, for which no row may hold a code. */
  forget(): void {
    this.tokens = new TokenTable();
    this.dictionary = this.tokens;
  }

  get isOutgrown(): boolean {
    return (
      this.tokens.bytes.length > MAX_DICTIONARY_BYTES || this.dictionary.bytes.length > MAX_DICTIONARY_BYTES
    );
  }

  /** The code of a token not met before, or -1 when it is no value of this column. */
  learn(line: DataView, start: number, end: number, hash: number): number {
    const value = this.spelling(line, start, end);
    if (value === 'not at all') return -1;
    const id = this.tokens.add(line, start, end, hash);
    if (this.dictionary === this.tokens) {
      if (value === 'as it stands') return id;
      this.splitDictionary(id);
    }
    const code =
      value === 'as it stands'
        ? this.dictionary.intern(line, start, end, hash)
        : this.dictionary.internBytes(value);
    this.setCode(id, code);
    return code;
  }

  /** Gives the values a table of their own, which so far are spelt as the first `count` tokens. */
  private splitDictionary(count: number): void {
    this.dictionary = this.tokens.copy(count);
    this.codeOf = Int32Array.from({ length: 2 * count + FIRST_CODES }, (_, id) => id);
  }

  private setCode(id: number, code: number): void {
    if (id >= this.codeOf.length) {
      const codeOf = new Int32Array(2 * id);
      codeOf.set(this.codeOf);
      this.codeOf = codeOf;
    }
    this.codeOf[id] = code;
  }
}

/** Reads the token at `start` into a row. Returns the position after it, or -1 when it does not fit. */
export function readText(column: TextColumn, line: DataView, start: number, row: number): number {
  let at = start;
  let hash = HASH_SEED;
  let word = line.getInt32(at, true);
  let marks = stopMarks(word);
  while (marks === 0) {
    hash = hashWord(hash, word);
    at += 4;
    word = line.getInt32(at, true);
    marks = stopMarks(word);
  }
  const rest = bytesBefore(marks);
  word = firstBytes(word, rest);
  hash = hashWord(hash, word);
  at += rest;
  if (at <= start + 1) {
    if (at === start) return -1;
    if (word === DASH) {
      column.validity.setNull(row);
      return at;
    }
  }
  const id = column.tokens.find(line, start, at, hash);
  let code = id;
  if (id < 0) {
    code = column.learn(line, start, at, hash);
    if (code < 0) return -1;
  } else if (column.tokens !== column.dictionary) {
    code = column.codeOf[id]!;
  }
  column.codes[row] = code;
  return at;
}
