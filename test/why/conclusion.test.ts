import { expect, it } from 'vitest';
import type { Observed, ObservedCount, ObservedLeg } from '../../src/why/answer.ts';
import { conclude } from '../../src/why/conclusion.ts';
import type { Stage } from '../../src/why/path.ts';

const CAPTURED_AT = 1000;
const NONE: ObservedCount = { records: 0, packets: 0, bytes: 0, firstSeenS: null, lastSeenS: null };

function seen(lastSeenS: number | null): ObservedCount {
  return lastSeenS === null
    ? NONE
    : { records: 1, packets: 1, bytes: 60, firstSeenS: lastSeenS - 10, lastSeenS };
}

/** The request at the destination, and the reply there: when each was accepted and refused last. */
function observed(
  request: { readonly accepted?: number; readonly rejected?: number },
  reply: {
    readonly accepted?: number;
    readonly rejected?: number;
    readonly flags?: ObservedLeg['flags'];
  } = {},
): Observed {
  const leg = (name: 'forward' | 'reply', times: typeof reply): ObservedLeg => ({
    interfaceId: 'eni-0b',
    leg: name,
    direction: name === 'forward' ? 'ingress' : 'egress',
    accepted: seen(times.accepted ?? null),
    rejected: seen(times.rejected ?? null),
    flags: times.flags ?? null,
  });
  return { fromS: 0, toS: 2000, legs: [leg('forward', request), leg('reply', reply)], silence: [] };
}

const BLOCK: Stage = {
  leg: 'forward',
  layer: 'sg',
  direction: 'ingress',
  interfaceId: 'eni-0b',
  subnetId: 'subnet-0b',
  packet: { protocol: 6, srcaddr: '10.0.0.1', dstaddr: '10.0.0.2', srcport: 49_152, dstport: 443 },
  outcome: 'deny',
  ruleId: null,
  rule: null,
  securityGroups: ['sg-0b'],
  reason: 'ENI_SG_RULES_MISMATCH',
  resource: null,
  nearestMiss: null,
  doubts: [],
};
const SYN_ACK = { syn: false, synAck: true, rst: false };
const ONLY_RST = { syn: false, synAck: false, rst: true };
const SYN_ACK_THEN_RST = { syn: false, synAck: true, rst: true };

const OPEN = { reachable: true, firstBlock: null, capturedAtS: CAPTURED_AT, othersDiffer: false };
const BLOCKED = { ...OPEN, reachable: false, firstBlock: BLOCK };
const NO_ROUTE: Stage = { ...BLOCK, layer: 'route', direction: 'egress', leg: 'reply' };
const NO_GATEWAY: Stage = { ...BLOCK, layer: 'route' };

it.each([
  ['nobody can tell', { ...OPEN, reachable: null }, observed({ accepted: 500 }), 'unknown', null],
  ['open and silent', OPEN, observed({}), 'open-not-seen', null],
  [
    'request and reply went through',
    OPEN,
    observed({ accepted: 500 }, { accepted: 501 }),
    'open-and-seen',
    501,
  ],
  ['no reply', OPEN, observed({ accepted: 500 }), 'open-no-answer', 500],
  ['SYN-ACK', OPEN, observed({ accepted: 5 }, { accepted: 6, flags: SYN_ACK }), 'open-and-seen', 6],
  ['RST alone', OPEN, observed({ accepted: 5 }, { accepted: 6, flags: ONLY_RST }), 'open-reset', 6],
  [
    'RST at the end',
    OPEN,
    observed({ accepted: 5 }, { accepted: 6, flags: SYN_ACK_THEN_RST }),
    'open-and-seen',
    6,
  ],
  ['refused before the capture', OPEN, observed({ rejected: 999 }), 'open-refused-before', 999],
  ['refused at the capture', OPEN, observed({ rejected: 1000 }), 'open-but-refused', 1000],
  ['refused, then accepted', OPEN, observed({ rejected: 400, accepted: 500 }), 'open-no-answer', 500],
  ['accepted, then refused', OPEN, observed({ rejected: 500, accepted: 400 }), 'open-refused-before', 500],
  [
    'others were refused',
    { ...OPEN, othersDiffer: true },
    observed({ rejected: 500 }),
    'open-not-seen',
    null,
  ],
  ['refused as the rules say', BLOCKED, observed({ rejected: 500 }), 'blocked-and-seen', 500],
  ['refused and never tried', BLOCKED, observed({}), 'blocked-not-seen', null],
  ['accepted against the rules', BLOCKED, observed({ accepted: 500 }), 'blocked-but-accepted', 500],
  ['answered against the rules', BLOCKED, observed({}, { accepted: 500 }), 'blocked-but-accepted', 500],
  ['accepted, and refused later', BLOCKED, observed({ accepted: 4, rejected: 5 }), 'blocked-and-seen', 5],
  [
    'others were accepted',
    { ...BLOCKED, othersDiffer: true },
    observed({ accepted: 5 }),
    'blocked-not-seen',
    null,
  ],
  ['only the reply is refused', BLOCKED, observed({}, { rejected: 5 }), 'blocked-not-seen', null],
  [
    'no way back',
    { ...BLOCKED, firstBlock: NO_ROUTE },
    observed({ accepted: 4 }, { accepted: 5 }),
    'blocked-not-seen',
    null,
  ],
  ['no way in', { ...BLOCKED, firstBlock: NO_GATEWAY }, observed({ accepted: 5 }), 'blocked-but-accepted', 5],
] as const)('%s', (_, configured, logs, kind, lastSeenS) => {
  expect(conclude(configured, logs)).toEqual({ kind, lastSeenS });
});
