import { networkEpochs } from '../network/epochs.ts';
import { loadSnapshots } from '../store/network-tables.ts';
import type { Store } from '../store/store.ts';
import type { CapturedNetwork } from './answer.ts';

/**
 * The configuration in force at a time (Unix seconds), or the latest, and since when it is known to be.
 *
 * @throws Error when no network was imported
 */
export async function networkAt(store: Store, atS: number | null): Promise<CapturedNetwork> {
  const snapshots = await loadSnapshots(store);
  const epochs = networkEpochs(snapshots);
  const epoch = epochs.findLast(({ validFromS }) => atS === null || validFromS === null || validFromS <= atS);
  if (!epoch) throw new Error('The store has no network: "flowblame network import" takes one in');
  const capturedAtS = epoch.validFromS ?? Math.min(...snapshots.map((snapshot) => snapshot.capturedAtS));
  return { resources: epoch.resources, capturedAtS };
}
