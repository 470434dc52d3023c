import * as zlib from 'node:zlib';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The CRC-32 of gzip (RFC 1952, section 8) of bytes behind others whose CRC-32 was `before`; 0 when there are none. */
export const crc32: (bytes: Uint8Array, before: number) => number =
  // Node has it from 20.15 on, ten times as fast.
  'crc32' in zlib ? (bytes, before) => zlib.crc32(bytes, before) : crc32ByTable;

export function crc32ByTable(bytes: Uint8Array, before: number): number {
  let value = ~before;
  for (const byte of bytes) value = (TABLE[(value ^ byte) & 255] as number) ^ (value >>> 8);
  return ~value >>> 0;
}
