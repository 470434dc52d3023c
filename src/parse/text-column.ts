import { TEXT } from './column-kind.ts';
import { TokenTable } from './token-table.ts';
import type { Spelling } from './spelt.ts';
import { Validity } from './validity.ts';

/** Dictionaries above this many values begin anew with the next batch. */
export const MAX_KEPT_VALUES = 32_768;
const FIRST_CODES = 128;

/** A column of text: codes into a dictionary of the distinct values. */
export class TextColumn {
  readonly kind = TEXT;
  codes = new Int32Array(0);
  validity = new Validity(0);
  /** The tokens as the log spells them. */
  tokens = new TokenTable();
  /** The values that the tokens stand for: the very same table until a value is spelt otherwise. */
  dictionary = this.tokens;
  /** Code of each token, once tokens and values differ. */
  private codesOfTokens = new Int32Array(0);

  constructor(readonly spelling: Spelling) {}

  /** New arrays for the next batch; the dictionary is kept while it is small. */
  renew(rows: number): void {
    this.codes = new Int32Array(rows);
    this.validity = new Validity(rows);
    if (this.tokens.size > MAX_KEPT_VALUES || this.isOutgrown) this.forget();
  }

  /** Empties the dictionary, for which no row may hold a code. */
  forget(): void {
    this.tokens = new TokenTable(this.isOutgrown ? undefined : this.tokens.room);
    this.dictionary = this.tokens;
  }

  /** Whether the batch should end early, for the sake of memory. */
  get isOutgrown(): boolean {
    return this.tokens.isGreat || this.dictionary.isGreat;
  }

  /** The code of the token from `start` to `end`, or -1 when it is no value of this column. */
  codeOf(line: DataView, start: number, end: number, hash: number): number {
    const id = this.tokens.find(line, start, end, hash);
    if (id < 0) return this.learn(line, start, end, hash);
    return this.tokens === this.dictionary ? id : this.codesOfTokens[id]!;
  }

  private learn(line: DataView, start: number, end: number, hash: number): number {
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
    this.codesOfTokens = Int32Array.from({ length: 2 * count + FIRST_CODES }, (_, id) => id);
  }

  private setCode(id: number, code: number): void {
    if (id >= this.codesOfTokens.length) {
      const codes = new Int32Array(2 * id);
      codes.set(this.codesOfTokens);
      this.codesOfTokens = codes;
    }
    this.codesOfTokens[id] = code;
  }
}
