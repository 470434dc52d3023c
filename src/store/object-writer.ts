import { loadSql } from '../sql/load.ts';
import { Contexts } from './contexts.ts';
import type { ObjectIdentity } from './ledger-row.ts';
import type { Store } from './store.ts';
import { WriterLane } from './writer-lane.ts';

/**
 * Writes objects into the store, each whole or not at all. Lanes write at the same time, each in transactions of its own;
 * what they share is here: the ledger, and the numbers of contexts and objects.
 */
export class ObjectWriter {
  readonly contexts: Contexts;
  readonly #store: Store;
  readonly #ledger: Set<string>;
  readonly #names: Set<string>;
  #nextObjectId: number;
  #lanes = 0;

  private constructor(
    store: Store,
    contexts: Contexts,
    ledger: Set<string>,
    names: Set<string>,
    nextObjectId: number,
  ) {
    this.#store = store;
    this.contexts = contexts;
    this.#ledger = ledger;
    this.#names = names;
    this.#nextObjectId = nextObjectId;
  }

  /** `retryUnreadable` lets objects that gave no record so far count as new, for the reading may know more this time. */
  static async open(store: Store, { retryUnreadable = false } = {}): Promise<ObjectWriter> {
    const ledger = await store.rows(loadSql('store/ledger'));
    const nextObjectId = ledger.reduce((next, row) => Math.max(next, Number(row.object_id) + 1), 1);
    const known = ledger.filter(({ unreadable }) => !(retryUnreadable && unreadable === true));
    const identities = known.map(({ name, size, version }) => identityKey(name, size, version));
    const names = new Set(ledger.map(({ name }) => String(name)));
    return new ObjectWriter(store, await Contexts.load(store), new Set(identities), names, nextObjectId);
  }

  /** Whether the ledger has this very content of the object. */
  has({ name, size, version }: ObjectIdentity): boolean {
    return this.#ledger.has(identityKey(name, size, version));
  }

  /** Whether the store has, or had, some content under this name. */
  hasName(name: string): boolean {
    return this.#names.has(name);
  }

  /** Counts an object as known from now on. */
  enter({ name, size, version }: ObjectIdentity): void {
    this.#ledger.add(identityKey(name, size, version));
    this.#names.add(name);
  }

  nextObjectId(): number {
    return this.#nextObjectId++;
  }

  /** Another lane, with a connection of its own. */
  async lane(): Promise<WriterLane> {
    return new WriterLane(this, this.#store.batchFunction, await this.#store.connect(), this.#lanes++);
  }
}

function identityKey(name: unknown, size: unknown, version: unknown): string {
  return JSON.stringify([name, size === null ? null : String(size as number | bigint), version]);
}
