import { every, HOUR, randomly } from '../day.ts';
import { attempt, request } from '../exchanges.ts';
import { beginning, type IncidentTraffic, knob } from './incident.ts';

/** Traffic that rules refuse, and logs that fall silent. */
export const REFUSAL_INCIDENTS: readonly IncidentTraffic[] = [
  {
    id: 'blocked-call-out',
    detector: 'denied-egress',
    alsoNamedBy: ['rare-port'],
    play: (day) => {
      const [actor, target] = [day.claims.take(day, 'payment'), day.outside.unique()];
      const port = day.random.pick([4444, 8080, 1080]);
      const fromS = beginning(day, 7);
      let count = 0;
      for (const at of every(day, knob(day, 20, 60, 300), 0.1, fromS, fromS + 6 * HOUR)) {
        attempt(day, { from: actor, to: target, port, at, answer: 'answered' });
        count++;
      }
      return { actor, target, port, fromS, toS: fromS + 6 * HOUR, knobs: { count } };
    },
  },
  {
    // A rule was there until noon.
    id: 'broken-rule',
    detector: 'denied-egress',
    play: (day) => {
      const [actor, target] = [day.claims.take(day, 'worker'), day.network.one('cache')];
      const noonS = day.startS + 12 * HOUR;
      const pause = knob(day, 30, 120, 400);
      for (const at of randomly(day, pause, day.startS, noonS)) {
        const exchanges = [
          { at, upPackets: 5, upBytes: 900, downPackets: 4, downBytes: 1400 },
          { at: at + 1, upPackets: 2, upBytes: 110, downPackets: 2, downBytes: 110 },
        ];
        const clientPort = day.random.between(32_768, 60_999);
        const ends = { client: actor, server: target, protocol: 6, clientPort, serverPort: 6379 };
        day.send({ ...ends, exchanges, answer: 'answered', retries: 0, rulesAside: true });
      }
      for (const at of randomly(day, pause, noonS)) {
        attempt(day, { from: actor, to: target, port: 6379, at, retries: 2 });
      }
      return { actor, target, port: 6379, fromS: noonS, toS: day.endS, knobs: { pause } };
    },
  },
  {
    // Requests come in, answers do not come out: the network ACL knows no ephemeral ports.
    id: 'acl-blocks-replies',
    detector: 'denied-egress',
    play: (day) => {
      const [actor, target] = [day.claims.victim(day), day.network.one('partner-api')];
      const fromS = beginning(day, 5);
      for (const at of every(day, knob(day, 20, 60, 150), 0.3, fromS, fromS + 4 * HOUR)) {
        request(day, { from: actor, to: target, port: 8080, at, up: 0, down: 0, seconds: 1 });
      }
      return { actor, target, port: 8080, fromS, toS: fromS + 4 * HOUR };
    },
  },
  {
    id: 'skipdata',
    detector: 'log-gap',
    first: true,
    play: (day) => {
      const target = day.claims.victim(day);
      const fromS = beginning(day, 2);
      const toS = fromS + knob(day, 3600, 1800, 1300);
      day.loseSpan(target, fromS, toS, 'SKIPDATA');
      return { actor: null, target, fromS, toS };
    },
  },
  {
    // Somebody has switched the log of one interface off for some hours.
    id: 'silent-interface',
    detector: 'log-gap',
    first: true,
    play: (day) => {
      const target = day.claims.victim(day);
      const hours = knob(day, 10, 7, 5.5);
      const fromS = beginning(day, hours + 1);
      const toS = fromS + hours * HOUR;
      day.loseSpan(target, fromS, toS, 'nothing');
      return { actor: null, target, fromS, toS, knobs: { hours } };
    },
  },
  {
    id: 'all-silent',
    detector: 'log-gap',
    first: true,
    play: (day) => {
      // Before anything else happens that must be found.
      const fromS = day.startS + day.random.between(60, 900);
      const toS = fromS + 40 * 60;
      day.loseSpan(null, fromS, toS, 'nothing');
      return { actor: null, target: null, fromS, toS };
    },
  },
];
