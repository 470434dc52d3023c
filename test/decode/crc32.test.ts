import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, crc32ByTable } from '../../src/decode/crc32.ts';

test.each([
  ['crc32', crc32],
  ['crc32ByTable', crc32ByTable],
])('%s is that of zlib, piece by piece', (_, ours) => {
  expect(ours(Buffer.from('123456789'), 0)).toBe(0xcbf43926);
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
      const whole = pieces.reduce((before, piece) => ours(piece, before), 0);
      expect(whole).toBe(zlibCrc32(Buffer.concat(pieces)));
    }),
  );
});
