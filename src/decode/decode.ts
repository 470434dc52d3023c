import { gunzip } from './gunzip.ts';
import { peek } from './peek.ts';
import { afterByteOrderMark, type Content, sniff } from './sniff.ts';

/** Bytes that have passed by, before and after decompression. */
export interface ByteCount {
  bytesRead: number;
  bytesDecoded: number;
}

/**
 * The text of a stored log: decompressed where it is gzip, without byte order mark. Fails with a word of what it is
 * when it is not text. Adds to `count` as it goes.
 */
export async function* decode(
  stored: AsyncIterable<Uint8Array>,
  count: ByteCount,
): AsyncGenerator<Uint8Array> {
  const outer = await peek(counted(stored, (length) => (count.bytesRead += length)));
  const isGzip = sniff(outer.head).kind === 'gzip';
  const inner = isGzip ? await peek(gunzip(outer.all)) : outer;
  const complaint = complaintAbout(sniff(inner.head), isGzip);
  if (complaint !== null) {
    await inner.close();
    throw new Error(complaint);
  }
  let skip = afterByteOrderMark(inner.head);
  for await (const chunk of inner.all) {
    count.bytesDecoded += chunk.length;
    yield skip > 0 ? chunk.subarray(skip) : chunk;
    skip = 0;
  }
}

function complaintAbout(content: Content, isInGzip: boolean): string | null {
  if (content.kind === 'foreign') return isInGzip ? `gzip holds ${content.what}` : content.what;
  return isInGzip && content.kind === 'gzip' ? 'gzip holds gzip: the object is compressed twice' : null;
}

async function* counted(
  stream: AsyncIterable<Uint8Array>,
  add: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    add(chunk.length);
    yield chunk;
  }
}
