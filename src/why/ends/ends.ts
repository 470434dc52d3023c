/**
 * What `why` was asked about: names become places of the network, of which the two that fit each other are chosen, and
 * then their addresses.
 */
import { type Address, type AddressFamily, parseAddress } from '../../model/address.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { type Chosen, choosePlaces } from './choose-places.ts';
import { UnfitEndsError, UnknownEndError } from './end-errors.ts';
import type { End } from '../path.ts';
import { familiesOf, isOnInternet, settleEnd, type SettledEnd } from './settle-end.ts';

/**
 * The two ends of a path. Each is given as an IPv4 or IPv6 address, `eni-…`, `i-…`, `subnet-…`, the tag Name of an
 * interface, an instance or a subnet, or `internet`. Both get an address of one family, IPv4 where there is a choice.
 *
 * @throws UnknownEndError when nothing has the name
 * @throws AmbiguousEndError when several things have it, or an address is in several VPCs and the other end does not tell
 * @throws UnfitEndsError when the ends are the same, have no family in common, or are both outside of the network
 */
export function resolveEnds(
  resources: NetworkResources,
  src: string,
  dst: string,
): { readonly src: End; readonly dst: End } {
  const [from, to] = choosePlaces(resources, src, dst);
  const family = commonFamily(from, to);
  const settledFrom = settled(resources, from, family, to.place.kind === 'address' ? [to.place.address] : []);
  const fromAddress = parseAddress(settledFrom.address);
  const settledTo = settled(resources, to, family, fromAddress === null ? [] : [fromAddress]);
  const ends = {
    src: endOf(resources, from, settledFrom, settledTo),
    dst: endOf(resources, to, settledTo, settledFrom),
  };
  refuseUnfit(ends.src, ends.dst);
  return ends;
}

function commonFamily(src: Chosen, dst: Chosen): AddressFamily {
  const [ofSrc, ofDst] = [familiesOf(src.place), familiesOf(dst.place)];
  const family = ofSrc.find((one) => ofDst.includes(one));
  if (family !== undefined) return family;
  const said = ({ input }: Chosen, families: readonly AddressFamily[]) =>
    `"${input}" has ${families.length === 0 ? 'no address' : families.map((one) => `IPv${one}`).join(' and ')}`;
  const reason = `expected addresses of one family, ${said(src, ofSrc)} and ${said(dst, ofDst)}`;
  throw new UnfitEndsError(src.input, dst.input, reason);
}

function settled(
  resources: NetworkResources,
  { input, place }: Chosen,
  family: AddressFamily,
  avoid: readonly Address[],
): SettledEnd {
  const end = settleEnd(resources, place, family, avoid);
  if (end !== null) return end;
  const expected = `it has no free IPv${family} address to ask for, expected an address or an interface in it`;
  throw new UnknownEndError(input, expected, []);
}

/** Packets from the Internet are sent to the public address, and those from elsewhere only when it was asked for. */
function endOf(
  resources: NetworkResources,
  { input, place }: Chosen,
  end: SettledEnd,
  other: SettledEnd,
): End {
  const asked = 'publicAsked' in place && place.publicAsked;
  const isPublicSent = end.publicAddress !== null && (asked || isOnInternet(resources, other));
  return { input, ...end, sentTo: isPublicSent ? end.publicAddress : end.address };
}

/** Packets between addresses of one interface never cross it; and of a path outside of the network nothing is known. */
function refuseUnfit(src: End, dst: End): void {
  const refuse = (reason: string) => new UnfitEndsError(src.input, dst.input, reason);
  if (src.vpcId === null && dst.vpcId === null)
    throw refuse('both are outside of the network, expected one of them in it');
  if (src.interfaceId !== null && src.interfaceId === dst.interfaceId)
    throw refuse(`both are ${src.interfaceId}, expected two interfaces`);
  if (src.address === dst.sentTo || (src.address === dst.address && src.vpcId === dst.vpcId))
    throw refuse(`both are ${src.address}, expected two addresses`);
}
