import { describe, expect, test } from 'vitest';
import { wholeLines } from '../../src/decode/line-blocks.ts';

const MIB = 1 << 20;

async function blocksOf(chunks: readonly Uint8Array[], linesSoFar = 0): Promise<Uint8Array[]> {
  async function* stream() {
    yield* chunks;
  }
  const blocks: Uint8Array[] = [];
  for await (const block of wholeLines(stream(), () => linesSoFar)) blocks.push(block);
  return blocks;
}

describe('line blocks', () => {
  test('hold whole lines, and all of the text', async () => {
    const chunks = ['a\nb', '', 'c', 'd\n\ne\n', 'f'].map((text) => Buffer.from(text));
    const blocks = (await blocksOf(chunks)).map((block) => Buffer.from(block).toString());
    expect(blocks.every((block) => block.endsWith('\n'))).toBe(true);
    expect(blocks.join('')).toBe('a\nbcd\n\ne\nf\n');
  });

  test('are of modest size even where chunks are not', async () => {
    const blocks = await blocksOf([Buffer.from('0123456789\n'.repeat(300_000))]);
    expect(Math.max(...blocks.map((block) => block.length))).toBeLessThanOrEqual(256 << 10);
    expect(blocks.reduce((sum, block) => sum + block.length, 0)).toBe(3_300_000);
  });

  test('do not keep memory of a chunk that its owner may write to again', async () => {
    async function* stream() {
      const chunk = Buffer.from('begun');
      yield chunk;
      chunk.fill('x');
    }
    const { value } = await wholeLines(stream(), () => 0).next();
    expect(Buffer.from(value ?? []).toString()).toBe('begun\n');
  });

  test('hold a line of 1 MiB and no longer one', async () => {
    const line = Buffer.alloc(MIB, 'x');
    expect((await blocksOf([line, Buffer.from('\n')]))[0]).toHaveLength(MIB + 1);
    const message = 'line 42 is longer than 1 MiB: not a flow log';
    await expect(blocksOf([line, Buffer.from('x\n')], 41)).rejects.toThrow(message);
    await expect(blocksOf([line, Buffer.from('x')], 41)).rejects.toThrow(message);
    await expect(blocksOf([Buffer.alloc(MIB + 1, 'x')], 41)).rejects.toThrow(message);
  });
});
