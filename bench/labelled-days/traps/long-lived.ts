import { anyTime, HOUR, randomly, scaled } from '../day.ts';
import { request, session } from '../exchanges.ts';
import type { TrapTraffic } from './trap.ts';

/** Connections that stay, and hosts that do not. */
export const LONG_LIVED_TRAPS: readonly TrapTraffic[] = [
  {
    // Sockets with random packets, cut into windows: regular starts where nothing is regular.
    kind: 'keep-alive',
    hosts: (network) => [...network.of('app').slice(0, 3), ...network.of('node')],
    play: (day) => {
      const { network, outside: pools, random } = day;
      for (const from of network.of('app').slice(0, 3)) {
        const to = pools.unique();
        for (let fromS = day.startS + random.between(0, HOUR); fromS < day.endS - HOUR; ) {
          const toS = Math.min(day.endS - 120, fromS + random.between(2 * HOUR, 3.4 * HOUR));
          session(day, {
            from,
            to,
            port: 443,
            at: fromS,
            times: randomly(day, 25, fromS, toS),
            up: 90,
            down: 90,
          });
          fromS = toS + random.between(300, HOUR);
        }
      }
      const shared = pools.vendor(51);
      for (const from of network.of('node', 'web')) {
        session(day, {
          from,
          to: shared,
          port: 443,
          at: day.startS,
          times: randomly(day, 40),
          up: 90,
          down: 200,
          begunBefore: true,
          goesOn: true,
        });
      }
    },
  },
  {
    // The same with pauses of minutes: one connection all day, whose windows look like many.
    kind: 'sparse-keep-alive',
    hosts: (network) => network.of('queue'),
    play: (day) => {
      for (const from of day.network.of('queue')) {
        const to = day.outside.unique();
        for (let fromS = day.startS + 600; fromS < day.endS - HOUR; fromS += 3.9 * HOUR) {
          const times = randomly(day, 200, fromS, Math.min(day.endS, fromS + 3.5 * HOUR));
          session(day, { from, to, port: 443, at: fromS, times, up: 90, down: 90 });
        }
      }
    },
  },
  {
    // A port of the client's that carries one long connection, and many short ones to other places.
    kind: 'port-reuse',
    hosts: (network) => network.of('app').slice(5, 6),
    play: (day) => {
      const { network, outside: pools, random } = day;
      const from = network.of('app')[5] ?? network.one('app');
      const clientPort = 51_000;
      const fromS = day.startS + random.between(1, 12) * HOUR;
      session(day, {
        from,
        to: pools.vendor(0),
        port: 443,
        clientPort,
        at: fromS,
        times: randomly(day, 30, fromS, fromS + 3 * HOUR),
        up: 200,
        down: 400,
      });
      for (let n = scaled(day, 300); n > 0; n--) {
        request(day, {
          from,
          to: pools.vendor(500 + n),
          port: 443,
          clientPort,
          at: anyTime(day),
          up: 900,
          down: 5000,
        });
      }
    },
  },
  {
    kind: 'stopped-instance',
    first: true,
    hosts: (network) => network.of('load-test'),
    play: (day) => {
      const host = day.network.one('load-test');
      day.loseSpan(host, day.startS + day.random.between(10, 16) * HOUR, day.endS, 'nothing');
    },
  },
  {
    kind: 'delivery-lag',
    first: true,
    hosts: () => [],
    play: (day) => day.loseSpan(null, day.endS - 900, day.endS, 'nothing'),
  },
];
