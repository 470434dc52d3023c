import { every, paced } from '../day.ts';
import { datagram, request } from '../exchanges.ts';
import { connected, type TrapTraffic } from './trap.ts';

/** Agents that call home regularly, from many hosts. */
export const AGENT_TRAPS: readonly TrapTraffic[] = [
  {
    // SSM every 5 minutes everywhere, CloudWatch every minute on the application tier.
    kind: 'aws-agents',
    hosts: connected,
    play: (day) => {
      const { network, outside, random } = day;
      for (const from of connected(network)) {
        const to = outside.aws('AMAZON', from.index % 3);
        for (const at of every(day, paced(day, 300), 0.01)) {
          request(day, { from, to, port: 443, at, up: 1800, down: 900 });
        }
      }
      for (const from of network.of('app')) {
        const to = outside.aws('AMAZON', 10 + (from.index % 2));
        for (const at of every(day, paced(day, 60))) {
          request(day, { from, to, port: 443, at, up: 2600 + random.between(0, 60), down: 700 });
        }
      }
    },
  },
  {
    kind: 'saas-agents',
    hosts: connected,
    play: (day) => {
      for (const from of connected(day.network)) {
        if (from.kind === 'payment') continue;
        const to = day.outside.vendor(20);
        for (const at of every(day, paced(day, 300), 0.02)) {
          request(day, { from, to, port: 443, at, up: 3000, down: 400 });
        }
      }
    },
  },
  {
    // Log collectors of some vendors listen on ports of their own.
    kind: 'odd-port-agents',
    hosts: (network) => network.of('app', 'node', 'web'),
    play: (day) => {
      for (const from of day.network.of('app', 'node', 'web')) {
        const to = day.outside.vendor(21);
        for (const at of every(day, paced(day, 600), 0.1)) {
          request(day, { from, to, port: 10_516, at, up: 9000, down: 200 });
        }
      }
    },
  },
  {
    kind: 'update-pings',
    hosts: connected,
    play: (day) => {
      for (const from of connected(day.network)) {
        for (const at of every(day, 3600, 0.01)) {
          request(day, { from, to: day.outside.vendor(22), port: 443, at, up: 500, down: 3000 });
        }
      }
    },
  },
  {
    // NTP clients that use port 123 on their own side too.
    kind: 'ntp',
    hosts: connected,
    play: (day) => {
      for (const from of connected(day.network)) {
        if (from.kind === 'payment') continue;
        const to = day.outside.vendor(60 + (from.index % 4));
        for (const at of every(day, 1024, 0.01)) {
          datagram(day, { from, to, port: 123, clientPort: 123, at, up: 76, down: 76 });
        }
      }
    },
  },
];
