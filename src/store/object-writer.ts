import { Contexts } from './contexts.ts';
import { Ledger } from './ledger.ts';
import type { Store } from './store.ts';
import { WriterLane } from './writer-lane.ts';

/**
 * Writes objects into the store, each whole or not at all. Lanes write at the same time, each in transactions of its own;
 * what they share is here: the ledger, and the numbers of contexts.
 */
export class ObjectWriter {
  readonly ledger: Ledger;
  readonly contexts: Contexts;
  readonly #store: Store;
  #lanes = 0;

  private constructor(store: Store, ledger: Ledger, contexts: Contexts) {
    this.#store = store;
    this.ledger = ledger;
    this.contexts = contexts;
  }

  /** `retryUnreadable` lets objects that gave no record so far count as new, for the reading may know more this time. */
  static async open(store: Store, { retryUnreadable = false } = {}): Promise<ObjectWriter> {
    const ledger = await Ledger.load(store, { retryUnreadable });
    return new ObjectWriter(store, ledger, await Contexts.load(store));
  }

  /** Another lane, with a connection of its own. */
  async lane(): Promise<WriterLane> {
    const connection = await this.#store.connect();
    return new WriterLane(this.ledger, this.contexts, this.#store.batchFunction, connection, this.#lanes++);
  }
}
