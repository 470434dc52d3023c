import type { NetworkResources } from './aws/resources.ts';

/** One import of a network: what was in force when it was captured. It may hold only some kinds or some VPCs. */
export interface NetworkSnapshot {
  /** Unix seconds. */
  readonly capturedAtS: number;
  readonly resources: NetworkResources;
}
