import { crc32 } from './crc32.ts';
import { DONE, FAULTS, Inflater, INPUT_BYTES, NEEDS_INPUT, TRUNCATED } from './inflater.ts';

const MAGIC = [0x1f, 0x8b];
const DEFLATE = 8;
/** Flags of a member's header (RFC 1952, section 2.3.1). */
const HAS_HEADER_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const RESERVED = 0xe0;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/**
 * The content of a gzip stream (RFC 1952) of one or more members, checked against their checksums and lengths. Zeros behind
 * the last member are padding. A chunk holds only until the next one is asked for.
 *
 * @throws Error when the last member is not whole, when one is corrupt, and when other data follows
 */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = Inflater.take();
  const input = new GzipInput(inflater, compressed[Symbol.asyncIterator]());
  try {
    do yield* member(inflater, input);
    while (await input.hasMember());
  } finally {
    inflater.release();
    await input.close();
  }
}

async function* member(inflater: Inflater, input: GzipInput): AsyncGenerator<Uint8Array> {
  await skipHeader(input);
  inflater.begin();
  let checksum = 0;
  let length = 0;
  for (;;) {
    const outcome = inflater.run();
    if (outcome === NEEDS_INPUT) {
      await input.fill();
      continue;
    }
    if (outcome === TRUNCATED) throw truncated();
    if (outcome < 0) throw corrupt(FAULTS[outcome] ?? 'broken');
    const { output } = inflater;
    checksum = crc32(output, checksum);
    length += output.length;
    if (output.length > 0) yield output;
    inflater.takeOutput();
    if (outcome === DONE) break;
  }
  const trailer = await input.take(TRAILER_BYTES);
  if (trailer.getUint32(0, true) !== checksum) throw corrupt('the checksum does not fit');
  if (trailer.getUint32(4, true) !== length % 2 ** 32) throw corrupt('the length does not fit');
}

async function skipHeader(input: GzipInput): Promise<void> {
  const header = await input.take(HEADER_BYTES);
  const flags = header.getUint8(3);
  if (header.getUint8(2) !== DEFLATE || (flags & RESERVED) !== 0) throw corrupt('a header of no known kind');
  if (flags & HAS_EXTRA) await input.take((await input.take(2)).getUint16(0, true));
  if (flags & HAS_NAME) await input.skipText();
  if (flags & HAS_COMMENT) await input.skipText();
  if (flags & HAS_HEADER_CRC) await input.take(2);
}

/** The compressed bytes, from one member to the next, in the memory of the inflater. */
class GzipInput {
  readonly #inflater: Inflater;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #isDone = false;

  constructor(inflater: Inflater, chunks: AsyncIterator<Uint8Array>) {
    this.#inflater = inflater;
    this.#chunks = chunks;
  }

  /** Adds input. Returns whether there was any more. */
  async fill(): Promise<boolean> {
    while (this.#chunk.length === 0 && !this.#isDone) {
      const next = await this.#chunks.next();
      if (next.done) this.#isDone = true;
      else this.#chunk = next.value;
    }
    const piece = this.#chunk.subarray(0, INPUT_BYTES);
    this.#chunk = this.#chunk.subarray(piece.length);
    this.#inflater.add(piece, this.#isDone);
    return piece.length > 0;
  }

  /** The next bytes, which belong to the framing. */
  async take(length: number): Promise<DataView> {
    while (this.#inflater.input.length < length) if (!(await this.fill())) throw truncated();
    const bytes = this.#inflater.input.slice(0, length);
    this.#inflater.skip(length);
    return new DataView(bytes.buffer);
  }

  /** Passes over text up to and with the zero at its end. */
  async skipText(): Promise<void> {
    while ((await this.take(1)).getUint8(0) !== 0);
  }

  /** Whether another member follows. */
  async hasMember(): Promise<boolean> {
    while (this.#inflater.input.length < MAGIC.length && (await this.fill()));
    if (MAGIC.every((byte, i) => this.#inflater.input[i] === byte)) return true;
    do {
      const { input } = this.#inflater;
      if (input.some((byte) => byte !== 0)) throw new Error('gzip stream is followed by other data');
      this.#inflater.skip(input.length);
    } while (await this.fill());
    return false;
  }

  async close(): Promise<void> {
    if (!this.#isDone) await this.#chunks.return?.();
  }
}

function truncated(): Error {
  return new Error('gzip stream ends early: the object is truncated');
}

function corrupt(why: string): Error {
  return new Error(`gzip stream is corrupt: ${why}`);
}
