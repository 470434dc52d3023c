import type { Store, StoreOptions } from '../index.ts';
import type { Effects } from './effects.ts';
import { type CommonOptions, storeOptions } from './options.ts';

/**
 * Opens the store that the common options name, gives what `work` makes of it, and closes it. While it is open, an
 * interrupt stops the query that is running, which rejects.
 *
 * @throws when the store cannot be opened as `mode` says, when the user has interrupted, and whatever `work` throws
 */
export async function withOpenStore<T>(
  effects: Effects,
  options: CommonOptions,
  mode: Pick<StoreOptions, 'readOnly' | 'mustExist'>,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const { Store } = await import('../index.ts');
  const store = await Store.open(options.db, { ...storeOptions(options), ...mode });
  const stop = () => store.interrupt();
  effects.interrupted.addEventListener('abort', stop);
  try {
    // Whoever interrupted while it was being opened is not heard again.
    effects.interrupted.throwIfAborted();
    return await work(store);
  } finally {
    effects.interrupted.removeEventListener('abort', stop);
    store.close();
  }
}

/**
 * What commands of several steps call after each: it tells the time of the step under `--verbose`.
 *
 * @throws the reason of the interrupt, once there was one
 */
export function stepNotes(
  effects: Effects,
  { verbose }: CommonOptions,
): (step: string, milliseconds: number) => void {
  return (step, milliseconds) => {
    effects.interrupted.throwIfAborted();
    if (verbose) effects.stderr.write(`${milliseconds.toFixed(0).padStart(6)} ms  ${step}\n`);
  };
}
