import type { Source } from '../../src/sources/source.ts';

/** A source over bytes or text in memory, handed out in the given pieces. */
export function memorySource(content: Uint8Array | string, cuts: readonly number[] = []): Source {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const ends = [...cuts, bytes.length];
  return {
    name: 'memory',
    size: bytes.length,
    version: null,
    async *open() {
      let start = 0;
      for (const end of ends) {
        yield bytes.subarray(start, end);
        start = end;
      }
    },
  };
}

/** Cuts between all bytes. */
export function everywhere(length: number): number[] {
  return Array.from({ length }, (_, i) => i + 1);
}
