import { type BigIntStats, constants, createReadStream, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { ObjectChangedError } from './object-changed.ts';
import type { Source } from './source.ts';

/** Bytes asked of the file system at a time. */
const CHUNK = 256 << 10;

/** A file as a source. What is no regular file, such as a pipe, has neither size nor version. */
export function localFile(path: string, stats: BigIntStats): Source {
  return {
    name: path,
    size: stats.isFile() ? Number(stats.size) : null,
    version: stats.isFile() ? isoTime(stats.mtimeNs) : null,
    open: () => (stats.isFIFO() ? pipe(path) : bytesOf(path, stats)),
  };
}

/** The bytes of a file. Throws {@link ObjectChangedError} at their end when the file was written to meanwhile: they may be mixed. */
async function* bytesOf(path: string, before: BigIntStats): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Uint8Array>;
  const now = await stat(path, { bigint: true });
  const isSame = now.mtimeNs === before.mtimeNs && now.size === before.size;
  if (before.isFile() && !isSame) throw new ObjectChangedError(localFile(path, now));
}

/** A named pipe, read as a connection: a file's reading cannot be ended while its writer has nothing to say. */
function pipe(path: string): Socket {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

/** ISO 8601 with nanoseconds: files may be rewritten within a millisecond. */
function isoTime(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(0, 19);
  const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return `${seconds}.${fraction}Z`;
}
