import { anyTime, busyTime, type Day, every, HOUR, paced, randomly, scaled } from '../day.ts';
import { type End, vacant } from '../ends.ts';
import { attempt, base, request, session } from '../exchanges.ts';
import { instances, type TrapTraffic } from './trap.ts';

/** What load balancers, NAT gateways and monitoring do all day. */
export const INFRASTRUCTURE_TRAPS: readonly TrapTraffic[] = [
  {
    // Hundreds of servers and ports at one interface, in both directions.
    kind: 'nat-gateway',
    hosts: (network) => network.of('nat', 'node'),
    play: (day) => {
      const { network, outside, random } = day;
      for (let n = scaled(day, 9000); n > 0; n--) {
        const to = outside.server(random.between(0, 900));
        const port = random.chance(0.9) ? 443 : 80;
        request(day, {
          from: random.pick(network.of('node')),
          to,
          port,
          at: busyTime(day),
          up: random.around(1500),
          down: random.around(9000),
        });
      }
    },
  },
  {
    // Health checks of every target, and devices that are passed on to the application tier.
    kind: 'load-balancer',
    hosts: (network) => network.of('alb', 'nlb'),
    play: (day) => {
      const { network, outside, random } = day;
      const check = (kind: 'alb' | 'nlb', target: 'web' | 'app', port: number, seconds: number) => {
        for (const from of network.of(kind)) {
          for (const to of network.of(target)) {
            for (const at of every(day, paced(day, seconds)))
              request(day, { from, to, port, at, up: 130, down: 250 });
          }
        }
      };
      check('alb', 'web', 8080, 30);
      check('nlb', 'app', 7000, 60);
      const balancer = network.one('nlb');
      for (let n = scaled(day, 3000); n > 0; n--) {
        const at = anyTime(day);
        request(day, {
          from: outside.customer(random, 3000),
          to: balancer,
          port: 8883,
          at,
          up: 900,
          down: 300,
          seconds: 50,
        });
        request(day, {
          from: balancer,
          to: random.pick(network.of('app')),
          port: 7000,
          at,
          up: 900,
          down: 300,
          seconds: 50,
        });
      }
    },
  },
  {
    // Prometheus asks everybody, three targets that are gone included.
    kind: 'monitoring',
    hosts: (network) => network.of('prometheus'),
    play: (day) => {
      const from = day.network.one('prometheus');
      for (const to of instances(day.network)) {
        if (!to.listens.includes(9100) || to === from) continue;
        for (const at of every(day, paced(day, 120)))
          request(day, { from, to, port: 9100, at, up: 250, down: 42_000 });
      }
      for (const address of ['10.40.10.201', '10.40.10.202', '10.40.11.203']) {
        for (const at of every(day, paced(day, 120)))
          attempt(day, { from, to: vacant(address), port: 9100, at, retries: 2 });
      }
    },
  },
  {
    // Connections that stay open all day and are never quiet for long.
    kind: 'db-pools',
    hosts: (network) => network.of('app', 'db'),
    play: (day) => {
      const { network, random } = day;
      for (const from of network.of('app', 'app')) {
        const to = random.pick(network.of('db'));
        const times = randomly(day, paced(day, 20));
        session(day, {
          from,
          to,
          port: 5432,
          at: day.startS,
          times,
          up: 400,
          down: 3000,
          begunBefore: true,
          goesOn: true,
        });
      }
    },
  },
  {
    // Gossip between nodes, some of which are gone.
    kind: 'service-discovery',
    hosts: (network) => network.of('node', 'worker'),
    play: (day) => {
      const { network, random } = day;
      const members = network.of('node', 'worker');
      const gone = ['10.40.10.211', '10.40.11.212', '10.40.11.213'].map(vacant);
      for (const from of members) {
        const moments = new Map<End, number[]>();
        for (const at of randomly(day, paced(day, 60))) {
          const to = random.chance(0.03) ? random.pick(gone) : random.pick(members);
          // The other half of the pairs speaks from the other side, on the same two ports.
          if (to.side !== 'inside' || to.index > from.index)
            moments.set(to, [...(moments.get(to) ?? []), at]);
        }
        for (const [to, times] of moments) gossip(day, from, to, times);
      }
    },
  },
  {
    // Services of a cluster are at ports of their own on every node.
    kind: 'node-ports',
    hosts: (network) => network.of('node'),
    play: (day) => {
      const { network, random } = day;
      const nodes = network.of('node');
      for (let n = scaled(day, 5000); n > 0; n--) {
        const [from, to] = [random.pick(nodes), random.pick(nodes)];
        const port = 30_000 + random.between(0, 120);
        if (from !== to)
          request(day, { from, to, port, at: busyTime(day), up: 900, down: random.around(3000) });
      }
    },
  },
  {
    // Six hosts were taken away, and the web tier asks for them for half an hour.
    kind: 'scale-in',
    hosts: (network) => network.of('web'),
    play: (day) => {
      const fromS = day.startS + day.random.between(8, 18) * HOUR;
      const gone = [221, 222, 223, 224, 225, 226].map((last) => vacant(`10.40.10.${last}`));
      for (const from of day.network.of('web')) {
        for (const to of gone) {
          for (const at of every(day, 60, 0.3, fromS, fromS + 1800))
            attempt(day, { from, to, port: 8443, at, retries: 3 });
        }
      }
    },
  },
  {
    // One service is gone; its clients try all its eight ports for an hour.
    kind: 'retrying-application',
    hosts: (network) => network.of('app').slice(2, 3),
    play: (day) => {
      const from = day.network.of('app')[2] ?? day.network.one('app');
      const fromS = day.startS + day.random.between(8, 18) * HOUR;
      for (const at of every(day, 45, 0.2, fromS, fromS + HOUR)) {
        for (let port = 8500; port < 8508; port++)
          attempt(day, { from, to: vacant('10.40.11.231'), port, at, retries: 1 });
      }
    },
  },
];

/** The same two ports all day: one flow, with or without answers. */
function gossip(day: Day, from: End, to: End, times: readonly number[]): void {
  const exchanges = times.map((at) => ({ at, upPackets: 1, upBytes: 160, downPackets: 1, downBytes: 120 }));
  const ends = base(day, { from, to, port: 8301, clientPort: 8301, protocol: 17, at: 0 });
  day.send({ ...ends, exchanges, answer: to.side === 'vacant' ? 'silent' : 'answered', mutual: true });
}
