import type { KeyPlace, TimeSpan } from './key-place.ts';

/** Which flow logs are wanted; what is left out does not narrow. */
export interface Wanted {
  /** Unix seconds: records that start at or after it. */
  readonly since?: number;
  /** Unix seconds: records that start before it. */
  readonly until?: number;
  /** The accounts that made the flow logs, as keys name them. */
  readonly accounts?: readonly string[];
  /** The regions of the flow logs, as keys name them. */
  readonly regions?: readonly string[];
}

/** `inside`: all in it is wanted. `partly`: some of it may be, as far as its place tells. */
export type Relation = 'inside' | 'partly' | 'outside';

/** The longest aggregation interval in seconds: no record ends later after its start. */
const LONGEST_RECORD = 600;
/** Seconds by which the name of an object may be later than its records, in case delivery was late. */
const LATENESS = 3600;

/** Tells what is wanted by the places of keys. */
export class Selection {
  readonly #ends: TimeSpan | null;
  readonly #accounts: ReadonlySet<string> | null;
  readonly #regions: ReadonlySet<string> | null;

  constructor({ since, until, accounts, regions }: Wanted) {
    this.#ends = since === undefined && until === undefined ? null : endsOf(since, until);
    this.#accounts = accounts ? new Set(accounts) : null;
    this.#regions = regions ? new Set(regions) : null;
  }

  relation({ account, region, span }: KeyPlace): Relation {
    const relations = [
      member(this.#accounts, account),
      member(this.#regions, region),
      overlap(this.#ends, span),
    ];
    if (relations.includes('outside')) return 'outside';
    return relations.includes('partly') ? 'partly' : 'inside';
  }
}

/** When records end that start within a window: that is what keys go by. */
function endsOf(since = -Infinity, until = Infinity): TimeSpan {
  return { from: since, to: until + LONGEST_RECORD + LATENESS };
}

function member(wanted: ReadonlySet<string> | null, value: string | undefined): Relation {
  if (wanted === null) return 'inside';
  if (value === undefined) return 'partly';
  return wanted.has(value) ? 'inside' : 'outside';
}

function overlap(wanted: TimeSpan | null, span: TimeSpan | undefined): Relation {
  if (wanted === null) return 'inside';
  if (span === undefined) return 'partly';
  if (span.to <= wanted.from || span.from >= wanted.to) return 'outside';
  return span.from >= wanted.from && span.to <= wanted.to ? 'inside' : 'partly';
}
