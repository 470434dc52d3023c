import { HOUR } from '../day.ts';
import { type End, outside, vacant } from '../ends.ts';
import { attempt, request } from '../exchanges.ts';
import { beginning, type IncidentDay, type IncidentTraffic, knob, type Played } from './incident.ts';

/** Scans of ports and of hosts, from inside and from the Internet. */
export const SCAN_INCIDENTS: readonly IncidentTraffic[] = [
  {
    id: 'port-scan-fast',
    detector: 'port-scan',
    play: (day) => scanPorts(day, knob(day, 1000, 200, 60), 60 / knob(day, 600, 60, 20)),
  },
  {
    id: 'port-scan-slow',
    detector: 'port-scan',
    play: (day) => scanPorts(day, knob(day, 220, 120, 40), 120),
  },
  {
    id: 'network-scan',
    detector: 'port-scan',
    alsoNamedBy: ['sweep'],
    play: (day) => {
      const actor = day.claims.victim(day);
      const victims = day.network.of('db', 'cache', 'payment').slice(0, 6);
      const ports = distinctPorts(day, knob(day, 200, 60, 25));
      const fromS = beginning(day, 2);
      let at = fromS;
      for (const to of victims) {
        for (const port of ports) attempt(day, { from: actor, to, port, at: (at += day.random.next() * 4) });
      }
      return { actor, target: null, fromS, toS: at, knobs: { victims: victims.length, ports: ports.length } };
    },
  },
  {
    id: 'sweep-inside',
    detector: 'sweep',
    play: (day) => {
      const targets = insideAddresses(day, knob(day, 160, 60, 25));
      return sweep(day, targets, day.random.pick([22, 3389, 445]), knob(day, 0.5, 4, 30));
    },
  },
  {
    id: 'sweep-outside',
    detector: 'sweep',
    alsoNamedBy: ['brute-force'],
    play: (day) => {
      const targets = Array.from({ length: knob(day, 400, 120, 30) }, (_, n) =>
        day.outside.server(9000 + n * 7),
      );
      return sweep(
        day,
        targets,
        day.random.pick([23, 445, 22]),
        knob(day, 0.5, 5, 60),
        knob(day, 0.02, 0.05, 0.12),
      );
    },
  },
  {
    id: 'inbound-scan',
    detector: 'inbound-scan',
    play: (day) => {
      const actor = day.outside.unique();
      const target = day.network.one(day.random.pick(['bastion', 'media', 'vpn-gateway']));
      const fromS = beginning(day, 2);
      const ports = distinctPorts(day, knob(day, 1000, 300, 60));
      let at = fromS;
      for (const port of ports)
        attempt(day, { from: actor, to: target, port, at: (at += day.random.next() * 6) });
      return { actor, target, fromS, toS: at, knobs: { ports: ports.length } };
    },
  },
  {
    id: 'open-door',
    detector: 'open-door',
    alsoNamedBy: ['inbound-scan'],
    play: (day) => openDoor(day, 9200, 1, 2500),
  },
  {
    id: 'open-door-used',
    detector: 'open-door',
    alsoNamedBy: ['inbound-scan'],
    play: (day) => openDoor(day, 8088, 3, 90_000),
  },
];

/** So many different ports; none of those that hosts listen on has a special place among them. */
function distinctPorts(day: IncidentDay, count: number): readonly number[] {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(day.random.between(1, 10_000));
  return [...ports];
}

function scanPorts(day: IncidentDay, ports: number, seconds: number): Played {
  const actor = day.claims.victim(day);
  const target = day.random.pick(day.network.of('db', 'cache', 'payment', 'files', 'backup'));
  const fromS = beginning(day, (ports * seconds) / HOUR);
  let at = fromS;
  for (const port of distinctPorts(day, ports)) {
    attempt(day, { from: actor, to: target, port, at });
    at += seconds * (0.5 + day.random.next());
  }
  return { actor, target, fromS, toS: at, knobs: { ports, secondsBetween: seconds } };
}

function sweep(
  day: IncidentDay,
  targets: readonly End[],
  port: number,
  seconds: number,
  success = 0,
): Played {
  const actor = day.claims.victim(day);
  const fromS = beginning(day, (targets.length * seconds) / HOUR);
  let at = fromS;
  for (const to of targets) {
    const answer = day.random.chance(success) ? 'answered' : day.random.chance(0.3) ? 'closed' : 'silent';
    if (to !== actor) attempt(day, { from: actor, to, port, at, answer });
    at += seconds * (0.5 + day.random.next());
  }
  return {
    actor,
    target: null,
    port,
    fromS,
    toS: at,
    knobs: { targets: targets.length, secondsBetween: seconds, success },
  };
}

/** Addresses of the application subnets: a few are hosts, most are nobody's. */
function insideAddresses(day: IncidentDay, count: number): readonly End[] {
  const addresses = new Set<string>();
  while (addresses.size < count) {
    addresses.add(`10.40.${day.random.pick([10, 11])}.${day.random.between(4, 254)}`);
  }
  return [...addresses].map((address) => day.network.at(address) ?? vacant(address));
}

/** A scanner is refused nearly everywhere, and once it is not. */
function openDoor(day: IncidentDay, port: number, sessions: number, down: number): Played {
  const actor = outside(day.outside.unique().address);
  const target = day.network.one('dev-box');
  const fromS = beginning(day, 2);
  const refused = knob(day, 60, 20, 8);
  let at = fromS;
  const closed = distinctPorts(day, refused + 8).filter((each) => !target.listens.includes(each));
  for (const each of closed.slice(0, refused))
    attempt(day, { from: actor, to: target, port: each, at: (at += 20) });
  for (let n = 0; n < sessions; n++) {
    request(day, { from: actor, to: target, port, at: (at += 60), up: 900, down, seconds: 4 });
  }
  return { actor, target, port, fromS, toS: at, knobs: { refused, sessions, bytesBack: down } };
}
