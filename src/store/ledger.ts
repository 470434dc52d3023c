import { loadSql } from '../sql/load.ts';
import type { ObjectIdentity } from './ledger-row.ts';
import type { Store } from './store.ts';

/** What objects the store has, and the numbers for those to come. */
export class Ledger {
  readonly #identities: Set<string>;
  readonly #names: Set<string>;
  #nextObjectId: number;

  private constructor(identities: Set<string>, names: Set<string>, nextObjectId: number) {
    this.#identities = identities;
    this.#names = names;
    this.#nextObjectId = nextObjectId;
  }

  /** `retryUnreadable` lets objects that gave no record so far count as new, for the reading may know more this time. */
  static async load(store: Store, { retryUnreadable = false } = {}): Promise<Ledger> {
    const rows = await store.rows(loadSql('store/ledger'));
    const nextObjectId = rows.reduce((next, row) => Math.max(next, Number(row.object_id) + 1), 1);
    // What was left out for the sake of an object that has changed may be nowhere now.
    const known = rows.filter(
      ({ unreadable, outdated }) => !(retryUnreadable && unreadable === true) && outdated !== true,
    );
    const identities = known.map(({ name, size, version }) => identityKey(name, size, version));
    return new Ledger(new Set(identities), new Set(rows.map(({ name }) => String(name))), nextObjectId);
  }

  /** Whether it has this very content of the object. */
  has({ name, size, version }: ObjectIdentity): boolean {
    return this.#identities.has(identityKey(name, size, version));
  }

  /** Whether it has, or had, some content under this name. */
  hasName(name: string): boolean {
    return this.#names.has(name);
  }

  /** Counts an object as known from now on. */
  enter({ name, size, version }: ObjectIdentity): void {
    this.#identities.add(identityKey(name, size, version));
    this.#names.add(name);
  }

  /** The number of the object that comes next. */
  get firstNewObjectId(): number {
    return this.#nextObjectId;
  }

  nextObjectId(): number {
    return this.#nextObjectId++;
  }
}

/** A size is a bigint where it comes from the table. */
function identityKey(name: unknown, size: unknown, version: unknown): string {
  return JSON.stringify([name, size === null ? null : Number(size), version]);
}
