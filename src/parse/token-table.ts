import type { Bytes } from './bytes.ts';
import { hashToken, WORD_PADDING } from './token-hash.ts';

const FIRST_TOKENS = 128;
const FIRST_BYTES = 4096;
/** Bits of a slot for the number of a token; those above hold a piece of the hash. */
const ID_BITS = 20;
const ID_MASK = (1 << ID_BITS) - 1;
/** Above so many tokens or bytes it is time to begin anew. */
const GREAT_SIZE = 1 << (ID_BITS - 1);
const GREAT_BYTES = 64 << 20;

/**
 * Distinct byte strings, numbered from 0 in order of first sight. It only grows, and what has been written is never
 * moved within an array, so `offsets` and `bytes` of an earlier moment stay true.
 */
export class TokenTable {
  size = 0;
  /** The tokens one after another. */
  bytes: Bytes = new Uint8Array(FIRST_BYTES);
  /** Token `id` stands in `bytes` from `offsets[id]` to `offsets[id + 1]`. */
  offsets: Int32Array<ArrayBuffer>;
  private view = new DataView(this.bytes.buffer);
  private hashes: Int32Array;
  /**
   * Open addressing, half full at most. A slot is 0 where free, or id + 1 below the top bits of the hash: looking up is
   * bound by cache misses, so all that is needed to pass over a wrong slot fits one word.
   */
  private slots: Int32Array;

  /** `room`: how many tokens there is room for before it must grow, a power of two. */
  constructor(room = FIRST_TOKENS) {
    this.offsets = new Int32Array(room + 1);
    this.hashes = new Int32Array(room);
    this.slots = new Int32Array(2 * room);
  }

  /** How many tokens there is room for. */
  get room(): number {
    return this.hashes.length;
  }

  /** Whether the table has outgrown its bounds. What one block of lines adds then still has room. */
  get isGreat(): boolean {
    return this.size > GREAT_SIZE || this.bytes.length > GREAT_BYTES;
  }

  /** The number of the token from `start` to `end`, or -1. `hash` is its hash by words. */
  find(source: DataView, start: number, end: number, hash: number): number {
    const { slots } = this;
    const last = slots.length - 1;
    for (let at = hash & last; ; at = (at + 1) & last) {
      const slot = slots[at]!;
      if (slot === 0) return -1;
      const id = (slot & ID_MASK) - 1;
      if (((slot ^ hash) & ~ID_MASK) === 0 && this.holds(id, source, start, end)) return id;
    }
  }

  /** Adds a token that {@link find} did not find. */
  add(source: DataView, start: number, end: number, hash: number): number {
    const id = this.size;
    if (id === this.hashes.length) this.growSlots();
    let to = this.offsets[id]!;
    if (to + end - start + WORD_PADDING > this.bytes.length) this.growBytes(to + end - start + WORD_PADDING);
    for (let from = start; from < end; from++) this.bytes[to++] = source.getUint8(from);
    this.offsets[id + 1] = to;
    this.hashes[id] = hash;
    this.place(id, hash);
    this.size = id + 1;
    return id;
  }

  /** The number of a token, added when it is new. */
  intern(source: DataView, start: number, end: number, hash: number): number {
    const id = this.find(source, start, end, hash);
    return id >= 0 ? id : this.add(source, start, end, hash);
  }

  /** The number of a token that comes by itself, added when it is new. */
  internBytes(token: Uint8Array): number {
    const padded = new Uint8Array(token.length + WORD_PADDING);
    padded.set(token);
    const source = new DataView(padded.buffer);
    return this.intern(source, 0, token.length, hashToken(source, token.length));
  }

  /** A table of the first `count` tokens. */
  copy(count: number): TokenTable {
    const table = new TokenTable();
    for (let id = 0; id < count; id++) {
      table.internBytes(this.bytes.subarray(this.offsets[id], this.offsets[id + 1]));
    }
    return table;
  }

  private holds(id: number, source: DataView, start: number, end: number): boolean {
    const { view } = this;
    let at = this.offsets[id]!;
    const length = end - start;
    if (this.offsets[id + 1]! - at !== length) return false;
    let from = start;
    for (const stop = end - 3; from < stop; from += 4) {
      if (view.getInt32(at, true) !== source.getInt32(from, true)) return false;
      at += 4;
    }
    const rest = end - from;
    return rest === 0 || (view.getInt32(at, true) ^ source.getInt32(from, true)) << ((4 - rest) << 3) === 0;
  }

  private place(id: number, hash: number): void {
    const last = this.slots.length - 1;
    let at = hash & last;
    while (this.slots[at] !== 0) at = (at + 1) & last;
    this.slots[at] = (hash & ~ID_MASK) | (id + 1);
  }

  private growSlots(): void {
    const { offsets, hashes } = this;
    if (hashes.length > GREAT_SIZE) throw new Error('Cannot keep more than a million values of one field');
    this.offsets = new Int32Array(2 * hashes.length + 1);
    this.offsets.set(offsets);
    this.hashes = new Int32Array(2 * hashes.length);
    this.hashes.set(hashes);
    this.slots = new Int32Array(2 * this.slots.length);
    for (let id = 0; id < this.size; id++) this.place(id, hashes[id]!);
  }

  private growBytes(atLeast: number): void {
    const { bytes } = this;
    this.bytes = new Uint8Array(Math.max(atLeast, 2 * bytes.length));
    this.bytes.set(bytes);
    this.view = new DataView(this.bytes.buffer);
  }
}
