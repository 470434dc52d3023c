import { ICMP } from '../connection.ts';
import { DAY, HOUR } from '../day.ts';
import type { Host } from '../ends.ts';
import { attempt, base, datagram, exchange, request, session } from '../exchanges.ts';
import { beginning, type IncidentDay, type IncidentTraffic, knob, type Played } from './incident.ts';

const MB = 1e6;

/** Data that leaves, floods that leave, and floods that come. */
export const VOLUME_INCIDENTS: readonly IncidentTraffic[] = [
  {
    id: 'exfiltration',
    detector: 'exfiltration',
    play: (day) => exfiltration(day, day.claims.victim(day), knob(day, 6000, 2000, 650), knob(day, 1, 4, 12)),
  },
  {
    id: 'exfiltration-slow',
    detector: 'exfiltration',
    play: (day) => exfiltration(day, day.claims.victim(day), knob(day, 3000, 1200, 600), 48),
  },
  {
    id: 'exfiltration-backup',
    detector: 'exfiltration',
    play: (day) =>
      exfiltration(day, day.claims.take(day, 'backup', 'files'), knob(day, 20_000, 6000, 5200), 6),
  },
  {
    id: 'udp-flood',
    detector: 'outbound-flood',
    play: (day) => {
      const [actor, target] = [day.claims.victim(day), day.outside.unique()];
      const fromS = beginning(day, 1);
      const perSecond = knob(day, 5000, 2800, 2200);
      const minutes = knob(day, 10, 6, 3);
      const exchanges = Array.from({ length: minutes * 60 }, (_, second) => ({
        at: fromS + second,
        upPackets: perSecond,
        upBytes: perSecond * 540,
        downPackets: 0,
        downBytes: 0,
      }));
      day.send({
        ...base(day, { from: actor, to: target, port: 80, protocol: 17, at: fromS }),
        exchanges,
        answer: 'silent',
      });
      return { actor, target, port: 80, fromS, toS: fromS + minutes * 60, knobs: { perSecond, minutes } };
    },
  },
  {
    id: 'syn-flood',
    detector: 'outbound-flood',
    alsoNamedBy: ['denied-egress'],
    play: (day) => {
      const [actor, target] = [day.claims.take(day, 'media', 'vpn-gateway', 'origin'), day.outside.unique()];
      const fromS = beginning(day, 1);
      const perMinute = knob(day, 20_000, 15_000, 13_500);
      for (let n = 0; n < perMinute * 3; n++) {
        // Tools that flood take one port after the other, those below 1024 left out.
        const clientPort = 1024 + (n % 64_000);
        attempt(day, { from: actor, to: target, port: 80, clientPort, at: fromS + (n * 60) / perMinute });
      }
      return { actor, target, port: 80, fromS, toS: fromS + 180, knobs: { perMinute } };
    },
  },
  {
    id: 'surge',
    detector: 'inbound-surge',
    play: (day) => {
      const target = day.network.one('alb');
      const fromS = beginning(day, 1);
      const perMinute = knob(day, 3000, 1200, 500);
      for (let n = 0; n < perMinute * 8; n++) {
        const at = fromS + (n * 60) / perMinute;
        day.send({
          ...base(day, { from: day.outside.customer(day.random, 36_000), to: target, port: 443, at }),
          exchanges: [exchange(at, 0, 0, 1, 1), exchange(at + 0.3, 0, 0, 1, 0)],
          answer: 'answered',
        });
      }
      return { actor: null, target, port: 443, fromS, toS: fromS + 480, knobs: { perMinute } };
    },
  },
  {
    id: 'icmp-tunnel',
    detector: 'tunnel',
    play: (day) => tunnel(day, ICMP, knob(day, 12_000, 4000, 1400)),
  },
  {
    id: 'protocol-tunnel',
    detector: 'tunnel',
    play: (day) => tunnel(day, day.random.pick([4, 41, 94]), knob(day, 12_000, 4000, 1400)),
  },
  {
    id: 'foreign-resolver',
    detector: 'foreign-dns',
    play: (day) => lookups(day, knob(day, 1500, 400, 140), 72, 190),
  },
  {
    id: 'dns-tunnel',
    detector: 'foreign-dns',
    alsoNamedBy: ['tunnel', 'exfiltration'],
    play: (day) => lookups(day, knob(day, 25_000, 9000, 3000), 190, 260),
  },
  {
    id: 'dns-over-tls',
    detector: 'foreign-dns',
    alsoNamedBy: ['rare-port', 'beacon'],
    play: (day) => {
      const [actor, target] = [day.claims.victim(day), day.outside.unique()];
      const count = knob(day, 800, 300, 130);
      for (let n = 0; n < count; n++) {
        request(day, {
          from: actor,
          to: target,
          port: 853,
          at: day.startS + day.random.next() * (DAY - 300),
          up: 600,
          down: 3500,
        });
      }
      return { actor, target, port: 853, fromS: day.startS, toS: day.endS, knobs: { count } };
    },
  },
  { id: 'spam', detector: 'smtp', play: (day) => spam(day, knob(day, 900, 300, 130)) },
  { id: 'spam-few', detector: 'smtp', play: (day) => spam(day, knob(day, 60, 25, 12)) },
];

