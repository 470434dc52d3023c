import { createReadStream, type BigIntStats } from 'node:fs';
import type { Source } from './source.ts';

/** Bytes asked of the file system at a time. */
const CHUNK = 256 << 10;

/** A file as a source. What is no regular file, such as a pipe, has neither size nor version. */
export function localFile(path: string, stats: BigIntStats): Source {
  return {
    name: path,
    size: stats.isFile() ? Number(stats.size) : null,
    version: stats.isFile() ? isoTime(stats.mtimeNs) : null,
    open: () => createReadStream(path, { highWaterMark: CHUNK }),
  };
}

/** ISO 8601 with nanoseconds: files may be rewritten within a millisecond. */
function isoTime(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(0, 19);
  const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return `${seconds}.${fraction}Z`;
}
