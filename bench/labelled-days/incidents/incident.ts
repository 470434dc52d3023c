import type { DetectorName } from '../../../src/anomalies/finding.ts';
import type { Day, Difficulty } from '../day.ts';
import { HOUR } from '../day.ts';
import type { End, Host, HostKind } from '../ends.ts';
import type { Incident } from '../labels.ts';

/** What the writers of incidents need. */
export interface IncidentDay extends Day {
  readonly difficulty: Difficulty;
  readonly claims: Claims;
}

/** What an incident says of itself after it was played. */
export interface Played {
  readonly actor: End | null;
  readonly target: End | null;
  readonly port?: number;
  readonly fromS: number;
  readonly toS: number;
  readonly knobs?: Readonly<Record<string, string | number>>;
}

export interface IncidentTraffic {
  readonly id: string;
  readonly detector: DetectorName;
  readonly alsoNamedBy?: readonly DetectorName[];
  /** It takes records away, and so comes before everything else. */
  readonly first?: true;
  readonly play: (day: IncidentDay) => Played;
}

/** Which hosts are in an incident already: each has one at most, so that a finding belongs to one. */
export class Claims {
  readonly #taken = new Set<Host>();

  /** A host of these kinds that is in no incident yet. */
  take(day: Day, ...kinds: readonly HostKind[]): Host {
    const free = day.network.of(...kinds).filter((host) => !this.#taken.has(host));
    if (free.length === 0) throw new Error(`Cannot play an incident: no host of ${kinds.join(', ')} is left`);
    const host = day.random.pick(free);
    this.#taken.add(host);
    return host;
  }

  /** A host that anybody could break into, and that logs all day: the one for load tests may have been stopped. */
  victim(day: Day): Host {
    return this.take(day, 'app', 'node', 'web', 'queue', 'search', 'crawler');
  }
}

/** The value for the difficulty of the day. */
export function knob<T>(day: IncidentDay, easy: T, normal: T, hard: T): T {
  return day.difficulty === 'easy' ? easy : day.difficulty === 'normal' ? normal : hard;
}

/** A moment after which `hours` of the day are left. */
export function beginning(day: Day, hours: number): number {
  return day.startS + HOUR + day.random.next() * (day.endS - day.startS - (1 + hours) * HOUR);
}

/** The label of an incident. */
export function labelOf({ id, detector, alsoNamedBy = [] }: IncidentTraffic, played: Played): Incident {
  return {
    id,
    detector,
    alsoNamedBy,
    actor: played.actor?.address ?? null,
    target: played.target?.address ?? null,
    port: played.port ?? null,
    fromS: Math.floor(played.fromS),
    toS: Math.ceil(played.toS),
    knobs: played.knobs ?? {},
  };
}
