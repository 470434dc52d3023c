import { HOUR } from '../day.ts';
import type { End } from '../ends.ts';
import { request } from '../exchanges.ts';
import { beginning, type IncidentDay, type IncidentTraffic, knob } from './incident.ts';

/** Guessed passwords, and steps from host to host. */
export const LOGIN_INCIDENTS: readonly IncidentTraffic[] = [
  {
    id: 'brute-force-inbound',
    detector: 'brute-force',
    play: (day) => {
      const [actor, target] = [day.outside.unique(), day.network.one('legacy')];
      return { actor, target, port: 22, ...guesses(day, actor, target, 22), knobs: { count: tries(day) } };
    },
  },
  {
    id: 'brute-force-success',
    detector: 'brute-force',
    play: (day) => {
      const [actor, target] = [day.outside.unique(), day.network.one('legacy')];
      const { fromS, toS } = guesses(day, actor, target, 5985);
      request(day, {
        from: actor,
        to: target,
        port: 5985,
        at: toS + 400,
        up: 400_000,
        down: 900_000,
        seconds: 1500,
      });
      return { actor, target, port: 5985, fromS, toS: toS + 1900, knobs: { count: tries(day) } };
    },
  },
  {
    id: 'brute-force-outbound',
    detector: 'brute-force',
    play: (day) => {
      const [actor, target] = [day.claims.victim(day), day.outside.unique()];
      return { actor, target, port: 22, ...guesses(day, actor, target, 22), knobs: { count: tries(day) } };
    },
  },
  {
    id: 'brute-force-inside',
    detector: 'brute-force',
    alsoNamedBy: ['admin-edge'],
    play: (day) => {
      const [actor, target] = [day.claims.victim(day), day.claims.take(day, 'worker', 'node')];
      return { actor, target, port: 22, ...guesses(day, actor, target, 22), knobs: { count: tries(day) } };
    },
  },
  {
    // Few guesses each at many hosts.
    id: 'password-spray',
    detector: 'brute-force',
    alsoNamedBy: ['admin-edge', 'sweep'],
    play: (day) => {
      const actor = day.claims.victim(day);
      const targets = day.network.of('worker', 'node').filter((host) => host !== actor);
      const fromS = beginning(day, 2);
      const rounds = knob(day, 12, 6, 4);
      let at = fromS;
      for (let round = 0; round < rounds; round++) {
        for (const to of targets)
          request(day, { ...login(day), from: actor, to, port: 22, at: (at += 4 + day.random.next() * 8) });
      }
      return { actor, target: null, port: 22, fromS, toS: at, knobs: { targets: targets.length, rounds } };
    },
  },
  {
    id: 'lateral-ssh',
    detector: 'admin-edge',
    play: (day) => {
      const [actor, target] = [day.claims.victim(day), day.claims.take(day, 'worker')];
      const fromS = beginning(day, 3);
      for (let n = 0; n < 3; n++) {
        const seconds = day.random.between(60, 1200);
        request(day, {
          from: actor,
          to: target,
          port: 22,
          at: fromS + n * 1800,
          up: 40_000,
          down: 150_000,
          seconds,
        });
      }
      return { actor, target, port: 22, fromS, toS: fromS + 2 * HOUR };
    },
  },
];

function tries(day: IncidentDay): number {
  return knob(day, 600, 200, 60);
}

/** Sessions of nearly equal size, as a login that fails has. */
function login(day: IncidentDay): { readonly up: number; readonly down: number; readonly seconds: number } {
  const { random } = day;
  return {
    up: random.between(1700, 1850),
    down: random.between(2300, 2500),
    seconds: 1.5 + random.next() * 2,
  };
}

function guesses(
  day: IncidentDay,
  from: End,
  to: End,
  port: number,
): { readonly fromS: number; readonly toS: number } {
  const seconds = knob(day, 3, 6, 20);
  const fromS = beginning(day, (tries(day) * seconds) / HOUR + 1);
  let at = fromS;
  for (let n = 0; n < tries(day); n++) {
    request(day, { ...login(day), from, to, port, at });
    at += seconds * (0.6 + day.random.next() * 0.8);
  }
  return { fromS, toS: at };
}
