import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { listSql, loadSql } from '../sql/load.ts';
import { type ParquetLine, parquetLine } from './parquet-values.ts';
import { DuckDBInstance } from './duckdb.ts';

/** Rows that are read at a time: a row group of DuckDB's own files, some 25 MB of text. */
export const ROWS_OF_SLICE = 122_880;
/** More than a row group of any writer takes. */
const MEMORY = '2GB';
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const GLOB = /[*?[]/g;

/** Text of whole lines. */
export interface Lines {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/**
 * Reads a Parquet file with a DuckDB of its own. That has one thread, so rows are in their order without being sorted,
 * and several readers may share a file.
 */
export class ParquetReader {
  readonly #path: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  #line: ParquetLine | undefined;

  private constructor(path: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#path = path;
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(path: string): Promise<ParquetReader> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: MEMORY,
      // Nothing is to be left behind on the disk.
      temp_directory: '',
      // Extensions would be fetched from the Internet.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const reader = new ParquetReader(path, instance, await instance.connect());
    for (const name of listSql('store').filter((file) => file.startsWith('store/parquet-macro-')))
      await reader.#connection.run(loadSql(name));
    return reader;
  }

  /** The number of rows, and the header line of the text. Fails when the file is none of flow logs. */
  async describe(): Promise<{ readonly rows: number; readonly header: string }> {
    const columns = await this.#rows('store/parquet-columns');
    this.#line = parquetLine(
      columns.map(({ column_name, column_type }) => ({
        name: String(column_name),
        type: String(column_type),
      })),
    );
    const [file] = await this.#rows('store/parquet-rows');
    return { rows: Number(file?.row_count), header: `${this.#line.header}\n` };
  }

  /** Another reader of the same file, that has been described. */
  async another(): Promise<ParquetReader> {
    const reader = await ParquetReader.open(this.#path);
    reader.#line = this.#line;
    return reader;
  }

  /** The lines of one slice of rows, counted from 0. */
  async lines(slice: number): Promise<readonly Lines[]> {
    const line = this.#line;
    if (!line) throw new Error('the Parquet file has not been described');
    const unmarked = await this.#linesOf(line.values, slice);
    if (unmarked.every((part) => part.rows * line.width === countSpace(part.bytes))) return unmarked;
    const marked = await this.#linesOf(line.markedValues, slice);
    if (marked.every((part) => part.rows * line.width === countSeparators(part.bytes))) return marked;
    throw new Error('a Parquet file with values that do not fit in lines');
  }

  /** Stops what is running; it rejects. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #linesOf(values: string, slice: number): Promise<readonly Lines[]> {
    const sql = loadSql('store/parquet-lines').replace('$values', () => values);
    const first = slice * ROWS_OF_SLICE;
    const found = await this.#query(sql, { first, last: first + ROWS_OF_SLICE - 1 });
    return found.map(({ lines, row_count }) => ({
      // The memory is that of the result, which is let go of.
      bytes: new Uint8Array((lines as { readonly bytes: Uint8Array }).bytes),
      rows: Number(row_count),
    }));
  }

  async #rows(name: string) {
    return this.#query(loadSql(name), {});
  }

  async #query(sql: string, parameters: Readonly<Record<string, number>>) {
    try {
      const result = await this.#connection.runAndReadAll(sql, {
        ...parameters,
        path: literalPath(this.#path),
      });
      return result.getRowObjects();
    } catch (error) {
      throw new Error(problemOf(error, this.#path), { cause: error });
    }
  }
}

/**
 * How many bytes are space or control characters. Fields are separated by one space each and lines by one line feed, so
 * there are as many as fields, or values hold some. Four bytes at a time, for all text passes here.
 */
function countSpace(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let count = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    // The top bit of each byte that is above 0x20: seven bits and 0x5f carry into it.
    const ink = ((word & 0x7f7f7f7f) + 0x5f5f5f5f) | word;
    count += Math.imul((~ink & 0x80808080) >>> 7, 0x01010101) >>> 24;
  }
  for (let at = 4 * words.length; at < bytes.length; at++) if (bytes[at]! <= SPACE) count++;
  return count;
}

function countSeparators(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + (byte === SPACE || byte === LINE_FEED ? 1 : 0), 0);
}

/** A path that DuckDB takes neither for a pattern nor for an address of the Internet. */
function literalPath(path: string): string {
  return resolve(path).replace(GLOB, '[$&]');
}

function problemOf(error: unknown, path: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = message] = message.split('\n');
  const shown = line.replaceAll(literalPath(path), 'object').replace(/^[\w ]+ Error: /, '');
  return `a Parquet file that cannot be read: ${shown}`;
}
