import { instanceOf } from '../wasm/instance.ts';

/** What reading lines came upon: see `assembly/record-reader.ts`. */
export const TEXT_ENDS = 0;
export const OTHER_LINE = 1;
export const NEW_CONTEXT = 2;
export type Outcome = typeof TEXT_ENDS | typeof OTHER_LINE | typeof NEW_CONTEXT;

/** Longest text that is read at a time: a line of one MiB, with some room. */
export const TEXT_BYTES = (1 << 20) + (1 << 10);
/** So many contexts, and so many bytes of their tokens, are known at a time. */
const MOST_CONTEXTS = 1 << 17;
const CONTEXT_BYTES = 32 << 20;
/** Room for the steps of all plans at a time. */
export const MOST_STEPS = 1024;
/** 32-bit words of one step of a plan. */
const STEP_WORDS = 4;

/** What the WebAssembly module exports. All numbers are 32-bit; addresses are positions in `memory`. */
interface RecordReaderModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  place(textBytes: number, rows: number, contexts: number, keyBytes: number): void;
  textAt(): number;
  stepsAt(): number;
  contextsAt(): number;
  valuesOf(column: number): number;
  lowerHalvesOf(column: number): number;
  bitmapOf(column: number): number;
  nullsOf(column: number, rows: number): number;
  beginBatch(): void;
  setAbsent(columns: number, from: number, to: number): void;
  moveToFront(from: number, rows: number): void;
  forgetContexts(): void;
  learnContext(): number;
  positionReached(): number;
  rowsReached(): number;
  readRecords(
    start: number,
    end: number,
    row: number,
    rows: number,
    firstStep: number,
    stepCount: number,
    plan: number,
    mayHaveTimestamp: number,
  ): Outcome;
}

/** Which steps read a line, and what the line may begin with. */
export interface ReadingSteps {
  readonly number: number;
  readonly firstStep: number;
  readonly stepCount: number;
  readonly mayHaveTimestamp: boolean;
}

/** The arrays of one flow column, over the memory of the reader; only rows of the batch hold anything. */
export interface ColumnArrays {
  readonly kind: 'address' | 'integer' | 'long';
  /** Values; of addresses the upper halves. */
  readonly values: Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;
  /** The lower halves of addresses. */
  readonly lowerHalves: BigInt64Array<ArrayBuffer> | null;
  readonly validity: Uint8Array<ArrayBuffer>;
}

/** The compiled reader of records and its memory: lines go in, columns come out. */
export class RecordReader {
  readonly rows: number;
  /** Where lines to be read are put. */
  readonly text: Uint8Array<ArrayBuffer>;
  readonly contexts: Int32Array<ArrayBuffer>;
  readonly columns: readonly ColumnArrays[];
  readonly #module: RecordReaderModule;
  readonly #steps: Uint32Array<ArrayBuffer>;
  readonly #textAt: number;

  /** `rows`: most rows of a batch. */
  constructor(rows: number, kinds: readonly ColumnArrays['kind'][]) {
    const module = instanceOf('record-reader') as RecordReaderModule;
    module.place(2 * TEXT_BYTES, rows, MOST_CONTEXTS, CONTEXT_BYTES);
    const { buffer } = module.memory;
    this.rows = rows;
    this.#module = module;
    this.#textAt = module.textAt();
    this.text = new Uint8Array(buffer, this.#textAt, 2 * TEXT_BYTES);
    this.#steps = new Uint32Array(buffer, module.stepsAt(), STEP_WORDS * MOST_STEPS);
    this.contexts = new Int32Array(buffer, module.contextsAt(), rows);
    this.columns = kinds.map((kind, column) => ({
      kind,
      values:
        kind === 'integer'
          ? new Int32Array(buffer, module.valuesOf(column), rows)
          : new BigInt64Array(buffer, module.valuesOf(column), rows),
      lowerHalves: kind === 'address' ? new BigInt64Array(buffer, module.lowerHalvesOf(column), rows) : null,
      validity: new Uint8Array(buffer, module.bitmapOf(column), Math.ceil(rows / 64) * 8),
    }));
  }

  /** How many of the first rows of the batch are NULL in a column. */
  nulls(column: number, rows: number): number {
    return this.#module.nullsOf(column, rows);
  }

  /** `target`: a flow column, or the number of tokens of a run. */
  setStep(
    index: number,
    [kind, target, largest]: readonly [kind: number, target: number, largest: number],
  ): void {
    const valuesAt = target < this.columns.length ? this.#module.valuesOf(target) : 0;
    this.#steps.set([kind, target, largest, valuesAt], STEP_WORDS * index);
  }

  /** Reads lines of `text` from `start` to `end` into rows from `row` on, up to the first one that is not plain. */
  read(steps: ReadingSteps, start: number, end: number, row: number): Outcome {
    const { number, firstStep, stepCount, mayHaveTimestamp } = steps;
    const at = this.#textAt;
    return this.#module.readRecords(
      at + start,
      at + end,
      row,
      this.rows,
      firstStep,
      stepCount,
      number,
      mayHaveTimestamp ? 1 : 0,
    );
  }

  /** The start of the line at which reading stopped. */
  get position(): number {
    return this.#module.positionReached() - this.#textAt;
  }

  /** The row at which reading stopped. */
  get row(): number {
    return this.#module.rowsReached();
  }

  /** The number that the context of the line at which reading stopped has from now on, or -1 when no more fit. */
  learnContext(): number {
    return this.#module.learnContext();
  }

  forgetContexts(): void {
    this.#module.forgetContexts();
  }

  beginBatch(): void {
    this.#module.beginBatch();
  }

  /** Makes rows NULL in every column of a bit mask. */
  setAbsent(columns: number, from: number, to: number): void {
    this.#module.setAbsent(columns, from, to);
  }

  /** Moves rows to the front of the batch; nothing else stays. */
  moveToFront(from: number, rows: number): void {
    this.#module.moveToFront(from, rows);
  }
}
