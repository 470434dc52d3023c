import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ParquetReader, ROWS_OF_SLICE } from './parquet-reader.ts';

export interface ParquetTextOptions {
  /** Most bytes of text; by default 64 GiB. */
  readonly maxDecodedBytes?: number | undefined;
}

/** More readers than this would be faster than any parser of their lines. */
const MOST_READERS = 4;
const MOST_BYTES = 2 ** 36;

/**
 * The records of a Parquet file as lines of text: a header of AWS's names, then one line per row, in their order and in
 * blocks of whole lines. NULL and `None` become `-`. White space in tags and in columns that are no field is
 * percent-encoded; in other texts it becomes control characters, for which the parser refuses the line.
 *
 * @throws Error in one line when the file is no flow log or cannot be read to its end
 */
export async function* parquetText(
  path: string,
  { maxDecodedBytes = MOST_BYTES }: ParquetTextOptions = {},
): AsyncGenerator<Uint8Array> {
  const readers = [await ParquetReader.open(path)];
  const pending: Promise<readonly Uint8Array[]>[] = [];
  try {
    const { rows, header } = await first(readers).describe();
    const slices = Math.ceil(rows / ROWS_OF_SLICE);
    while (readers.length < Math.min(slices, MOST_READERS, availableParallelism()))
      readers.push(await first(readers).another());
    let begun = 0;
    const begin = () => {
      const reader = readers[begun % readers.length];
      if (begun === slices || !reader) return;
      const slice = reader.lines(begun++);
      // Its failure is met when its turn comes; until then it must not count as unhandled.
      slice.catch(() => undefined);
      pending.push(slice);
    };
    for (const _ of readers) begin();
    let length = header.length;
    yield Buffer.from(header);
    for (let blocks = pending.shift(); blocks; blocks = pending.shift()) {
      const lines = await blocks;
      begin();
      for (const block of lines) {
        length += block.length;
        if (length > maxDecodedBytes)
          throw new Error(
            `the Parquet file holds more than ${maxDecodedBytes} bytes: allow more with --max-decoded-bytes`,
          );
        yield block;
      }
    }
  } finally {
    for (const reader of readers) reader.interrupt();
    await Promise.allSettled(pending);
    for (const reader of readers) reader.close();
  }
}

/** The same of a stream. DuckDB needs the whole file, so that is kept in the folder for temporary files meanwhile. */
export async function* spooledParquetText(
  stream: AsyncIterable<Uint8Array>,
  options: ParquetTextOptions = {},
): AsyncGenerator<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'flowblame-spool-'));
  try {
    const path = join(folder, 'object.parquet');
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
    yield* parquetText(path, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function first(readers: readonly ParquetReader[]): ParquetReader {
  const [reader] = readers;
  if (!reader) throw new Error('there is no reader');
  return reader;
}
