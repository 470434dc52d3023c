import type { ByteCount } from './byte-count.ts';

/** Most bytes of one object unless others are asked for: more than a day of a large account. */
export const MOST_BYTES = 2 ** 36;
/** From here on it is looked at how much an object was compressed. */
const SUSPECT_BYTES = 2 ** 30;
/** Flow logs become 4 to 10 times smaller, JSON of them some 30 times, zeros a thousand times. */
const SUSPECT_RATIO = 250;

/**
 * Counts decoded bytes and fails where an object holds more than `most`; without `most`, where it holds more than any
 * flow log does.
 */
export async function* limited(
  decoded: AsyncIterable<Uint8Array>,
  count: ByteCount,
  most: number | undefined,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  const readBefore = count.bytesRead;
  for await (const chunk of decoded) {
    length += chunk.length;
    count.bytesDecoded += chunk.length;
    if (length > (most ?? MOST_BYTES))
      throw new Error(
        `the object holds more than ${most ?? MOST_BYTES} bytes: allow more with --max-decoded-bytes`,
      );
    const ratio = length / Math.max(1, count.bytesRead - readBefore);
    if (most === undefined && length > SUSPECT_BYTES && ratio > SUSPECT_RATIO)
      throw new Error(
        `the object is compressed to less than 1/${SUSPECT_RATIO}, as no flow log is: allow it with --max-decoded-bytes`,
      );
    yield chunk;
  }
}
