import { ResourceCollection } from './aws/resource-collection.ts';
import type { NetworkResources } from './aws/resources.ts';

/** One import of a network: what was in force when it was captured. It may hold only some kinds or some VPCs. */
export interface NetworkSnapshot {
  /** Unix seconds. */
  readonly capturedAtS: number;
  readonly resources: NetworkResources;
}

/** The snapshots in the order of their dates; those of one date become one, where the later given wins by id. */
export function snapshotsByDate(snapshots: readonly NetworkSnapshot[]): readonly NetworkSnapshot[] {
  const byDate = new Map<number, ResourceCollection>();
  for (const { capturedAtS, resources } of snapshots) {
    const collection = byDate.get(capturedAtS) ?? new ResourceCollection();
    collection.addAll(resources);
    byDate.set(capturedAtS, collection);
  }
  return [...byDate]
    .toSorted(([a], [b]) => a - b)
    .map(([capturedAtS, collection]) => ({ capturedAtS, resources: collection.resources() }));
}
