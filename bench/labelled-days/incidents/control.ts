import type { Day } from '../day.ts';
import { every, HOUR } from '../day.ts';
import type { End } from '../ends.ts';
import { request, session } from '../exchanges.ts';
import { beginning, type IncidentDay, type IncidentTraffic, knob, type Played } from './incident.ts';

/** Hosts that call their master, or work for somebody else. */
export const CONTROL_INCIDENTS: readonly IncidentTraffic[] = [
  {
    id: 'beacon',
    detector: 'beacon',
    play: (day) =>
      beaconIncident(day, {
        period: day.random.pick([120, 300, 600, 900]),
        jitter: knob(day, 0, 0.2, 0.5),
        port: 443,
      }),
  },
  {
    id: 'beacon-minute',
    detector: 'beacon',
    play: (day) =>
      beaconIncident(day, {
        period: day.random.pick([60, 75, 90]),
        jitter: knob(day, 0.05, 0.2, 0.5),
        port: 443,
      }),
  },
  {
    id: 'beacon-odd-port',
    detector: 'beacon',
    alsoNamedBy: ['rare-port'],
    play: (day) =>
      beaconIncident(day, {
        period: day.random.pick([600, 1200, 1800]),
        jitter: knob(day, 0, 0.15, 0.3),
        port: 8089,
      }),
  },
  {
    // Too often for intervals: only the counts of buckets tell.
    id: 'beacon-fast',
    detector: 'beacon',
    play: (day) => {
      const calls = { period: knob(day, 10, 15, 20), jitter: knob(day, 0, 0.05, 0.1), port: 443 };
      return beaconIncident(day, calls, knob(day, 15, 11, 7.5));
    },
  },
  {
    id: 'miner',
    detector: 'long-connection',
    alsoNamedBy: ['rare-port', 'beacon'],
    play: (day) => longConnection(day, 3333, knob(day, 20, 14, 12.5), knob(day, 15, 20, 25)),
  },
  {
    id: 'long-tunnel',
    detector: 'long-connection',
    alsoNamedBy: ['beacon'],
    play: (day) => longConnection(day, 443, knob(day, 14, 10, 8.5), knob(day, 10, 15, 25)),
  },
  {
    id: 'rare-port',
    detector: 'rare-port',
    play: (day) => {
      const [actor, target] = [day.claims.victim(day), day.outside.unique()];
      const port = day.random.pick([6667, 4444, 9001]);
      const fromS = beginning(day, 4);
      for (let n = 0; n < knob(day, 60, 12, 3); n++) {
        request(day, {
          from: actor,
          to: target,
          port,
          at: fromS + day.random.next() * 3 * HOUR,
          up: day.random.around(900),
          down: day.random.around(4000),
          seconds: 5,
        });
      }
      return { actor, target, port, fromS, toS: fromS + 3 * HOUR };
    },
  },
];

/** Regular calls. */
export interface Calls {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  /** Seconds. */
  readonly period: number;
  /** Share of the period by which a pause is shorter at most, as remote-access tools let their users choose. */
  readonly jitter: number;
  readonly fromS: number;
  readonly toS: number;
}

/** Calls again and again, with nearly nothing to say. */
export function beacon(day: Day, { from, to, port, period, jitter, fromS, toS }: Calls): void {
  for (let at = fromS; at < toS; at += period * (1 - jitter * day.random.next())) {
    request(day, { from, to, port, at, up: 620, down: 310, seconds: 0.6 });
  }
}

function beaconIncident(
  day: IncidentDay,
  calls: Pick<Calls, 'period' | 'jitter' | 'port'>,
  hours = 22.9,
): Played {
  const [from, to] = [day.claims.victim(day), day.outside.unique()];
  const fromS = beginning(day, hours);
  const toS = fromS + hours * HOUR;
  beacon(day, { from, to, ...calls, fromS, toS });
  const { period, jitter, port } = calls;
  return { actor: from, target: to, port, fromS, toS, knobs: { period, jitter } };
}

function longConnection(day: IncidentDay, port: number, hours: number, pause: number): Played {
  const [actor, target] = [day.claims.victim(day), day.outside.unique()];
  const fromS = beginning(day, hours);
  const toS = fromS + hours * HOUR;
  session(day, {
    from: actor,
    to: target,
    port,
    at: fromS,
    times: every(day, pause, 0.45, fromS, toS),
    up: 260,
    down: 340,
  });
  return { actor, target, port, fromS, toS, knobs: { hours, pause } };
}
