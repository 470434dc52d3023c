import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { NotFlowLogsError } from '../../src/model/not-flow-logs.ts';
import { decode } from '../../src/decode/decode.ts';
import { everywhere, memorySource } from '../sources/memory-source.ts';

const TEXT = 'srcaddr action\n10.0.0.1 REJECT\n'.repeat(40);

async function decoded(content: Uint8Array | string, cuts: readonly number[] = []): Promise<string> {
  const chunks: Uint8Array[] = [];
  const count = { bytesRead: 0, bytesDecoded: 0 };
  for await (const chunk of decode(memorySource(content, cuts).open(), { count }))
    chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe('what comes through', () => {
  test.each([
    ['text', Buffer.from(TEXT)],
    ['gzip', gzipSync(TEXT)],
    ['text with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['gzip of text with a byte order mark', gzipSync(`\ufeff${TEXT}`)],
    ['gzip of many members', Buffer.concat(TEXT.match(/.+\n/g)?.map((line) => gzipSync(line)) ?? [])],
    ['gzip padded with zeros', Buffer.concat([gzipSync(TEXT), Buffer.alloc(700)])],
    ['gzip with empty members', Buffer.concat([gzipSync(''), gzipSync(TEXT), gzipSync('')])],
  ])('%s, whole and byte by byte', async (_, bytes) => {
    expect(await decoded(bytes)).toBe(TEXT);
    expect(await decoded(bytes, everywhere(bytes.length))).toBe(TEXT);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['gzip of nothing', gzipSync('')],
    ['a byte order mark alone', Buffer.from('\ufeff')],
  ])('%s is empty text', async (_, bytes) => {
    expect(await decoded(bytes)).toBe('');
  });

  test('bytes are counted before and after', async () => {
    const bytes = gzipSync(TEXT);
    const count = { bytesRead: 0, bytesDecoded: 0 };
    for await (const _ of decode(memorySource(bytes, [7, 90]).open(), { count }));
    expect(count).toEqual({ bytesRead: bytes.length, bytesDecoded: TEXT.length });
  });
});

describe('gzip that is not whole (traps 5 and 6)', () => {
  test('is refused wherever it is cut, between two lines too', async () => {
    const bytes = gzipSync(TEXT);
    for (let length = 2; length < bytes.length; length++) {
      await expect(decoded(bytes.subarray(0, length))).rejects.toThrow(
        'gzip stream ends early: the object is truncated',
      );
    }
  });

  test('is refused when the second member is cut', async () => {
    const first = gzipSync(TEXT);
    const bytes = Buffer.concat([first, gzipSync(TEXT)]);
    for (const length of [first.length + 1, first.length + 5, first.length + 12, bytes.length - 1]) {
      await expect(decoded(bytes.subarray(0, length))).rejects.toThrow(/gzip stream/);
      await expect(decoded(bytes.subarray(0, length), everywhere(length))).rejects.toThrow(/gzip stream/);
    }
  });

  test('is refused when bytes are changed, or others follow', async () => {
    const bytes = gzipSync(TEXT);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 6] = (changed[bytes.length - 6] ?? 0) ^ 1;
    await expect(decoded(changed)).rejects.toThrow('gzip stream is corrupt');
    await expect(decoded(Buffer.concat([bytes, Buffer.from('more')]))).rejects.toThrow(
      'gzip stream is followed by other data',
    );
    const behindZeros = Buffer.concat([bytes, Buffer.alloc(9), gzipSync(TEXT)]);
    await expect(decoded(behindZeros)).rejects.toThrow('gzip stream is followed by other data');
  });
});

describe('what is not text', () => {
  const json = '{"SecurityGroups": []}';
  test.each([
    ['a Parquet file', Buffer.from('PAR1....')],
    ['a zip archive', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
    ['zstd-compressed', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0])],
    ['bzip2-compressed', Buffer.from('BZh91AY')],
    ['xz-compressed', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ['UTF-16 text', Buffer.from('\ufeffsrcaddr action\n', 'utf16le')],
    ['binary', Buffer.from([1, 2, 0, 3])],
    ['JSON', Buffer.from(json)],
    ['JSON', Buffer.from(` \n${' '.repeat(600)}[${json}]`)],
    ['JSON', Buffer.from(`\ufeff${json}`)],
    ['JSON', gzipSync(json)],
    ['gzip holds gzip', gzipSync(gzipSync(TEXT))],
  ])('%s', async (what, bytes) => {
    await expect(decoded(bytes)).rejects.toThrow(what);
    await expect(decoded(bytes, everywhere(bytes.length))).rejects.toThrow(what);
  });

  test('an error of the source comes through', async () => {
    for (const bytes of [Buffer.from(TEXT), gzipSync(TEXT)]) {
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield bytes.subarray(0, 30);
        throw new Error('disk on fire');
      }
      const count = { bytesRead: 0, bytesDecoded: 0 };
      await expect(decode(failing(), { count }).next()).rejects.toThrow('disk on fire');
    }
  });

  test('but is JSON or CSV of something else is told apart from what is broken', async () => {
    const foreign = [json, `[${json}]`, 'a,b\n'];
    for (const content of foreign)
      await expect(decoded(Buffer.from(content))).rejects.toThrow(NotFlowLogsError);
    const broken = [
      gzipSync(TEXT).subarray(0, 30),
      '[{"message":"2"}',
      'timestamp,message\n1,"2',
      'srcaddr,srcaddr\n',
    ];
    for (const content of broken)
      await expect(decoded(Buffer.from(content))).rejects.not.toThrow(NotFlowLogsError);
  });

  test('tells where JSON of the network goes', async () => {
    await expect(decoded(json)).rejects.toThrow('flowblame network import');
  });

  test('zlib without gzip is not guessed at', async () => {
    expect(await decoded(Buffer.from([0x78]))).toBe('x');
    await expect(decoded(deflateSync(Buffer.alloc(2000)))).rejects.toThrow('binary');
  });
});

test('a stream is closed when the reader stops early or the content is refused', async () => {
  const closed: string[] = [];
  async function* watched(name: string, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield bytes;
    } finally {
      closed.push(name);
    }
  }
  const count = { bytesRead: 0, bytesDecoded: 0 };
  for await (const _ of decode(watched('text', Buffer.from(TEXT)), { count })) break;
  for await (const _ of decode(watched('gzip', gzipSync(TEXT)), { count })) break;
  await expect(decode(watched('json', Buffer.from('{'.repeat(600))), { count }).next()).rejects.toThrow(
    'JSON',
  );
  await vi.waitFor(() => expect(closed.toSorted()).toEqual(['gzip', 'json', 'text']));
});
