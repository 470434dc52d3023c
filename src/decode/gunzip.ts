import { once } from 'node:events';
import { createGunzip, type Gunzip, type ZlibOptions } from 'node:zlib';

/** Larger chunks than zlib's own inflate twice as fast. */
const CHUNK = 256 << 10;
/** Chunks inflated ahead on the thread pool while the last one is being parsed. */
const AHEAD = 4 * CHUNK;
const OPTIONS: ZlibOptions & { readableHighWaterMark: number } = {
  chunkSize: CHUNK,
  readableHighWaterMark: AHEAD,
};

/** The content of a gzip stream of one or more members. Fails when the last one is not whole. */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createGunzip(OPTIONS);
  const feeding = feed(inflate, compressed);
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    throw explained(error);
  } finally {
    inflate.destroy();
  }
  if ((await feeding) > inflate.bytesWritten) throw new Error('gzip stream is followed by other data');
}

/**
 * Writes a stream to zlib. Returns its length up to the last byte that is not zero: zlib stops at zeros behind a
 * member, for archives may be padded with them, and takes nothing any more; other bytes behind those would be lost.
 */
async function feed(inflate: Gunzip, compressed: AsyncIterable<Uint8Array>): Promise<number> {
  const ended = new Promise((resolve) => inflate.once('end', resolve).once('close', resolve));
  let length = 0;
  let lastInk = 0;
  try {
    for await (const chunk of compressed) {
      const ink = chunk.findLastIndex((byte) => byte !== 0) + 1;
      if (ink > 0) lastInk = length + ink;
      length += chunk.length;
      if (inflate.readableEnded) continue;
      if (inflate.destroyed) break;
      if (!inflate.write(chunk)) await Promise.race([once(inflate, 'drain'), ended]);
    }
    if (!inflate.readableEnded) inflate.end();
  } catch (error) {
    // The reader of `inflate` is told.
    inflate.destroy(error instanceof Error ? error : new Error(String(error)));
  }
  return lastInk;
}

function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR')
    return new Error('gzip stream ends early: the object is truncated', { cause: error });
  if (typeof code === 'string' && code.startsWith('Z_')) {
    const why = error instanceof Error ? error.message : code;
    return new Error(`gzip stream is corrupt: ${why}`, { cause: error });
  }
  return error;
}
