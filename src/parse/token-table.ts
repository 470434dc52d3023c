import type { Bytes } from './bytes.ts';
import { hashToken, WORD_PADDING } from './words.ts';

const FIRST_TOKENS = 128;
const FIRST_BYTES = 4096;

/**
 * Distinct byte strings, numbered from 0 in order of first sight. It only grows, and what has been written is never
 * moved within an array, so `offsets` and `bytes` of an earlier moment stay true.
 */
export class TokenTable {
  size = 0;
  /** The tokens one after another. */
  bytes: Bytes = new Uint8Array(FIRST_BYTES);
  /** Token `id` stands in `bytes` from `offsets[id]` to `offsets[id + 1]`. */
  offsets: Int32Array<ArrayBuffer> = new Int32Array(FIRST_TOKENS + 1);
  private view = new DataView(this.bytes.buffer);
  /** Open addressing, half full at most. A slot is two words: id + 1, or 0 where free, and the hash. */
  private slots = new Int32Array(4 * FIRST_TOKENS);

  /** The number of the token from `start` to `end`, or -1. `hash` is its hash by words. */
  find(source: DataView, start: number, end: number, hash: number): number {
    const { slots } = this;
    const last = slots.length - 1;
    for (let slot = (hash << 1) & last; ; slot = (slot + 2) & last) {
      const id = slots[slot]! - 1;
      if (id < 0) return -1;
      if (slots[slot + 1] === hash && this.holds(id, source, start, end)) return id;
    }
  }

  /** Adds a token that {@link find} did not find. */
  add(source: DataView, start: number, end: number, hash: number): number {
    const id = this.size;
    if (id + 1 === this.offsets.length) this.growSlots();
    let to = this.offsets[id]!;
    if (to + end - start + WORD_PADDING > this.bytes.length) this.growBytes(to + end - start + WORD_PADDING);
    for (let from = start; from < end; from++) this.bytes[to++] = source.getUint8(from);
    this.offsets[id + 1] = to;
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
    let slot = (hash << 1) & last;
    while (this.slots[slot] !== 0) slot = (slot + 2) & last;
    this.slots[slot] = id + 1;
    this.slots[slot + 1] = hash;
  }

  private growSlots(): void {
    const { offsets, slots } = this;
    this.offsets = new Int32Array(2 * offsets.length - 1);
    this.offsets.set(offsets);
    this.slots = new Int32Array(2 * slots.length);
    for (let slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot] !== 0) this.place(slots[slot]! - 1, slots[slot + 1]!);
    }
  }

  private growBytes(atLeast: number): void {
    const { bytes } = this;
    this.bytes = new Uint8Array(Math.max(atLeast, 2 * bytes.length));
    this.bytes.set(bytes);
    this.view = new DataView(this.bytes.buffer);
  }
}
