import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Larger chunks than zlib's own inflate twice as fast. */
const CHUNK = 256 << 10;
/** Chunks inflated ahead on the thread pool while the last one is being parsed. */
const AHEAD = 4 * CHUNK;

/** The content of a gzip stream of one or more members. Fails when the last one is not whole. */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const padding = new PaddingWatch();
  const inflate = createGunzip({ chunkSize: CHUNK, readableHighWaterMark: AHEAD } as object);
  const feeding = pipeline(Readable.from(padding.watch(compressed), { objectMode: false }), inflate);
  // Where the reader stops early there is nobody left to tell.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) yield chunk;
    await feeding;
  } catch (error) {
    throw explained(error);
  } finally {
    inflate.destroy();
  }
  if (padding.lastInk > inflate.bytesWritten) throw new Error('gzip stream is followed by other data');
}

/** zlib stops at zeros after a member, for archives may be padded with them; other bytes behind those would be lost. */
class PaddingWatch {
  /** Length of the stream up to its last byte that is not zero. */
  lastInk = 0;
  private length = 0;

  async *watch(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      let end = chunk.length;
      while (end > 0 && chunk[end - 1] === 0) end--;
      if (end > 0) this.lastInk = this.length + end;
      this.length += chunk.length;
      yield chunk;
    }
  }
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
