/** Bytes that have passed by, before and after decompression. */
export interface ByteCount {
  bytesRead: number;
  bytesDecoded: number;
}

/** The same stream, of which each chunk's length is told. */
export async function* counted(
  stream: AsyncIterable<Uint8Array>,
  add: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    add(chunk.length);
    yield chunk;
  }
}
