import type { UnparsedLine } from '../parse/unparsed-line.ts';
import { isOpen, plainCells, rowOf } from './csv-cells.ts';
import { type CsvPlan, csvPlan, hasSpace, isLaterHeader, lineOf, unfitColumn } from './csv-header.ts';
import { wholeLines } from './line-blocks.ts';
import { LineWriter } from './line-writer.ts';

/** Longest row, with its line breaks. */
const MAX_ROW = 1 << 20;
/** As bytes. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** Reads the cells of a row that is not plain; undefined when its quotes are broken. */
type HardCells = (row: string) => string[] | undefined;

/**
 * CSV as lines of records. Line numbers are those of the CSV: of a row of several lines, that of the first. Fails when
 * the header is not understood, and when the text ends within quotes.
 */
export async function* csvLines(
  stream: AsyncIterable<Uint8Array>,
  onUnparsedLine?: (line: UnparsedLine) => void,
): AsyncGenerator<Uint8Array> {
  // Latin-1 keeps all bytes, whatever they are: the parser judges them.
  const writer = new LineWriter('latin1', onUnparsedLine);
  const rows = new CsvRows(writer, await loadHardCells());
  for await (const block of wholeLines(stream, () => rows.lineNumber)) {
    rows.read(block);
    if (writer.isFull) yield writer.take();
  }
  rows.end();
  yield writer.take();
}

/** Loaded only where there is CSV. */
async function loadHardCells(): Promise<HardCells> {
  const { parse } = await import('csv-parse/sync');
  return (row) => {
    try {
      return parse(row, { relax_column_count: true, record_delimiter: '\n' })[0];
    } catch {
      return undefined;
    }
  };
}

/** The rows of a CSV and what they are. */
class CsvRows {
  /** Lines of the CSV read so far. */
  lineNumber = 0;
  private plan: CsvPlan | undefined;
  /** The lines of a row whose quotes are still open. */
  private begun = '';
  private begunLines = 0;

  constructor(
    private readonly writer: LineWriter,
    private readonly hardCells: HardCells,
  ) {}

  /** Reads whole lines. */
  read(block: Uint8Array): void {
    const text = Buffer.from(block.buffer, block.byteOffset, block.length).toString('latin1');
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start);
      const next = text.charCodeAt(end - 1) === 0x0d && end > start ? end - 1 : end;
      this.lineNumber++;
      this.readLine(text.slice(start, next));
      start = end + 1;
    }
  }

  /** To be called behind the last line. */
  end(): void {
    if (this.begunLines === 0) return;
    const line = this.lineNumber - this.begunLines + 1;
    throw new Error(`CSV ends within the quotes of the row at line ${line}: the object is truncated`);
  }

  private readLine(whole: string): void {
    // Files that were joined have one in front of each header.
    const isMarked = this.begunLines === 0 && whole.startsWith(BYTE_ORDER_MARK);
    const line = isMarked ? whole.slice(BYTE_ORDER_MARK.length) : whole;
    if (this.begunLines === 0) {
      if (line === '') {
        this.writer.skip();
        return;
      }
      const cells = plainCells(line);
      if (cells) {
        this.readRow(cells, hasSpace(line));
        return;
      }
    }
    const row = this.begunLines === 0 ? line : `${this.begun}\n${line}`;
    const lines = this.begunLines + 1;
    const goesOn = this.begunLines === 0 ? isOpen(line) : !isOpen(line);
    this.begun = goesOn ? row : '';
    this.begunLines = goesOn ? lines : 0;
    if (!goesOn) this.readHardRow(row, lines);
    else if (row.length > MAX_ROW)
      throw new Error(
        `CSV row at line ${this.lineNumber - lines + 1} is longer than 1 MiB: are its quotes closed?`,
      );
  }

  private readHardRow(row: string, lines: number): void {
    const cells = this.hardCells(row);
    if (cells) this.readRow(cells, true);
    else this.writer.refuse('quotes that no CSV has', row);
    for (let more = 1; more < lines; more++) this.writer.skip();
  }

  /** `mayHaveSpace`: whether cells must be looked at for white space. */
  private readRow(cells: string[], mayHaveSpace: boolean): void {
    const { plan, writer } = this;
    if (!plan || isLaterHeader(cells)) {
      this.follow(csvPlan(cells));
    } else if (cells.length !== plan.width) {
      const found = cells.length === 1 ? '1 column' : `${cells.length} columns`;
      writer.refuse(`${found}, the header has ${plan.width}`, rowOf(cells));
    } else if (plan.kind === 'message') {
      writer.writeMessage(cells[plan.index] ?? '', () => rowOf(cells));
    } else {
      const unfit = mayHaveSpace ? unfitColumn(cells, plan.columns) : null;
      if (unfit) writer.refuse(`field "${unfit.name}": white space in its value`, rowOf(cells));
      else writer.write(lineOf(cells, plan.columns, mayHaveSpace));
    }
  }

  private follow(plan: CsvPlan): void {
    this.plan = plan;
    if (plan.kind === 'message') this.writer.skip();
    else this.writer.write(plan.columns.map(({ name }) => name).join(' '));
  }
}
