import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BENCH_ACCOUNT, BENCH_REGION } from './bench-network.ts';
import { ByteWriter } from './byte-writer.ts';
import type { LineFormat } from './line-format.ts';

const compress = promisify(gzip);

const FLOW_LOG_ID = 'fl-0a4c81e2d97b35f60';
const FILE_SECONDS = 300;
const WAITING_FILES = 2;
const FIRST_CAPACITY = 1 << 24;

/** 2026-03-02 00:00 UTC, when the first file begins. */
export const LOGS_START = 1_772_409_600;

/** Where the files go and how many there are. */
export interface LogFilesOptions {
  readonly folder: string;
  readonly files: number;
  readonly records: number;
  readonly gz: boolean;
  readonly format: LineFormat;
}

/** A run of files, from the first up to the one before `end`. */
export interface FileRange {
  readonly first: number;
  readonly end: number;
}

/** Fills one record: `fill(n, from)` with the record's number and the time at which its file begins. */
export type WriteRecord = (out: ByteWriter, n: number, from: number) => void;

/**
 * Writes the records in files named as AWS names them, each of five minutes; of all files those in the range.
 * Compression runs beside the writing.
 */
export async function writeLogFiles(
  options: LogFilesOptions,
  writeRecord: WriteRecord,
  range: FileRange = { first: 0, end: options.files },
): Promise<void> {
  const { folder, files, records, format } = options;
  mkdirSync(folder, { recursive: true });
  const out = new ByteWriter(FIRST_CAPACITY);
  const waiting: Promise<void>[] = [];
  for (let file = range.first; file < range.end; file++) {
    const from = LOGS_START + file * FILE_SECONDS;
    out.word(format.header);
    const last = Math.floor((records * (file + 1)) / files);
    for (let n = Math.floor((records * file) / files); n < last; n++) writeRecord(out, n, from);
    if (waiting.length >= WAITING_FILES) await waiting.shift();
    waiting.push(writeLog(options, from, out.take()));
  }
  await Promise.all(waiting);
}

async function writeLog({ folder, gz }: LogFilesOptions, from: number, text: Uint8Array): Promise<void> {
  const path = join(folder, fileName(from));
  await (gz ? writeFile(`${path}.gz`, await compress(text)) : writeFile(path, text));
}

function fileName(from: number): string {
  const time = new Date(from * 1000).toISOString().replace(/[-:]/g, '').slice(0, 13);
  const hash = (from * 2_654_435_761).toString(16).slice(0, 8);
  return `${BENCH_ACCOUNT}_vpcflowlogs_${BENCH_REGION}_${FLOW_LOG_ID}_${time}Z_${hash}.log`;
}
