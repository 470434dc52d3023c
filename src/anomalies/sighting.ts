import type { Candidate } from './candidate.ts';
import type { Party } from './finding.ts';

/** What the tables say about a candidate's ends and the connections behind it. */
export interface Sighting extends Candidate {
  readonly actor: Party;
  readonly target: Party;
  /** Ports of the target that groups open to the world, and those of listeners. */
  readonly targetPorts: readonly number[];
  /** Unix day on which the actor first reached the target on the port, of the days before the window; null: on none. */
  readonly firstDay: number | null;
  /** How sure it is who opened the connections behind it, 0–1. */
  readonly orientation: number;
  /** Its target or its actor is on the user's list. */
  readonly listed: boolean;
}

/** The run as a whole, as far as weighing needs it. */
export interface Surroundings {
  /** Seconds. */
  readonly aggregationS: number;
  readonly historyDays: number;
  /** Unix day of the window's beginning. */
  readonly day: number;
  readonly insideHosts: number;
}

/** A text that is the same for the same end, whatever the run. */
export function partyKey({ address, interfaceId }: Party): string {
  return address ?? interfaceId ?? '';
}