function exfiltration(day: IncidentDay, actor: Host, megabytes: number, parts: number): Played {
  const target = day.outside.unique();
  const hours = Math.min(20, parts * 0.4);
  const fromS = beginning(day, hours + 0.5);
  for (let part = 0; part < parts; part++) {
    const at = fromS + ((part + day.random.next()) / parts) * hours * HOUR;
    request(day, {
      from: actor,
      to: target,
      port: 443,
      at,
      up: (megabytes * MB) / parts,
      down: 40_000,
      seconds: 300,
    });
  }
  return { actor, target, port: 443, fromS, toS: fromS + hours * HOUR + 300, knobs: { megabytes, parts } };
}

function tunnel(day: IncidentDay, protocol: number, packets: number): Played {
  // NAT gateways pass TCP, UDP and ICMP alone (AWS: "NAT gateway basics").
  const actor =
    protocol === ICMP
      ? day.claims.victim(day)
      : day.claims.take(day, 'media', 'smtp-relay', 'vpn-gateway', 'origin');
  const target = day.outside.unique();
  const fromS = beginning(day, 3);
  const times = Array.from({ length: 400 }, (_, n) => fromS + n * 18);
  const each = Math.ceil(packets / times.length) * 1000;
  session(day, {
    from: actor,
    to: target,
    port: 0,
    clientPort: 0,
    protocol,
    at: fromS,
    times,
    up: each,
    down: each,
  });
  return { actor, target, fromS, toS: fromS + 2 * HOUR, knobs: { protocol, packets } };
}

function lookups(day: IncidentDay, count: number, up: number, down: number): Played {
  const [actor, target] = [day.claims.victim(day), day.outside.unique()];
  const fromS = beginning(day, 9);
  for (let n = 0; n < count; n++) {
    datagram(day, { from: actor, to: target, port: 53, at: fromS + day.random.next() * 8 * HOUR, up, down });
  }
  return { actor, target, port: 53, fromS, toS: fromS + 8 * HOUR, knobs: { count, up } };
}

function spam(day: IncidentDay, servers: number): Played {
  const actor = day.claims.victim(day);
  const fromS = beginning(day, 4);
  for (let n = 0; n < servers; n++) {
    const to = day.outside.server(12_000 + n * 5);
    const at = fromS + day.random.next() * 3 * HOUR;
    if (day.random.chance(0.3)) attempt(day, { from: actor, to, port: 25, at, retries: 1 });
    else request(day, { from: actor, to, port: 25, at, up: day.random.around(9000), down: 900, seconds: 3 });
  }
  return { actor, target: null, port: 25, fromS, toS: fromS + 3 * HOUR, knobs: { servers } };
}
