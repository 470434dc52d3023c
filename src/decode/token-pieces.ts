/** Bytes that come in pieces, collected until they are whole. */
export class TokenPieces {
  length = 0;
  private pieces: Uint8Array[] = [];

  /** Adds a copy of a piece. */
  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.pieces.push(Uint8Array.from(piece));
    this.length += piece.length;
  }

  /** All bytes with those of `last` behind them, of which the memory may be shared; from now on collected anew. */
  takeWith(last: Uint8Array): Uint8Array {
    const whole = this.length === 0 ? last : Buffer.concat([...this.pieces, last]);
    this.pieces = [];
    this.length = 0;
    return whole;
  }

  /** All bytes as text, and they stay. */
  text(): string {
    return Buffer.from(this.whole()).toString('utf8');
  }

  /** At most `length` of the last bytes, with those of `rest` behind them, as Latin-1. */
  lastText(rest: Uint8Array, length: number): string {
    if (rest.length >= length) return Buffer.from(rest.subarray(-length)).toString('latin1');
    const whole = Buffer.concat([this.whole(), rest]);
    return whole.subarray(-length).toString('latin1');
  }

  private whole(): Uint8Array {
    if (this.pieces.length !== 1) this.pieces = [Buffer.concat(this.pieces)];
    return this.pieces[0] ?? new Uint8Array(0);
  }
}
