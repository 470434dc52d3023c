import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { limited } from '../../src/decode/decoded-limit.ts';
import { decoded } from './decoded.ts';
import { RECORDS } from './samples.ts';

const TEXT = `${RECORDS.join('\n')}\n`;
const MIB = new Uint8Array(1 << 20);

/** Reads a stream of so many MiB that came out of so many bytes. */
async function read(mebibytes: number, bytesRead: number, most?: number): Promise<number> {
  const count = { bytesRead: 0, bytesDecoded: 0 };
  async function* stream() {
    count.bytesRead += bytesRead;
    for (let i = 0; i < mebibytes; i++) yield MIB;
  }
  for await (const _ of limited(stream(), count, most));
  return count.bytesDecoded;
}

describe('decoded bytes', () => {
  test('may be as many as are allowed and no more', async () => {
    for (const content of [TEXT, gzipSync(TEXT)]) {
      expect((await decoded(content, { maxDecodedBytes: TEXT.length })).text).toBe(TEXT);
      await expect(decoded(content, { maxDecodedBytes: TEXT.length - 1 })).rejects.toThrow(
        `the object holds more than ${TEXT.length - 1} bytes: allow more with --max-decoded-bytes`,
      );
    }
  });

  test('may be many where the object is large, or when they are allowed', async () => {
    expect(await read(1100, 5 << 20)).toBe(1100 << 20);
    expect(await read(1100, 1, 2000 << 20)).toBe(1100 << 20);
    expect(await read(1000, 1)).toBe(1000 << 20);
  });

  test('are refused where an object is compressed as no log is', async () => {
    await expect(read(1100, 1 << 20)).rejects.toThrow('as no flow log is: allow it with --max-decoded-bytes');
  });

  test('are at most 64 GiB', async () => {
    await expect(read(65_537, 2 ** 40)).rejects.toThrow('the object holds more than 68719476736 bytes');
  });
});

test('white space without end is text', async () => {
  const { text, formats } = await decoded(gzipSync(' \n'.repeat(100_000)));
  expect(formats).toEqual(['text']);
  expect(text.length).toBe(200_000);
});
