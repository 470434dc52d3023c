import { describe, expect, test } from 'vitest';
import { LineBlocks } from '../../src/decode/line-blocks.ts';

const MIB = 1 << 20;

function blocksOf(chunks: readonly Uint8Array[], linesSoFar = 0): Uint8Array[] {
  const lines = new LineBlocks(() => linesSoFar);
  return [...chunks.flatMap((chunk) => [...lines.push(chunk)]), ...lines.end()];
}

describe('line blocks', () => {
  test('hold whole lines, and all of the text', () => {
    const chunks = ['a\nb', '', 'c', 'd\n\ne\n', 'f'].map((text) => Buffer.from(text));
    const blocks = blocksOf(chunks).map((block) => Buffer.from(block).toString());
    expect(blocks.every((block) => block.endsWith('\n'))).toBe(true);
    expect(blocks.join('')).toBe('a\nbcd\n\ne\nf\n');
  });

  test('are of modest size even where chunks are not', () => {
    const blocks = blocksOf([Buffer.from('0123456789\n'.repeat(300_000))]);
    expect(Math.max(...blocks.map((block) => block.length))).toBeLessThanOrEqual(256 << 10);
    expect(blocks.reduce((sum, block) => sum + block.length, 0)).toBe(3_300_000);
  });

  test('do not keep memory of a chunk that its owner may write to again', () => {
    const lines = new LineBlocks(() => 0);
    const chunk = Buffer.from('begun');
    expect([...lines.push(chunk)]).toEqual([]);
    chunk.fill('x');
    expect(Buffer.from([...lines.end()][0] ?? []).toString()).toBe('begun\n');
  });

  test('hold a line of 1 MiB and no longer one', () => {
    const line = Buffer.alloc(MIB, 'x');
    expect(blocksOf([line, Buffer.from('\n')])[0]).toHaveLength(MIB + 1);
    const message = 'line 42 is longer than 1 MiB: not a flow log';
    expect(() => blocksOf([line, Buffer.from('x\n')], 41)).toThrow(message);
    expect(() => blocksOf([line, Buffer.from('x')], 41)).toThrow(message);
    expect(() => blocksOf([Buffer.alloc(MIB + 1, 'x')], 41)).toThrow(message);
  });
});
