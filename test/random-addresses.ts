import fc from 'fast-check';
import { type Address, addressFromKey, addressKey, IPV4_BASE } from '../src/model/address.ts';

const value = (n: bigint): Address => addressFromKey(addressKey(n));

/** Eight groups of which many are zero, so that runs of all lengths and places occur. */
const ipv6 = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      fc.nat(0xffff),
      fc.nat(0xf),
      fc.constantFrom(0x8000, 0xffff),
    ),
    {
      minLength: 8,
      maxLength: 8,
    },
  )
  .map((groups) => value(groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n)));

const ipv4 = fc.bigInt(0n, 0xffff_ffffn).map((n) => value(IPV4_BASE + n));

/** First and last of everything, and the neighbours of private and of IPv4-mapped space. */
export const EDGE_ADDRESSES: readonly Address[] = [
  ...[0n, 1n, (1n << 64n) - 1n, 1n << 64n, (1n << 127n) - 1n, 1n << 127n, (1n << 128n) - 1n],
  ...[IPV4_BASE - 1n, IPV4_BASE, IPV4_BASE + 0xffff_ffffn, IPV4_BASE + 0x1_0000_0000n],
  // 10/8, 172.16/12, 192.168/16, 100.64/10, each with both neighbours.
  ...[
    0x0a00_0000n,
    0x0aff_ffffn,
    0xac10_0000n,
    0xac1f_ffffn,
    0xc0a8_0000n,
    0xc0a8_ffffn,
    0x6440_0000n,
    0x647f_ffffn,
  ]
    .flatMap((n) => [n - 1n, n, n + 1n])
    .map((n) => IPV4_BASE + n),
  // fc00::/7
  ...[0xfcn << 120n, 0xfdn << 120n, 0xfen << 120n].flatMap((n) => [n - 1n, n, n + 1n]),
].map(value);

export const anyAddress: fc.Arbitrary<Address> = fc.oneof(ipv4, ipv6, fc.constantFrom(...EDGE_ADDRESSES));

/** So many addresses that are the same at each run of one seed. */
export function addresses(count: number): readonly Address[] {
  return [...EDGE_ADDRESSES, ...fc.sample(anyAddress, count)];
}
