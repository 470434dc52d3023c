import { setImmediate as turn } from 'node:timers/promises';
import type { Source } from '../../src/sources/source.ts';

/** A source over bytes that come in pieces of this length, others getting their turn in between. */
export function pieces(name: string, bytes: Uint8Array, length = 16_384, version = '1'): Source {
  return {
    name,
    size: bytes.length,
    version,
    async *open() {
      for (let at = 0; at < bytes.length; at += length) {
        await turn();
        yield bytes.subarray(at, at + length);
      }
    },
  };
}
