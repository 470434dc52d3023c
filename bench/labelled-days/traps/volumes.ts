import { busyTime, every, HOUR, paced, scaled } from '../day.ts';
import { request } from '../exchanges.ts';
import { connected, type TrapTraffic } from './trap.ts';

const GB = 1e9;

/** Large transfers that somebody has ordered. */
export const VOLUME_TRAPS: readonly TrapTraffic[] = [
  {
    // Logs of every host, and the nightly backup, to S3.
    kind: 's3-volume',
    hosts: (network) => connected(network),
    play: (day) => {
      const { network, outside, random } = day;
      for (const from of connected(network)) {
        for (const at of every(day, paced(day, 900), 0.3)) {
          request(day, {
            from,
            to: outside.aws('S3', random.between(0, 7)),
            port: 443,
            at,
            up: random.around(400_000),
            down: 2000,
            seconds: 3,
          });
        }
      }
      for (const from of network.of('backup', 'search')) {
        for (let part = 0; part < 8; part++) {
          const at = day.startS + HOUR + part * 800;
          request(day, {
            from,
            to: outside.aws('S3', part),
            port: 443,
            at,
            up: 1.2 * GB,
            down: 200_000,
            seconds: 700,
          });
        }
      }
    },
  },
  {
    kind: 'backup-volume',
    hosts: (network) => network.of('backup'),
    play: (day) => {
      const to = day.network.one('backup');
      for (const [n, from] of day.network.of('web', 'app', 'search', 'files').entries()) {
        request(day, {
          from,
          to,
          port: 873,
          at: day.startS + 3 * HOUR + n * 120,
          up: 0.4 * GB,
          down: 100_000,
          seconds: 600,
        });
      }
    },
  },
  {
    // Two caches of a content network fetch what customers want.
    kind: 'cdn-origin',
    hosts: (network) => network.of('origin'),
    play: (day) => {
      const { network, outside, random } = day;
      for (let n = scaled(day, 1500); n > 0; n--) {
        const from = outside.vendor(200 + random.between(0, 1));
        request(day, {
          from,
          to: network.one('origin'),
          port: 443,
          at: busyTime(day),
          up: 3000,
          down: random.around(4e6),
          seconds: 8,
        });
      }
    },
  },
  {
    // Images come in: most bytes go down, not up.
    kind: 'image-pulls',
    hosts: (network) => network.of('node'),
    play: (day) => {
      const { network, outside, random } = day;
      for (const from of network.of('node')) {
        for (let n = 0; n < 6; n++) {
          request(day, {
            from,
            to: outside.vendor(210),
            port: 443,
            at: busyTime(day),
            up: 100_000,
            down: random.around(3e8),
            seconds: 60,
          });
        }
      }
    },
  },
];
