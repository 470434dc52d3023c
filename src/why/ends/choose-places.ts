import { parseAddress } from '../../model/address.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { ambiguousEnd, unknownEnd } from './end-refusals.ts';
import { findPlaces } from './find-places.ts';
import { type Place, vpcOf } from './places.ts';
import { vpcTie } from './vpc-ties.ts';

/** An end as it was asked for, and what it may be. */
interface Asked {
  readonly input: string;
  readonly places: readonly Place[];
}

/** What was asked for and is. */
export interface Chosen {
  readonly input: string;
  readonly place: Place;
}

/**
 * What each end is. Of an address that is in several VPCs the one that is nearest to the other end: in its VPC, then in one
 * peered with it or on the same transit gateway; of equally near ones an interface before an address that none has.
 *
 * @throws UnknownEndError when nothing has the name
 * @throws AmbiguousEndError when several things have it
 */
export function choosePlaces(
  resources: NetworkResources,
  srcInput: string,
  dstInput: string,
): readonly [Chosen, Chosen] {
  const [src, dst] = [ask(resources, srcInput), ask(resources, dstInput)];
  const pairs = src.places.flatMap((from) =>
    dst.places.map((to) => ({ from, to, distance: distance(resources, from, to) })),
  );
  const least = Math.min(...pairs.map((pair) => pair.distance));
  const best = pairs.filter((pair) => pair.distance === least);
  const froms = best.map(({ from }) => from);
  const tos = best.map(({ to }) => to);
  return [theOnly(resources, src.input, froms), theOnly(resources, dst.input, tos)];
}

function theOnly(resources: NetworkResources, input: string, places: readonly Place[]): Chosen {
  const [place, ...others] = new Set(places);
  if (place === undefined) throw unknownEnd(resources, input);
  if (others.length > 0) throw ambiguousEnd(resources, input, [place, ...others]);
  return { input, place };
}

function distance(resources: NetworkResources, from: Place, to: Place): number {
  const unknownInterfaces = [from, to].filter(({ kind }) => kind === 'address').length;
  const apart = { same: 0, connected: 1, none: 2 }[vpcTie(resources, vpcOf(from), vpcOf(to))];
  return apart * 3 + unknownInterfaces;
}

function ask(resources: NetworkResources, input: string): Asked {
  const places = findPlaces(resources, input);
  if (places.length === 0) throw unknownEnd(resources, input);
  // Where an address leads depends on where it is asked; a name means the same everywhere.
  if (places.length > 1 && parseAddress(input) === null) throw ambiguousEnd(resources, input, places);
  return { input, places };
}
