import type { Day } from '../day.ts';
import type { DayNetwork } from '../day-network.ts';
import type { Host } from '../ends.ts';

/** Traffic that is harmless and looks like something else. */
export interface TrapTraffic {
  readonly kind: string;
  readonly hosts: (network: DayNetwork) => readonly Host[];
  /** It takes records away, and so comes before everything else. */
  readonly first?: true;
  readonly play: (day: Day) => void;
}

/** Every host that is an instance. */
export function instances(network: DayNetwork): readonly Host[] {
  return network.hosts.filter((host) => host.instanceId !== null);
}

/** Instances that reach the Internet. */
export function connected(network: DayNetwork): readonly Host[] {
  return instances(network).filter((host) => host.nat !== null || host.publicAddress !== null);
}
