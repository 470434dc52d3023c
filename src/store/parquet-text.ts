import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Lines, ParquetReader } from './parquet-reader.ts';

/** More readers than this would be faster than any parser of their lines. */
const MOST_READERS = 4;

/**
 * The records of a Parquet file as lines of text: a header of AWS's names, then one line per row, in their order and in
 * blocks of whole lines. NULL and `None` become `-`. White space in tags and in columns that are no field is
 * percent-encoded; in other texts it becomes control characters, for which the parser refuses the line.
 *
 * @throws Error in one line when the file is no flow log, cannot be read to its end, or holds more than `mostBytes` of text
 */
export async function* parquetText(
  path: string,
  mostBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  // Only who meets a Parquet file loads DuckDB for it.
  const { ParquetReader, ROWS_OF_SLICE } = await import('./parquet-reader.ts');
  const reader = await ParquetReader.open(path);
  const readers = [reader];
  try {
    const { rows, header } = await reader.describe();
    const slices = Math.ceil(rows / ROWS_OF_SLICE);
    while (readers.length < Math.min(slices, MOST_READERS, availableParallelism()))
      readers.push(await reader.another());
    yield Buffer.from(header);
    let length = header.length;
    let rowsRead = 0;
    for await (const blocks of inOrder(readers, slices)) {
      for (const block of blocks) {
        rowsRead += block.rows;
        length += block.bytes.length;
        if (length > mostBytes) throw new Error(tooLong(mostBytes));
        yield block.bytes;
      }
      // Seen at once, lest a broken footer promises rows without end.
      if (blocks.length === 0 || rowsRead % ROWS_OF_SLICE !== 0) break;
    }
    if (rowsRead !== rows)
      throw new Error(`a Parquet file that should have ${rows} rows and has ${rowsRead}: it is corrupt`);
  } finally {
    for (const one of readers) one.close();
  }
}

/** The slices of a file, each read by one of the readers while the ones before are used. */
async function* inOrder(readers: readonly ParquetReader[], slices: number): AsyncGenerator<readonly Lines[]> {
  const pending: Promise<readonly Lines[]>[] = [];
  let begun = 0;
  const begin = (reader: ParquetReader | undefined) => {
    if (begun === slices || !reader) return;
    const slice = reader.lines(begun++);
    // Its failure is met when its turn comes; until then it must not count as unhandled.
    slice.catch(() => undefined);
    pending.push(slice);
  };
  try {
    for (const reader of readers) begin(reader);
    for (let next = pending.shift(); next; next = pending.shift()) {
      const blocks = await next;
      begin(readers[begun % readers.length]);
      yield blocks;
    }
  } finally {
    for (const reader of readers) reader.interrupt();
    await Promise.allSettled(pending);
  }
}

function tooLong(most: number): string {
  return `the Parquet file holds more than ${most} bytes: allow more with --max-decoded-bytes`;
}

/** The same of a stream. DuckDB needs the whole file, so that is kept in the folder for temporary files meanwhile. */
export async function* spooledParquetText(
  stream: AsyncIterable<Uint8Array>,
  mostBytes?: number,
): AsyncGenerator<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'flowblame-spool-'));
  try {
    const path = join(folder, 'object.parquet');
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
    yield* parquetText(path, mostBytes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
