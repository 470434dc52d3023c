import { anyTime, busyTime, every, HOUR, paced, randomly, scaled } from '../day.ts';
import { attempt, datagram, request, session } from '../exchanges.ts';
import { PARTNER_ADDRESS } from '../groups.ts';
import { outside } from '../ends.ts';
import { instances, type TrapTraffic } from './trap.ts';

/** Services that speak with many, or in odd ways. */
export const SERVICE_TRAPS: readonly TrapTraffic[] = [
  {
    kind: 'dns-resolvers',
    hosts: (network) => network.of('resolver'),
    play: (day) => {
      const { network, random } = day;
      const clients = instances(network).filter((host) => host.kind !== 'resolver');
      for (let n = scaled(day, 12_000); n > 0; n--) {
        datagram(day, {
          from: random.pick(clients),
          to: random.pick(network.of('resolver')),
          port: 53,
          at: busyTime(day),
          up: 70,
          down: 180,
        });
      }
      for (let n = scaled(day, 9000); n > 0; n--) {
        const to = random.chance(0.2)
          ? day.outside.vendor(300 + random.between(0, 12))
          : day.outside.server(random.rank(3000));
        datagram(day, {
          from: random.pick(network.of('resolver')),
          to,
          port: 53,
          at: busyTime(day),
          up: 78,
          down: random.around(300),
        });
      }
    },
  },
  {
    // The relay asks sixty lists whether a sender is known.
    kind: 'block-list-lookups',
    hosts: (network) => network.of('smtp-relay'),
    play: (day) => {
      const from = day.network.one('smtp-relay');
      for (let list = 0; list < 60; list++) {
        for (let n = 0; n < 40; n++)
          datagram(day, {
            from,
            to: day.outside.vendor(400 + list),
            port: 53,
            at: anyTime(day),
            up: 84,
            down: 120,
          });
      }
    },
  },
  {
    kind: 'smtp-relay',
    hosts: (network) => network.of('smtp-relay'),
    play: (day) => {
      const { network, random } = day;
      const relay = network.one('smtp-relay');
      for (let n = scaled(day, 1500); n > 0; n--) {
        const at = busyTime(day);
        request(day, {
          from: random.pick(network.of('app', 'worker')),
          to: relay,
          port: 587,
          at,
          up: random.around(30_000),
          down: 900,
          seconds: 2,
        });
        request(day, {
          from: relay,
          to: day.outside.server(random.rank(1200)),
          port: 25,
          at: at + 3,
          up: random.around(30_000),
          down: 900,
          seconds: 3,
        });
        if (n % 3 === 0)
          request(day, {
            from: day.outside.server(random.rank(1200)),
            to: relay,
            port: 25,
            at,
            up: random.around(30_000),
            down: 900,
            seconds: 3,
          });
      }
    },
  },
  {
    kind: 'passive-ftp',
    hosts: (network) => network.of('worker').slice(1, 2),
    play: (day) => {
      const from = day.network.of('worker')[1] ?? day.network.one('worker');
      const to = day.outside.vendor(40);
      const fromS = day.startS + 5 * HOUR;
      request(day, { from, to, port: 21, at: fromS, up: 3000, down: 6000, seconds: 900 });
      for (let n = 0; n < 60; n++) {
        request(day, {
          from,
          to,
          port: day.random.between(40_000, 49_999),
          at: fromS + n * 14,
          up: 500,
          down: 300_000,
          seconds: 5,
        });
      }
    },
  },
  {
    kind: 'vpn',
    hosts: (network) => network.of('vpn-gateway'),
    play: (day) => {
      const from = day.network.one('vpn-gateway');
      for (const [protocol, port] of [
        [50, 0],
        [47, 0],
        [17, 4500],
      ] as const) {
        session(day, {
          from,
          to: outside(PARTNER_ADDRESS),
          port,
          clientPort: port,
          protocol,
          at: day.startS,
          times: randomly(day, paced(day, 20)),
          up: 6000,
          down: 9000,
          begunBefore: true,
          goesOn: true,
          mutual: true,
        });
      }
    },
  },
  {
    // Calls: fifty packets a second each way; and pictures over QUIC.
    kind: 'media-udp',
    hosts: (network) => network.of('media', 'origin'),
    play: (day) => {
      const { network, random } = day;
      for (let call = scaled(day, 120); call > 0; call--) {
        const fromS = busyTime(day);
        const times = every(day, 5, 0, fromS, fromS + random.around(180));
        const at = fromS;
        session(day, {
          from: day.outside.customer(random, 4000),
          to: network.one('media'),
          port: random.between(10_000, 20_000),
          protocol: 17,
          at,
          times,
          up: 250 * 172,
          down: 250 * 172,
        });
      }
      for (let n = scaled(day, 3000); n > 0; n--) {
        request(day, {
          from: day.outside.customer(random, 4000),
          to: network.one('origin'),
          port: 443,
          protocol: 17,
          at: busyTime(day),
          up: 4000,
          down: random.around(600_000),
          seconds: 9,
        });
      }
    },
  },
  {
    // Five minutes of load on somebody's own staging site, all answered.
    kind: 'load-test',
    hosts: (network) => network.of('load-test'),
    play: (day) => {
      const fromS = busyTime(day);
      for (let n = scaled(day, 9000); n > 0; n--) {
        request(day, {
          from: day.network.one('load-test'),
          to: day.outside.vendor(50),
          port: 443,
          at: fromS + day.random.next() * 300,
          up: 700,
          down: 9000,
        });
      }
    },
  },
  {
    // Many sites, nearly all of which answer.
    kind: 'crawler',
    hosts: (network) => network.of('crawler'),
    play: (day) => {
      const { network, outside: pools, random } = day;
      const from = network.one('crawler');
      for (let n = scaled(day, 5000); n > 0; n--) {
        const to = pools.server(4000 + random.between(0, 3000));
        const at = anyTime(day);
        if (random.chance(0.05))
          attempt(day, { from, to, port: 443, at, answer: random.pick(['silent', 'closed']) });
        else
          request(day, {
            from,
            to,
            port: random.chance(0.9) ? 443 : 80,
            at,
            up: 900,
            down: random.around(60_000),
            seconds: 2,
          });
      }
    },
  },
];
