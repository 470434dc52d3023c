import type { Day } from '../day.ts';
import { anyTime, busyTime, HOUR, scaled } from '../day.ts';
import type { End, Host } from '../ends.ts';
import { FLAG } from '../connection.ts';
import { attempt, base, datagram, request } from '../exchanges.ts';
import type { TrapTraffic } from './trap.ts';

/** Scanning sources of one public address in a day: 1,511 to 1,596 on four real host-days. */
const SCANNERS_A_DAY = 1550;
/** Ports that the Internet asks for, often ones first. */
const WANTED = [
  23, 22, 80, 443, 8080, 3389, 445, 5900, 8443, 2222, 5555, 6379, 9200, 25, 21, 1433, 3306, 27_017, 8088,
  2375, 5060, 11_211, 5432, 8888, 81, 7547, 37_215, 60_023,
] as const;
const WANTED_UDP = [53, 123, 161, 1900, 5060, 389] as const;
/** From so many contacts on a source counts as a scanner, and an answered one has found an open door. */
const MANY_CONTACTS = 4;
const WEB = [80, 443];
/** Of weather; those after them are institutes. */
const SOURCES = 23_000;

/** What comes from the Internet at all times. */
export const WEATHER_TRAPS: readonly TrapTraffic[] = [
  {
    kind: 'internet-weather',
    hosts: (network) => network.hosts.filter((host) => host.publicAddress !== null),
    play: (day) => {
      const exposed = day.network.hosts.filter((host) => host.publicAddress !== null);
      for (const [order, to] of exposed.entries()) {
        // Every one but once at one host: the probes of two visits would add up.
        for (let n = scaled(day, SCANNERS_A_DAY); n > 0; n--) {
          scanner(day, day.outside.scanner((order * SCANNERS_A_DAY + n) % SOURCES), to);
        }
      }
    },
  },
  {
    // Two dozen institutes ask every public address for its web pages.
    kind: 'research-scanners',
    hosts: (network) => network.hosts.filter((host) => host.publicAddress !== null),
    play: (day) => {
      for (let source = 0; source < 24; source++) {
        for (const to of day.network.hosts) {
          if (to.publicAddress === null) continue;
          for (const port of WEB)
            attempt(day, { from: day.outside.scanner(SOURCES + source), to, port, at: anyTime(day) });
        }
      }
    },
  },
  {
    // Answers to packets that somebody else sent under our addresses.
    kind: 'backscatter',
    hosts: (network) => network.of('dev-box', 'bastion', 'media'),
    play: (day) => {
      const { network, outside, random } = day;
      for (const to of network.of('dev-box', 'bastion', 'media')) {
        for (let n = scaled(day, 900); n > 0; n--) {
          const from = outside.server(random.between(0, 60));
          const ends = base(day, {
            from,
            to,
            port: random.between(1025, 65_535),
            at: 0,
            clientPort: random.pick([80, 443, 25]),
          });
          const exchanges = [{ at: anyTime(day), upPackets: 1, upBytes: 44, downPackets: 0, downBytes: 0 }];
          const unsolicited = random.chance(0.7) ? FLAG.synAck : FLAG.rst;
          day.send({ ...ends, exchanges, answer: 'silent', retries: 0, unsolicited });
        }
      }
    },
  },
  {
    // Noon: five times as many customers as at eleven, more with every minute.
    kind: 'business-peak',
    hosts: (network) => network.of('alb'),
    play: (day) => {
      const { network, outside, random } = day;
      const customer = (at: number) => {
        const from = outside.customer(random, 6000);
        request(day, {
          from,
          to: random.pick(network.of('alb')),
          port: 443,
          at,
          up: 2500,
          down: 60_000,
          seconds: 8,
        });
      };
      for (let n = scaled(day, 24_000); n > 0; n--) customer(busyTime(day));
      for (let n = scaled(day, 8000); n > 0; n--) {
        customer(day.startS + 11 * HOUR + (random.next() + random.next()) * 1.5 * HOUR);
      }
    },
  },
  {
    // After a deployment all devices come back within a minute.
    kind: 'reconnect-storm',
    hosts: (network) => network.of('nlb'),
    play: (day) => {
      const { network, outside, random } = day;
      const at = Math.floor(busyTime(day) / 60) * 60;
      for (let n = 0; n < 300; n++) {
        request(day, {
          from: outside.customer(random, 3000),
          to: network.one('nlb'),
          port: 8883,
          at: at + random.next() * 40,
          up: 900,
          down: 300,
          seconds: 4,
        });
      }
    },
  },
];

/** One source: one or two probes as a rule, seldom up to ten. */
function scanner(day: Day, from: End, to: Host): void {
  const { random } = day;
  const probes = random.chance(0.75) ? random.between(1, 2) : random.between(3, 10);
  for (let n = 0; n < probes; n++) {
    const at = anyTime(day);
    if (random.chance(0.08)) {
      datagram(day, { from, to, port: random.pick(WANTED_UDP), at, up: 60, down: 0 });
      continue;
    }
    const port = random.chance(0.8) ? random.pickRanked(WANTED) : random.between(1, 65_535);
    const opens = to.listens.includes(port) && !WEB.includes(port);
    attempt(day, { from, to, port: opens && probes >= MANY_CONTACTS ? 24 : port, at });
  }
}
