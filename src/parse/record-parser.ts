import { isUtf8 } from 'node:buffer';
import { type Bytes, CARRIAGE_RETURN, LINE_FEED, SPACE } from './bytes.ts';
import { type ColumnPlan, DEFAULT_PLAN, planOf } from './column-plan.ts';
import { type Context, contextOf } from './context.ts';
import { explainLine, isTimestamp } from './explain-line.ts';
import { isHeader } from './header.ts';
import { tokensOf } from './line-tokens.ts';
import { FLOW_KINDS, KnownPlans, type PlanSteps } from './plan-steps.ts';
import { type RecordColumns, recordColumns } from './record-columns.ts';
import { NEW_CONTEXT, RecordReader, TEXT_BYTES, TEXT_ENDS } from './record-reader.ts';
import type { UnparsedLine } from './unparsed-line.ts';

/** Files that were joined have one in front of each header. */
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** How the lines of one object are read. */
export interface ObjectOptions {
  /** Field names, in order, for lines that stand under no header. */
  readonly fields?: readonly string[] | undefined;
  /** Told of every line that is not a record. */
  readonly onUnparsedLine?: ((line: UnparsedLine) => void) | undefined;
}

/**
 * Reads whole lines into columns: one row per record, one call to `onUnparsedLine` for each line that is none. Objects
 * may follow one another within a batch; what is known of contexts is kept from one to the next.
 */
export class RecordParser {
  /** Rows of the batch under way. */
  row = 0;
  /** Lines of the object read so far. */
  lineNumber = 0;
  unparsedLines = 0;
  /** All contexts by number, of this batch and of those before it, since they were last forgotten. */
  private contexts: Context[] = [];
  private readonly reader: RecordReader;
  private readonly plans: KnownPlans;
  private steps: PlanSteps;
  /** Where in the batch the lines under the plan began. */
  private planRow = 0;
  private objectRow = 0;
  private objectPastRows = 0;
  private names = new Set<string>();
  private options: ObjectOptions = {};
  private isOutgrown = false;
  /** The next plan, for which there is no room before the batch has been taken. */
  private nextPlan: ColumnPlan | null = null;
  private at = 0;
  private end = 0;

  constructor(readonly batchRows: number) {
    this.reader = new RecordReader(batchRows, FLOW_KINDS);
    this.plans = new KnownPlans(this.reader);
    this.steps = this.plans.stepsOf(DEFAULT_PLAN) as PlanSteps;
  }

  /** Begins an object, in the same batch. */
  beginObject(options: ObjectOptions): void {
    this.options = options;
    this.lineNumber = 0;
    this.unparsedLines = 0;
    this.names = new Set();
    this.objectRow = this.row;
    this.objectPastRows = 0;
    this.follow(options.fields ? planOf(options.fields, 'given') : DEFAULT_PLAN);
  }

  /** Records of the object read so far. */
  get records(): number {
    return this.objectPastRows + this.row - this.objectRow;
  }

  /** Rows of the batch that belong to the objects before this one. */
  get rowsBeforeObject(): number {
    return this.objectRow;
  }

  /** The names of all headers met in the object, in order of first sight; of headerless lines once there is a record. */
  get fields(): readonly string[] {
    return [...this.names];
  }

  /** Takes the next block of whole lines, when the last one has been read. */
  load(block: Uint8Array): void {
    if (block.length > TEXT_BYTES) throw new Error(`Cannot read ${block.length} bytes at a time`);
    this.reader.text.set(block);
    this.at = 0;
    this.end = block.length;
  }

  /** Whether the batch has to be taken before reading on. */
  get isFull(): boolean {
    return this.row === this.batchRows || this.isOutgrown;
  }

  /** Reads on. Returns whether a batch is full, to be taken before reading on; otherwise the block has been read. */
  parse(): boolean {
    this.readLines();
    while (this.isOutgrown && this.row === 0) {
      this.startBatch();
      this.readLines();
    }
    return this.isFull;
  }

  private readLines(): void {
    while (this.at < this.end && !this.isFull) {
      if (this.steps.plan.refusal === null && this.readPlainLines()) continue;
      if (!this.readLine()) break;
    }
  }

  /** The first `rows` rows of the batch, by default all, over memory that the next reading writes to. */
  takeBatch(rows = this.row): RecordColumns {
    this.setAbsent();
    return recordColumns(this.reader, rows, this.contexts);
  }

  /** Begins the next batch with what has been read of the object; only what was taken of the batch goes. */
  startBatch(taken = this.row): void {
    this.setAbsent();
    const rest = this.row - taken;
    if (rest > 0) this.reader.moveToFront(taken, rest);
    else this.reader.beginBatch();
    this.objectPastRows += Math.max(0, taken - this.objectRow);
    this.objectRow = Math.max(0, this.objectRow - taken);
    this.row = rest;
    this.planRow = rest;
    if (this.isOutgrown && rest === 0) this.forgetContexts();
  }

