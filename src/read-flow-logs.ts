import type { RecordBatch } from 'apache-arrow';
import type { UnparsedLine } from './parse/unparsed-line.ts';
import type { Source } from './sources/source.ts';

/** How logs are read. */
export interface ReadOptions {
  /** Field names, in order, for lines that stand under no header. */
  readonly fields?: readonly string[];
  /** Rows of a batch; only the last one of a source is shorter. Default 122 880. */
  readonly batchRows?: number;
  /** Told of every line that is not a record. */
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

/** The records of a source, or of all files that a path or glob names, as Arrow record batches. */
export function readFlowLogs(source: Source | string, options: ReadOptions = {}): FlowLogReader {
  return new FlowLogReader(source, options);
}

/** A reading of flow logs: batches as they are asked for, and how far it has come. */
export class FlowLogReader implements AsyncIterable<RecordBatch> {
  constructor(
    readonly source: Source | string,
    readonly options: ReadOptions,
  ) {}

  get progress(): ReadProgress {
    return { bytesRead: 0, bytesDecoded: 0, records: 0, unparsedLines: 0, fields: [] };
  }

  // oxlint-disable-next-line require-yield
  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch, void, undefined> {
    throw new Error('Not read yet');
  }
}
