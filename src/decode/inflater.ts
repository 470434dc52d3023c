import { instanceOf } from '../wasm/instance.ts';

/** Bytes of input taken at a time, and of output given. */
export const INPUT_BYTES = 256 << 10;
const OUTPUT_BYTES = 256 << 10;
/** Whatever came out before the last 32 KiB need not be counted exactly. */
const MOST_PRODUCED = 1 << 20;

/** What {@link Inflater.run} comes to; whatever is below 0 is a fault. */
export const DONE = 0;
export const NEEDS_INPUT = 1;
export const TRUNCATED = -6;

/** What is wrong with a stream, in the words of `assembly/inflate.ts`. */
export const FAULTS: Readonly<Record<number, string>> = {
  [-1]: 'a block of no known type',
  [-2]: 'a block whose codes are none',
  [-3]: 'a symbol that is none',
  [-4]: 'a distance beyond the beginning',
  [-5]: 'a stored block whose lengths contradict each other',
};

/** What the WebAssembly module exports; all numbers are 32-bit. */
interface InflateModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  place(inputBytes: number, outputBytes: number): void;
  begin(): void;
  makeRoomForInput(): number;
  addInput(bytes: number, isLast: boolean): void;
  inputAt(): number;
  inputRest(): number;
  skipInput(bytes: number): void;
  forgetInput(): void;
  outputAt(): number;
  outputReached(): number;
  takeOutput(): void;
  inflate(produced: number): number;
}

/** Those that have been let go of, to be taken again: each has a memory of its own. */
const idle: Inflater[] = [];

/** The compiled decompressor of DEFLATE streams (RFC 1951) and its memory: pieces of input go in, pieces of output come out. */
export class Inflater {
  readonly #module: InflateModule;
  readonly #memory: Uint8Array;
  #produced = 0;

  private constructor() {
    this.#module = instanceOf('inflate') as InflateModule;
    // What has not been read yet stands before what is added.
    this.#module.place(2 * INPUT_BYTES, OUTPUT_BYTES);
    this.#memory = new Uint8Array(this.#module.memory.buffer);
  }

  /** One that nobody else uses, to be given back by {@link release}. */
  static take(): Inflater {
    const inflater = idle.pop() ?? new Inflater();
    inflater.#module.forgetInput();
    return inflater;
  }

  release(): void {
    idle.push(this);
  }

  /** Begins a stream with the input that is there. */
  begin(): void {
    this.#produced = 0;
    this.#module.begin();
  }

  /** Adds at most {@link INPUT_BYTES} bytes of input, when it is needed. */
  add(bytes: Uint8Array, isLast: boolean): void {
    this.#memory.set(bytes, this.#module.makeRoomForInput());
    this.#module.addInput(bytes.length, isLast);
  }

  /** The input that has not been read. */
  get input(): Uint8Array {
    const at = this.#module.inputAt();
    return this.#memory.subarray(at, at + this.#module.inputRest());
  }

  skip(bytes: number): void {
    this.#module.skipInput(bytes);
  }

  /** Decompresses until something is needed, or the stream is at its end or broken. */
  run(): number {
    return this.#module.inflate(Math.min(this.#produced, MOST_PRODUCED));
  }

  /** What has come out, in memory that the next output takes. */
  get output(): Uint8Array {
    return this.#memory.subarray(this.#module.outputAt(), this.#module.outputReached());
  }

  /** Makes room for more output. */
  takeOutput(): void {
    this.#produced += this.output.length;
    this.#module.takeOutput();
  }
}
