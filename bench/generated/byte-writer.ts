const SPACE = 0x20;
const ZERO = 0x30;

/** ASCII text as bytes, to be written many times. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** Builds lines in one buffer, byte by byte: no string per field. It grows as needed. */
export class ByteWriter {
  private bytes: Uint8Array;
  private length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  get size(): number {
    return this.length;
  }

  /** Writes a word; short ones are copied faster by a loop than by `set`. */
  word(word: Uint8Array): void {
    this.reserve(word.length);
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < word.length; i++) bytes[at++] = word[i] ?? 0;
    this.length = at;
  }

  /** Writes a whole number from 0 to 2^53. */
  integer(value: number): void {
    this.reserve(16);
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    let rest = value;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const shorter = Math.floor(rest / 10);
      this.bytes[at] = ZERO + (rest - shorter * 10);
      rest = shorter;
    }
    this.length += digits;
  }

  /** Writes the space after a field. */
  space(): void {
    this.reserve(1);
    this.bytes[this.length++] = SPACE;
  }

  /** Turns the space after the last field into the end of the line. */
  endLine(): void {
    this.bytes[this.length - 1] = 0x0a;
  }

  /** Hands over what was written and begins anew. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const wider = new Uint8Array((this.length + more) * 2);
    wider.set(this.bytes);
    this.bytes = wider;
  }
}
