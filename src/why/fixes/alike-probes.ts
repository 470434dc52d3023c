import { type Address, addressFromKey, formatAddress } from '../../model/address.ts';
import type { Probe, ProbeDecisions, RuleScratch } from '../rule-scratch.ts';

/** A probe whose remote address is still a number. */
export interface AddressedProbe extends Omit<Probe, 'remote'> {
  readonly remote: Address;
}

/**
 * What groups and network ACL say of each probe, in the order of the probes. Of those that differ only in remote addresses
 * between which no block of the rules begins, one is asked: senders on the Internet are many, and blocks few.
 */
export async function askAlike(
  probes: readonly AddressedProbe[],
  scratch: RuleScratch,
): Promise<readonly ProbeDecisions[]> {
  // Only of rules that were asked before does the scratch know where blocks begin: one probe of each place is asked first.
  const places = new Map(probes.map((probe) => [`${probe.interfaceId} ${probe.subnetId}`, probe]));
  await scratch.ask([...places.values()].map(written));
  const floors = (await scratch.floors()).map(addressFromKey);
  const floorOf = { 4: floorFinder(floors, 4), 6: floorFinder(floors, 6) };
  const first = new Map<string, { readonly index: number; readonly probe: AddressedProbe }>();
  const indexes = probes.map((probe) => {
    const { interfaceId, subnetId, direction, protocol, dstport, remote, tracked, icmp } = probe;
    const floor = floorOf[remote.family](remote);
    const key = `${interfaceId} ${subnetId} ${direction} ${protocol} ${dstport} ${tracked} ${icmp?.type} ${icmp?.code} ${remote.family} ${floor}`;
    const alike = first.get(key) ?? { index: first.size, probe };
    first.set(key, alike);
    return alike.index;
  });
  const decisions = await scratch.ask([...first.values()].map(({ probe }) => written(probe)));
  return indexes.flatMap((index) => decisions[index] ?? []);
}

function written(probe: AddressedProbe): Probe {
  return { ...probe, remote: formatAddress(probe.remote) };
}

/** Gives the number of floors of a family at or below an address. */
function floorFinder(floors: readonly Address[], family: Address['family']): (address: Address) => number {
  const values = floors
    .filter((floor) => floor.family === family)
    .map(({ value }) => value)
    .toSorted((a, b) => (a < b ? -1 : 1));
  return ({ value }) => {
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle] ?? value) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
