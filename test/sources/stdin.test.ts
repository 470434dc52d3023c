import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { streamSource } from '../../src/sources/stdin.ts';

test('a stream is a source without size, to be read once', async () => {
  const source = streamSource(Readable.from([Buffer.from('a'), Buffer.from('b')]), 'stdin');
  expect(source).toMatchObject({ name: 'stdin', size: null, version: null });
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open()) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe('ab');
  expect(() => source.open()).toThrow('Cannot read "stdin" twice: it is a stream');
});
