const LINE_FEED = 0x0a;
/** Longest line: a record of all fields has some 2 KiB. */
const MAX_LINE = 1 << 20;
/** Longest piece handed on at a time: some milliseconds of work, then others may have their turn. */
const MAX_BLOCK = 256 << 10;

/**
 * The text in blocks of whole lines, however its chunks are cut; the last one ends in a line feed too. A block may share
 * the memory of its chunk, so it holds only until the next one is asked for. `linesSoFar`: lines of the blocks handed on,
 * for the error.
 *
 * @throws Error when a line is longer than any flow log has, and whatever the chunks throw
 */
export async function* wholeLines(
  chunks: AsyncIterable<Uint8Array>,
  linesSoFar: () => number,
): AsyncGenerator<Uint8Array> {
  const lines = new LineBlocks(linesSoFar);
  for await (const chunk of chunks) yield* lines.push(chunk);
  yield* lines.end();
}

/** Cuts one chunk after another. */
class LineBlocks {
  /** The begun last line. */
  private readonly tail: Uint8Array[] = [];
  private tailLength = 0;

  constructor(private readonly linesSoFar: () => number) {}

  /** The lines that are complete with this chunk. */
  *push(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let at = 0; at < chunk.length; at += MAX_BLOCK)
      yield* this.pushPiece(chunk.subarray(at, at + MAX_BLOCK));
  }

  /** The last line, when the text does not end with a line feed. */
  *end(): Generator<Uint8Array, void, undefined> {
    if (this.tailLength > 0) yield this.takeTail(Uint8Array.of(LINE_FEED));
  }

  private *pushPiece(piece: Uint8Array): Generator<Uint8Array, void, undefined> {
    let start = 0;
    if (this.tailLength > 0) {
      const end = piece.indexOf(LINE_FEED);
      if (end < 0) {
        this.keep(piece);
        return;
      }
      start = end + 1;
      this.checkLength(end);
      yield this.takeTail(piece.subarray(0, start));
    }
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end > start) yield piece.subarray(start, end);
    this.keep(piece.subarray(Math.max(start, end)));
  }

  private keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.checkLength(piece.length);
    this.tail.push(Uint8Array.from(piece));
    this.tailLength += piece.length;
  }

  private checkLength(more: number): void {
    if (this.tailLength + more <= MAX_LINE) return;
    throw new Error(`line ${this.linesSoFar() + 1} is longer than 1 MiB: not a flow log`);
  }

  private takeTail(rest: Uint8Array): Uint8Array {
    const line = new Uint8Array(this.tailLength + rest.length);
    let at = 0;
    for (const piece of [...this.tail, rest]) {
      line.set(piece, at);
      at += piece.length;
    }
    this.tail.length = 0;
    this.tailLength = 0;
    return line;
  }
}
