import { constants, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gunzip } from '../../src/decode/gunzip.ts';
import { memorySource } from '../sources/memory-source.ts';

async function unpacked(bytes: Uint8Array, cuts: readonly number[] = []): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of gunzip(memorySource(bytes, cuts).open())) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;

/** Bytes with all kinds of matches: few symbols or many, near and far, and stretches of noise. */
const contents = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .record({
          unit: fc.uint8Array({ minLength: 1, maxLength: 40 }),
          times: fc.integer({ min: 1, max: 4000 }),
        })
        .map(({ unit, times }) => Buffer.concat(Array.from({ length: times }, () => unit))),
      fc.integer({ min: 1, max: 70_000 }).map((length) => {
        let seed = length;
        return Uint8Array.from(
          { length },
          () => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 8) & 255,
        );
      }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => Buffer.concat(parts));

const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
});
const cuts = (length: number) => fc.array(fc.integer({ min: 0, max: Math.max(0, length) }), { maxLength: 5 });

describe('gunzip', () => {
  test('gives back what zlib has packed, in whatever way and however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(contents, options).chain(([content, how]) => {
          const packed = gzipSync(content, how);
          return fc.tuple(fc.constant(content), fc.constant(packed), cuts(packed.length));
        }),
        async ([content, packed, where]) => {
          const sorted = where.toSorted((a, b) => a - b);
          expect((await unpacked(packed, sorted)).equals(content)).toBe(true);
        },
      ),
      { numRuns: 150, reporter: tersely },
    );
  });

  test('agrees with zlib whether changed bytes are still a stream, and of what', async () => {
    const packed = gzipSync(Buffer.from('10.0.0.1 443 ACCEPT OK\n'.repeat(300)), { level: 6 });
    const mixed = gzipSync(Buffer.concat([Buffer.from('abcabcd'.repeat(90)), Buffer.from(packed)]), {
      level: 9,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(packed, mixed),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
        async (bytes, changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, mask] of changes) {
            const place = 10 + (at % (changed.length - 10));
            changed[place] = (changed[place] as number) ^ mask;
          }
          const expected = contentOf(() => gunzipSync(changed));
          await expect(unpacked(changed).catch(() => null)).resolves.toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('knows all parts of a header', async () => {
    const raw = deflateRawSync('hello');
    const trailer = gzipSync('hello').subarray(-8);
    const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3]);
    const extra = Buffer.from([3, 0, 1, 2, 3]);
    const named = Buffer.concat([
      header,
      extra,
      Buffer.from('name\0comment\0'),
      Buffer.from([9, 9]),
      raw,
      trailer,
    ]);
    expect(String(await unpacked(named, Array.from(named.keys())))).toBe('hello');
  });

  test('does not mix up streams that are read at the same time', async () => {
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(1_000_000));
    const read = await Promise.all(texts.map((text) => unpacked(gzipSync(text), [10, 500, 900])));
    expect(read.map(String)).toEqual(texts);
  });

  test('lets go of its source when its reader stops early', async () => {
    let closed = false;
    async function* source() {
      try {
        yield gzipSync('x'.repeat(2_000_000));
        yield gzipSync('y');
      } finally {
        closed = true;
      }
    }
    for await (const _ of gunzip(source())) break;
    expect(closed).toBe(true);
  });
});

function contentOf(unpack: () => Buffer): Buffer | null {
  try {
    return unpack();
  } catch {
    return null;
  }
}

/** The bytes of a counterexample fill screens: only its seed is told. */
function tersely<T>(details: fc.RunDetails<T>): void {
  if (details.failed) throw new Error(`fails with seed ${details.seed}, path ${details.counterexamplePath}`);
}
