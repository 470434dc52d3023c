import type { RecordBatch } from 'apache-arrow';
import { type ByteCount, decode } from './decode/decode.ts';
import type { InputFormat } from './decode/input-format.ts';
import { wholeLines } from './decode/line-blocks.ts';
import { NotFlowLogsError } from './model/not-flow-logs.ts';
import { planOf } from './parse/column-plan.ts';
import { RecordParser } from './parse/record-parser.ts';
import type { UnparsedLine } from './parse/unparsed-line.ts';
import { localSources } from './sources/local.ts';
import type { Source } from './sources/source.ts';
import { spooledParquetText } from './store/parquet-text.ts';

/** 60 vectors of DuckDB: some ten megabytes of columns. */
const BATCH_ROWS = 122_880;

/** How logs are read. */
export interface ReadOptions {
  /** Field names, in order, for lines that stand under no header. */
  readonly fields?: readonly string[];
  /** Rows of a batch; only the last one of a source is shorter. Default 122 880. */
  readonly batchRows?: number;
  /** What the content must be; by default it is recognised. */
  readonly inputFormat?: InputFormat;
  /** Most bytes that one object may hold when decoded; by default 64 GiB, and less for what only zeros compress to. */
  readonly maxDecodedBytes?: number;
  /** Told of every line, row or event that is not a record. */
  readonly onUnparsedLine?: (line: UnparsedLine) => void;
}

/** How far a reading has come. */
export interface ReadProgress {
  readonly bytesRead: number;
  readonly bytesDecoded: number;
  readonly records: number;
  readonly unparsedLines: number;
  /** Names of all fields met, in order of first sight, in AWS's spelling of text files. */
  readonly fields: readonly string[];
}

/**
 * The records of a source, or of all files that a path or glob names, as Arrow record batches. JSON, CSV and Parquet that
 * is found in a folder and holds no flow logs is passed over.
 */
export function readFlowLogs(source: Source | string, options: ReadOptions = {}): FlowLogReader {
  return new FlowLogReader(source, options);
}

/** A reading of flow logs: batches as they are asked for, and how far it has come. Iterating again reads again. */
export class FlowLogReader implements AsyncIterable<RecordBatch> {
  private tally = new ReadTally();

  constructor(
    private readonly source: Source | string,
    private readonly options: ReadOptions,
  ) {
    const { fields, batchRows = BATCH_ROWS } = options;
    if (!Number.isInteger(batchRows) || batchRows < 1)
      throw new Error(`Cannot read batches of ${batchRows} rows`);
    if (fields) checkFields(fields);
  }

  get progress(): ReadProgress {
    return this.tally.progress;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch, void, undefined> {
    this.tally = new ReadTally();
    const sources =
      typeof this.source === 'string' ? (await localSources(this.source)).sources : [this.source];
    for (const source of sources) {
      try {
        yield* this.batchesOf(source);
      } catch (error) {
        const isForeign = error instanceof Error && error.cause instanceof NotFlowLogsError;
        if (!isForeign || source.mayBeForeign !== true) throw error;
      }
    }
  }

  private async *batchesOf(source: Source): AsyncGenerator<RecordBatch, void, undefined> {
    const { batchRows = BATCH_ROWS, fields, onUnparsedLine } = this.options;
    // On demand: the command line reads no Arrow, and it takes a while to load.
    const { recordBatch } = await import('./batches/record-batch.ts');
    const takeBatch = () => {
      const batch = recordBatch(parser.takeBatch(), extraFields);
      parser.startBatch();
      return batch;
    };
    const parser = new RecordParser(batchRows);
    const extraFields: string[] = [];
    parser.beginObject({ fields, onUnparsedLine });
    this.tally.begin(parser);
    for await (const block of linesOf(source, parser, this.tally, this.options)) {
      parser.load(block);
      while (parser.parse()) yield takeBatch();
    }
    if (parser.row > 0) yield takeBatch();
  }
}

/** What has been read of all sources; keeps the counts of those that are done, and not their columns. */
class ReadTally implements ByteCount {
  bytesRead = 0;
  bytesDecoded = 0;
  private records = 0;
  /** Without those that the parser under way has met. */
  unparsedLines = 0;
  private readonly fields = new Set<string>();
  private parser: RecordParser | undefined;

  begin(parser: RecordParser): void {
    const { records, unparsedLines, fields } = this.progress;
    this.records = records;
    this.unparsedLines = unparsedLines;
    for (const name of fields) this.fields.add(name);
    this.parser = parser;
  }

  get progress(): ReadProgress {
    return {
      bytesRead: this.bytesRead,
      bytesDecoded: this.bytesDecoded,
      records: this.records + (this.parser?.records ?? 0),
      unparsedLines: this.unparsedLines + (this.parser?.unparsedLines ?? 0),
      fields: [...new Set([...this.fields, ...(this.parser?.fields ?? [])])],
    };
  }
}

/** The text of a source in blocks of whole lines. Whatever cannot be read is reported with the name of the source. */
async function* linesOf(
  source: Source,
  parser: RecordParser,
  tally: ReadTally,
  { inputFormat, maxDecodedBytes, onUnparsedLine }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  const text = decode(source.open(), {
    count: tally,
    format: inputFormat,
    maxDecodedBytes,
    readParquet: spooledParquetText,
    onUnparsedLine(line) {
      tally.unparsedLines++;
      onUnparsedLine?.(line);
    },
  });
  try {
    yield* wholeLines(text, () => parser.lineNumber);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot read "${source.name}": ${reason}`, { cause: error });
  }
}

function checkFields(fields: readonly string[]): void {
  if (fields.length === 0) throw new Error('Cannot read lines without fields: no field is named');
  const unfit = fields.find((name) => !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name));
  if (unfit !== undefined) throw new Error(`Cannot read field "${unfit}": not the name of a field`);
  const { names } = planOf(fields, 'given');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`Cannot read field "${twice}" twice`);
}