  /** Takes the object's rows back out of the batch. */
  dropObject(): void {
    this.setAbsent();
    this.reader.moveToFront(0, this.objectRow);
    this.row = this.objectRow;
    this.planRow = this.row;
    this.at = this.end;
  }

  private forgetContexts(): void {
    this.contexts = [];
    this.reader.forgetContexts();
    this.plans.forget();
    this.isOutgrown = false;
    this.follow(this.nextPlan ?? this.steps.plan);
    this.nextPlan = null;
  }

  /** Reads lines of the plainest form. Returns whether it came to the end of the block or of the batch. */
  private readPlainLines(): boolean {
    const { reader } = this;
    const outcome = reader.read(this.steps, this.at, this.end, this.row);
    const read = reader.row - this.row;
    this.at = reader.position;
    this.row += read;
    this.lineNumber += read;
    if (read > 0 && this.steps.plan.origin !== 'header') this.nameFields();
    return outcome === TEXT_ENDS;
  }

  /** Reads one line of any form. Returns false when it needs another batch. */
  private readLine(): boolean {
    const line = this.lineAt(this.at);
    const tokens = tokensOf(withoutReturn(withoutMark(line)));
    const next = this.at + line.length + 1;
    if (tokens.length > 0 && !this.readTokens(tokens, line)) return false;
    this.at = next;
    this.lineNumber++;
    return true;
  }

  private readTokens(tokens: readonly Bytes[], line: Bytes): boolean {
    const words = tokens.map((token) => textOf(token));
    if (isHeader(words)) {
      this.follow(planOf(words, 'header'));
      return !this.isOutgrown;
    }
    const { plan } = this.steps;
    const isRecord =
      plan.refusal === null &&
      ((plan.origin !== 'header' && isTimestamp(words[0]) && this.readRecord(tokens.slice(1))) ||
        this.readRecord(tokens));
    if (this.isOutgrown) return false;
    if (!isRecord) {
      this.unparsedLines++;
      const reason = explainLine(words, plan, isUtf8(line));
      this.options.onUnparsedLine?.({
        lineNumber: this.lineNumber + 1,
        reason,
        line: textOf(withoutReturn(line)),
      });
    }
    return true;
  }

  /** Reads tokens as a record, put in plain form. Returns whether they are one. */
  private readRecord(tokens: readonly Bytes[]): boolean {
    const { reader } = this;
    // A timestamp in front is gone; another one is a field.
    const steps = { ...this.steps, mayHaveTimestamp: false };
    if (tokens.length !== steps.plan.names.length) return false;
    let end = TEXT_BYTES;
    for (const token of tokens) {
      reader.text.set(token, end);
      end += token.length;
      reader.text[end++] = SPACE;
    }
    reader.text[end - 1] = LINE_FEED;
    const read = () => reader.read(steps, TEXT_BYTES, end, this.row);
    let outcome = read();
    if (outcome === NEW_CONTEXT && this.learnContext(tokens)) outcome = read();
    if (outcome !== TEXT_ENDS) return false;
    this.row++;
    if (steps.plan.origin !== 'header') this.nameFields();
    return true;
  }

  private learnContext(tokens: readonly Bytes[]): boolean {
    const context = contextOf(this.steps.plan, tokens);
    if (context === null) return false;
    const number = this.reader.learnContext();
    if (number < 0) this.isOutgrown = true;
    else this.contexts[number] = context;
    return number >= 0;
  }

  /** Lines from here on are under another header. */
  private follow(plan: ColumnPlan): void {
    this.setAbsent();
    const steps = this.plans.stepsOf(plan);
    if (steps === null) {
      this.isOutgrown = true;
      this.nextPlan = plan;
      return;
    }
    this.steps = steps;
    if (plan.origin === 'header') this.nameFields();
  }

  private nameFields(): void {
    for (const name of this.steps.plan.names) this.names.add(name);
  }

  /** Makes the rows under the plan complete in the columns that its lines lack. */
  private setAbsent(): void {
    this.reader.setAbsent(this.steps.absent, this.planRow, this.row);
    this.planRow = this.row;
  }

  private lineAt(start: number): Bytes {
    return this.reader.text.subarray(start, this.reader.text.indexOf(LINE_FEED, start));
  }
}

function withoutReturn(line: Bytes): Bytes {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}

function withoutMark(line: Bytes): Bytes {
  return BYTE_ORDER_MARK.every((byte, i) => line[i] === byte) ? line.subarray(BYTE_ORDER_MARK.length) : line;
}

/** Text as UTF-8, or as Latin-1 when it is not valid UTF-8. */
function textOf(bytes: Bytes): string {
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding);
}
