import { anyTime, busyTime, every, HOUR, randomly, scaled } from '../day.ts';
import { outside } from '../ends.ts';
import { attempt, datagram, request, session } from '../exchanges.ts';
import { instances, type TrapTraffic } from './trap.ts';

const SCANNED_PORTS = [
  21, 22, 23, 25, 53, 80, 110, 111, 135, 139, 143, 389, 443, 445, 587, 993, 1433, 1521, 2049, 2375, 3000,
  3306, 3389, 5432, 5601, 5900, 5985, 6379, 7001, 8000, 8080, 8088, 8443, 9000, 9042, 9090, 9200, 11_211,
  27_017,
] as const;

/** Administration that looks like an attack. */
export const ADMINISTRATION_TRAPS: readonly TrapTraffic[] = [
  {
    // Three deployments a day: a dozen sessions to every host, which carry modules and files.
    kind: 'ci-ssh',
    hosts: (network) => network.of('ci'),
    play: (day) => {
      const { network, random } = day;
      const targets = instances(network).filter(
        ({ listens, groups }) => listens.includes(22) && groups.includes('sg-base'),
      );
      for (const from of network.of('ci')) {
        for (let run = 0; run < 3; run++) {
          const fromS = busyTime(day);
          for (const to of targets) {
            if (to === from) continue;
            for (let n = 0; n < scaled(day, 12); n++) {
              const at = fromS + random.next() * 1500;
              request(day, {
                from,
                to,
                port: 22,
                at,
                up: random.around(90_000),
                down: random.around(30_000),
                seconds: random.around(12),
              });
            }
          }
        }
      }
    },
  },
  {
    kind: 'git-over-ssh',
    hosts: (network) => network.of('ci', 'worker'),
    play: (day) => {
      for (const from of day.network.of('ci', 'worker')) {
        for (const at of randomly(day, 900)) {
          request(day, {
            from,
            to: day.outside.vendor(30),
            port: 22,
            at,
            up: day.random.around(5000),
            down: day.random.around(60_000),
            seconds: day.random.around(3),
          });
        }
      }
    },
  },
  {
    kind: 'sftp-polling',
    hosts: (network) => network.of('worker').slice(0, 1),
    play: (day) => {
      const from = day.network.one('worker');
      for (const at of every(day, 120, 0.02)) {
        request(day, { from, to: day.network.one('files'), port: 22, at, up: 3500, down: 4200, seconds: 2 });
      }
    },
  },
  {
    // Whether SSH still answers, asked every five minutes.
    kind: 'login-checks',
    hosts: (network) => network.of('ci').slice(0, 1),
    play: (day) => {
      const from = day.network.one('ci');
      for (const to of day.network.of('web', 'search')) {
        for (const at of every(day, 300))
          request(day, { from, to, port: 22, at, up: 120, down: 1400, seconds: 1 });
      }
    },
  },
  {
    // From the office to the bastion and on from there.
    kind: 'bastion',
    hosts: (network) => network.of('bastion'),
    play: (day) => {
      const { network, random } = day;
      const bastion = network.one('bastion');
      for (let n = 0; n < 14; n++) {
        const at = Math.min(busyTime(day), day.endS - 2 * HOUR);
        const seconds = random.around(1500);
        request(day, {
          from: outside(`203.0.113.${random.between(2, 9)}`),
          to: bastion,
          port: 22,
          at,
          up: 60_000,
          down: 400_000,
          seconds,
        });
        const to = random.pick(network.of('web', 'app', 'worker', 'search', 'node', 'queue'));
        request(day, {
          from: bastion,
          to,
          port: 22,
          at: at + 20,
          up: 50_000,
          down: 350_000,
          seconds: seconds - 30,
        });
      }
    },
  },
  {
    // The owner's own scanner; it is on the allow-list.
    kind: 'vulnerability-scanner',
    hosts: (network) => network.of('vuln-scanner'),
    play: (day) => {
      const { network, random } = day;
      const from = network.one('vuln-scanner');
      const targets = instances(network).filter((host) => host !== from);
      const fromS = day.startS + 2 * HOUR;
      for (const to of targets) {
        for (const port of SCANNED_PORTS)
          attempt(day, { from, to, port, at: fromS + random.next() * 3 * HOUR, retries: 1 });
      }
    },
  },
  {
    // Round-trip times to ten places, and what routers say of packets that are too large.
    kind: 'smokeping',
    hosts: (network) => network.of('smokeping'),
    play: (day) => {
      const from = day.network.one('smokeping');
      for (let n = 0; n < 10; n++) {
        const times = [...every(day, 300)].flatMap((at) =>
          Array.from({ length: 10 }, (_, ping) => at + ping),
        );
        const to = day.outside.vendor(100 + n);
        session(day, {
          from,
          to,
          port: 0,
          clientPort: 0,
          protocol: 1,
          at: day.startS,
          times,
          up: 0,
          down: 0,
        });
      }
      const box = day.network.one('dev-box');
      for (let n = 0; n < 40; n++) {
        datagram(day, {
          from: day.outside.server(n),
          to: box,
          port: 0,
          clientPort: 0,
          protocol: 1,
          at: anyTime(day),
          up: 576,
          down: 0,
        });
      }
    },
  },
];
