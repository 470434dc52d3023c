import type { Address, AddressFamily } from '../../model/address.ts';
import { type Cidr, cidrContains, cidrOfAddress } from '../../model/cidr.ts';
import { NOT_PUBLIC } from '../../model/special-addresses.ts';
import { subnetBlocks } from '../../network/address-blocks.ts';
import type { NetworkResources, Subnet } from '../../network/aws/resources.ts';
import { checkedCidr } from '../../network/rule-tables/address-space.ts';
import { namedBlocks, takenBlocks } from './named-blocks.ts';

/** Where a public address is looked for. IPv6: global unicast (RFC 4291, section 2.4; IANA). */
const PUBLIC_SPACE: Readonly<Record<AddressFamily, Cidr>> = {
  4: checkedCidr('0.0.0.0/0'),
  6: checkedCidr('2000::/3'),
};

/** Blocks that are public and nobody's, in order of preference (RFC 5737, RFC 3849). */
const DOCUMENTATION: readonly Cidr[] = [
  '203.0.113.0/24',
  '198.51.100.0/24',
  '192.0.2.0/24',
  '2001:db8::/32',
].map(checkedCidr);

/** AWS keeps the first four addresses and the last one of a subnet. Source: Amazon VPC User Guide, "Subnet sizing". */
const RESERVED_AT_START = 4n;

/**
 * A public address that is like most others: of the documentation blocks when nothing in one of these is named and none
 * but 0.0.0.0/0 or ::/0 is around it, otherwise one whose innermost named block is as large as there is. The same network
 * always gives the same. Null when everything public is taken.
 */
export function typicalPublicAddress(resources: NetworkResources, family: AddressFamily): Address | null {
  const named = namedBlocks(resources, family);
  const documented = DOCUMENTATION.filter((block) => block.family === family);
  const plain = documented.filter((block) => !named.some((inner) => cidrContains(block, inner)));
  return plainest({
    within: PUBLIC_SPACE[family],
    preferred: plain.map(({ first }) => ({ family, value: first + 1n })),
    excluded: [...NOT_PUBLIC, ...takenBlocks(resources)].filter((block) => block.family === family),
    named,
  });
}

/**
 * An address of a subnet that is like most others there: neither reserved by AWS nor of anything known, and its innermost
 * named block as large as there is; the lowest such one. Null when the subnet has no block of the family or is full.
 */
export function typicalSubnetAddress(
  resources: NetworkResources,
  subnet: Subnet,
  family: AddressFamily,
  avoid: readonly Address[],
): Address | null {
  const within = subnetBlocks(subnet).find((block) => block.family === family);
  if (!within) return null;
  const { first, last } = within;
  const reserved = [first, first + 1n, first + 2n, first + RESERVED_AT_START - 1n, last];
  const addresses = [...reserved.map((value) => ({ family, value })), ...avoid];
  const excluded = [...addresses.map(cidrOfAddress), ...takenBlocks(resources)].filter((block) =>
    cidrContains(within, block),
  );
  return plainest({ within, preferred: [], excluded, named: namedBlocks(resources, family) });
}

interface Search {
  readonly within: Cidr;
  /** Before all others that are as good. */
  readonly preferred: readonly Address[];
  readonly excluded: readonly Cidr[];
  readonly named: readonly Cidr[];
}

/**
 * Blocks nest or are disjoint, so what holds for addresses changes only where a block begins or has ended: one address
 * of each such stretch stands for all of it.
 */
function plainest({ within, preferred, excluded, named }: Search): Address | null {
  const isExcluded = innermostLength(excluded);
  const depth = innermostLength(named);
  const { family } = within;
  const edges = [within, ...excluded, ...named].flatMap(({ first, last }) => [first, last + 1n]);
  const stretches = [...new Set(edges)]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((value) => ({ family, value }));
  let best: { readonly address: Address; readonly length: number } | null = null;
  for (const address of [...preferred, ...stretches]) {
    if (!cidrContains(within, address) || isExcluded(address) !== null) continue;
    const length = depth(address) ?? 0;
    if (best === null || length < best.length) best = { address, length };
    if (length === 0) break;
  }
  return best?.address ?? null;
}

/** Gives the prefix length of the innermost of the blocks, all of one family, that holds an address; null: none does. */
function innermostLength(blocks: readonly Cidr[]): (address: Address) => number | null {
  const firsts = new Map<number, Set<bigint>>();
  for (const { prefixLength, first } of blocks) {
    firsts.set(prefixLength, (firsts.get(prefixLength) ?? new Set()).add(first));
  }
  const lengths = [...firsts.keys()].toSorted((a, b) => b - a);
  return ({ family, value }) => {
    const bits = family === 4 ? 32 : 128;
    const holds = (length: number) => {
      const hostBits = BigInt(bits - length);
      return firsts.get(length)?.has((value >> hostBits) << hostBits) === true;
    };
    return lengths.find(holds) ?? null;
  };
}
