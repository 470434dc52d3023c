import { isUtf8 } from 'node:buffer';
import { type Bytes, CARRIAGE_RETURN, LINE_FEED, SPACE } from './bytes.ts';
import { type ColumnPlan, DEFAULT_PLAN, planOf } from './column-plan.ts';
import { type Column, Columns } from './columns.ts';
import { explainLine } from './explain-line.ts';
import { isHeader } from './header.ts';
import { readFields, skipSpace } from './read-fields.ts';
import { skipTimestamp } from './timestamp-prefix.ts';
import type { UnparsedLine } from './unparsed-line.ts';
import { WORD_PADDING } from './token-hash.ts';

const DIGIT_2 = 0x32;
/** Files that were joined have one in front of each header. */
const BYTE_ORDER_MARK = /^\ufeff/;

/** Reads whole lines into columns: one row per record, one call to `onUnparsedLine` for each line that is none. */
export class RecordParser {
  readonly columns: Columns;
  /** Rows of the batch under way. */
  row = 0;
  /** Lines read so far. */
  lineNumber = 0;
  unparsedLines = 0;
  private readonly names = new Set<string>();
  private plan: ColumnPlan;
  /** The columns of the plan, once there is a line that may be a record. */
  private written: Column[] = [];
  private planRow = 0;
  private pastRows = 0;
  private endsEarly = false;
  /** The block under way, copied so that words may be read beyond its end. */
  private bytes: Bytes = new Uint8Array(0);
  private text = new DataView(this.bytes.buffer);
  private at = 0;
  private end = 0;

  constructor(
    readonly batchRows: number,
    fields: readonly string[] | undefined,
    private readonly onUnparsedLine: ((line: UnparsedLine) => void) | undefined,
  ) {
    this.columns = new Columns(batchRows);
    this.plan = fields ? planOf(fields, 'given') : DEFAULT_PLAN;
  }

  /** Records read so far. */
  get records(): number {
    return this.pastRows + this.row;
  }

  /** The names of all headers met, in order of first sight; those of headerless lines once there is a record. */
  get fields(): readonly string[] {
    return [...this.names];
  }

  /** Takes the next block of whole lines, when the last one has been read. */
  load(block: Uint8Array): void {
    if (block.length + WORD_PADDING > this.bytes.length) {
      this.bytes = new Uint8Array(2 * block.length + WORD_PADDING);
      this.text = new DataView(this.bytes.buffer);
    }
    this.bytes.set(block);
    this.at = 0;
    this.end = block.length;
    this.endsEarly = this.columns.haveOutgrown(this.row > 0);
  }

  /** Reads on. Returns whether a batch is full, to be taken before reading on; otherwise the block has been read. */
  parse(): boolean {
    const { text, end, batchRows } = this;
    while (this.at < end && this.row < batchRows && !this.endsEarly) {
      const { refusal, mayHideHeader } = this.plan;
      const next = refusal === null && !mayHideHeader ? this.readRecord(text, this.at) : -1;
      if (next < 0) {
        this.readOtherLine();
      } else {
        this.at = next;
        this.row++;
        this.lineNumber++;
      }
    }
    return this.row === batchRows || this.endsEarly;
  }

  /** Makes the rows of the batch complete in all columns. To be called before they are taken. */
  finishBatch(): void {
    this.columns.setAbsent(this.written, this.planRow, this.row);
    this.planRow = this.row;
  }

  /** Begins with new arrays. */
  startBatch(): void {
    this.pastRows += this.row;
    this.row = 0;
    this.planRow = 0;
    this.endsEarly = false;
    this.columns.startBatch();
    this.written = [];
  }

  /** Reads the line at `start` as a record. Returns the start of the next line, or -1, and then no row is begun. */
  private readRecord(text: DataView, start: number): number {
    return this.plan.origin === 'header' ? this.readRow(text, start) : this.readHeaderlessRecord(text, start);
  }

  private readHeaderlessRecord(text: DataView, start: number): number {
    const first = skipSpace(text, start);
    const afterTimestamp = skipTimestamp(text, first);
    let next = -1;
    if (afterTimestamp > first) next = this.readUnprefixed(text, skipSpace(text, afterTimestamp));
    if (next < 0) next = this.readUnprefixed(text, first);
    if (next >= 0 && this.planRow === this.row) for (const name of this.plan.names) this.names.add(name);
    return next;
  }

  private readUnprefixed(text: DataView, start: number): number {
    const isVersion2 = text.getUint8(start) === DIGIT_2 && text.getUint8(start + 1) <= SPACE;
    return this.plan.origin === 'default' && !isVersion2 ? -1 : this.readRow(text, start);
  }

  private readRow(text: DataView, start: number): number {
    if (this.written.length === 0) this.written = this.columns.use(this.plan.names, this.row);
    const next = readFields(this.written, text, start, this.row);
    if (next < 0) this.restoreRow();
    return next;
  }

  private restoreRow(): void {
    for (const column of this.written) column.validity.restore(this.row);
  }

  /** Reads a line that is no record of the usual kind: blank, a header, or not to be read. */
  private readOtherLine(): void {
    const start = this.at;
    const lineEnd = this.bytes.indexOf(LINE_FEED, start);
    this.at = lineEnd + 1;
    this.lineNumber++;
    const hasReturn = lineEnd > start && this.bytes[lineEnd - 1] === CARRIAGE_RETURN;
    const bytes = this.bytes.subarray(start, hasReturn ? lineEnd - 1 : lineEnd);
    const isText = isUtf8(bytes);
    const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
      isText ? 'utf8' : 'latin1',
    );
    const tokens = line
      .replace(BYTE_ORDER_MARK, '')
      .split(/[ \t]+/)
      .filter((token) => token !== '');
    if (tokens.length === 0) return;
    if (isHeader(tokens)) {
      this.follow(planOf(tokens, 'header'));
    } else if (
      this.plan.mayHideHeader &&
      this.plan.refusal === null &&
      this.readRecord(this.text, start) >= 0
    ) {
      this.row++;
    } else {
      this.unparsedLines++;
      const reason = explainLine(tokens, this.plan, isText);
      this.onUnparsedLine?.({ lineNumber: this.lineNumber, reason, line });
    }
  }

  /** Lines from here on are under another header. */
  private follow(plan: ColumnPlan): void {
    this.finishBatch();
    this.plan = plan;
    this.written = [];
    for (const name of plan.names) this.names.add(name);
  }
}
