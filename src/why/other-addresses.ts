import { type Address, addressFromKey, formatAddress, parseAddress } from '../model/address.ts';
import { type Cidr, cidrContains, cidrOfAddress, formatCidr, parseCidr } from '../model/cidr.ts';
import { isPublic } from '../model/special-addresses.ts';
import { subnetBlocks, vpcBlocks } from '../network/address-blocks.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import type { OtherAddresses } from './answer.ts';
import type { End, PathStep } from './path.ts';
import { reachability } from './reachability.ts';
import type { RuleScratch } from './rule-scratch.ts';
import { askRules } from './rule-stages.ts';

/** More parts than anybody reads, and a bound for what is asked. */
const MOST_PARTS = 300;

/**
 * Which addresses of an end that is many, a subnet or the Internet, fare otherwise than the typical one. The rules'
 * own blocks tell which addresses can differ; one of each is asked. `traceTo` draws the path for another end.
 */
export async function otherAddresses(
  which: 'src' | 'dst',
  end: End,
  resources: NetworkResources,
  scratch: RuleScratch,
  reachable: boolean | null,
  traceTo: (other: End) => readonly PathStep[],
): Promise<readonly OtherAddresses[]> {
  if (end.kind !== 'internet' && end.kind !== 'subnet') return [];
  const typical = parseAddress(end.address);
  if (!typical) throw new TypeError(`"${end.address}" is no address`);
  const parts = partsOf(await scratch.floors(), extentOf(end, resources), typical.family).slice(
    0,
    MOST_PARTS,
  );
  const paths = parts.map(({ first }) => {
    const address = formatAddress({ family: typical.family, value: first });
    return traceTo({ ...end, address, sentTo: address });
  });
  const answers = (await askRules(paths, scratch)).map(reachability);
  const others = parts.map((part, i) => ({ block: formatCidr(part), ...answers[i] }));
  return others.flatMap(({ block, reachable: other = null, firstBlock = null }) =>
    other === reachable ? [] : [{ end: which, block, reachable: other, firstBlock }],
  );
}

/** Whether an address can be one of the end's. */
function extentOf(end: End, resources: NetworkResources): (address: Address) => boolean {
  if (end.kind === 'subnet') {
    const subnet = resources.subnets.find(({ SubnetId }) => SubnetId === end.subnetId);
    const blocks = subnet ? subnetBlocks(subnet) : [];
    return (address) => blocks.some((block) => cidrContains(block, address));
  }
  const inside = resources.vpcs.flatMap(vpcBlocks);
  return (address) => isPublic(address) && !inside.some((block) => cidrContains(block, address));
}

/** The parts of the address space that rules may tell apart, as far as they begin in the extent. */
function partsOf(
  floors: readonly { readonly hi: bigint; readonly lo: bigint }[],
  holds: (address: Address) => boolean,
  family: 4 | 6,
): readonly Cidr[] {
  const starts = floors.map(addressFromKey);
  return starts.flatMap((start, i) => {
    if (start.family !== family || !holds(start)) return [];
    const next = starts[i + 1];
    return [largestBlock(start, next?.family === family ? next.value - 1n : null)];
  });
}

/** The largest block that begins at an address and ends at or before the last. */
function largestBlock(start: Address, last: bigint | null): Cidr {
  let best = cidrOfAddress(start);
  for (let length = best.prefixLength - 1; length >= 0; length--) {
    const block = parseCidr(`${formatAddress(start)}/${length}`);
    if (!block || block.first !== start.value || (last !== null && block.last > last)) break;
    best = block;
  }
  return best;
}
