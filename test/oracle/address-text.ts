/** Addresses read from text by plain arithmetic, on purpose without the product's own address code. */

export interface Ip {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** The address that canonical text spells. */
export function ip(text: string): Ip {
  if (!text.includes(':')) {
    const value = text.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    return { family: 4, value };
  }
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const value = [...left, ...zeros, ...right].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
  return { family: 6, value };
}

/** Whether the address lies in the block; never when their families differ. */
export function inBlock(address: string, block: string): boolean {
  const [base = '', length = ''] = block.split('/');
  const inside = ip(address);
  const first = ip(base);
  if (inside.family !== first.family) return false;
  const hostBits = BigInt((first.family === 4 ? 32 : 128) - Number(length));
  return inside.value >> hostBits === first.value >> hostBits;
}

/** The prefix length of a block. */
export function prefixLength(block: string): number {
  return Number(block.split('/')[1]);
}

/** Whether `address` is the `offset`th address of the block. */
export function isOffset(address: string, block: string, offset: bigint): boolean {
  const first = ip(block.split('/')[0] ?? '');
  const inside = ip(address);
  return inside.family === first.family && inside.value === first.value + offset;
}

/** RFC 1918, RFC 6598 and unique local IPv6 addresses. */
export function isPrivate(address: string): boolean {
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].some((block) =>
    inBlock(address, block),
  );
}
