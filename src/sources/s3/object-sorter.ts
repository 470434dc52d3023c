import { isLogName, WRITE_TEST } from '../log-name.ts';
import type { ObjectState } from './bucket.ts';
import { placeOf, placeOfName } from '../key-place.ts';
import type { Selection } from '../selection.ts';

/** Objects that lie under a prefix, by what becomes of them. */
export interface SortedObjects {
  readonly logs: readonly ObjectState[];
  /** Keys that are not named like flow logs, and folders that no flow log is delivered to. */
  readonly leftOut: readonly string[];
  /** Objects and whole folders that are of no window, account or region that is wanted. */
  readonly outside: number;
}

/** Sorts listed objects into flow logs that are wanted and everything else. */
export class ObjectSorter implements SortedObjects {
  readonly logs: ObjectState[] = [];
  readonly leftOut: string[] = [];
  outside = 0;
  readonly #selection: Selection;
  readonly #takesForeign: boolean;

  /** `takesForeign`: also what lies where AWS puts the logs of other services, because it was asked for by name. */
  constructor(selection: Selection, { takesForeign }: { readonly takesForeign: boolean }) {
    this.#selection = selection;
    this.#takesForeign = takesForeign;
  }

  add(object: ObjectState): void {
    const { key } = object;
    const name = key.slice(key.lastIndexOf('/') + 1);
    const place = placeOf(key);
    if (isMarker(object, name) || (place.level === 'foreign' && !this.#takesForeign)) return;
    const places = [place, placeOfName(key)];
    if (places.some((known) => known && this.#selection.relation(known) === 'outside')) this.outside++;
    else if (name === '' || !isLogName(name)) this.leftOut.push(key);
    else this.logs.push(object);
  }
}

/** What consoles and tools leave beside the data: folders as objects, tests of permission, columns of Athena results. */
function isMarker({ size }: ObjectState, name: string): boolean {
  if (size === 0 && (name === '' || name.endsWith('_$folder$'))) return true;
  return name === WRITE_TEST || name.endsWith('.metadata');
}
