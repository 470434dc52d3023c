import type { Candidate } from '../../src/anomalies/candidate.ts';
import type { DetectorName, Finding, Party } from '../../src/anomalies/finding.ts';
import type { Sighting } from '../../src/anomalies/sighting.ts';
import { DAY_START_S } from './connection-rows.ts';

/** A candidate in which nothing is remarkable. */
export function candidate(detector: DetectorName, given: Partial<Candidate> = {}): Candidate {
  return {
    detector,
    variant: null,
    actorNo: null,
    targetNo: null,
    port: 443,
    protocol: 6,
    firstS: DAY_START_S + 36_000,
    lastS: DAY_START_S + 36_600,
    connections: 100,
    bytes: 100_000,
    base: 'medium',
    measures: [{ name: 'failed', value: 50, threshold: 15, atMost: false }],
    worked: null,
    allRefused: false,
    hostsWithTarget: null,
    evidenceStrength: 1,
    decisionIds: [],
    whereSql: 'TRUE',
    baselineKind: 'none',
    baselineValue: null,
    baselineSamples: 0,
    ...given,
  };
}

export function party(given: Partial<Party> = {}): Party {
  return {
    address: '10.0.3.14',
    interfaceId: 'eni-0app00000000000001',
    instanceId: null,
    name: null,
    securityGroups: [],
    roles: [],
    inside: true,
    awsService: null,
    ...given,
  };
}

export const REMOTE: Party = party({ address: '198.51.100.7', interfaceId: null, inside: false });

/** From a host inside to one on the Internet, unless said otherwise. */
export function sighting(detector: DetectorName, given: Partial<Sighting> = {}): Sighting {
  return {
    ...candidate(detector),
    actor: party(),
    target: REMOTE,
    targetPorts: [],
    firstDay: null,
    orientation: 1,
    listed: false,
    ...given,
  };
}

export function finding(detector: DetectorName, given: Partial<Finding> = {}): Finding {
  const { port, protocol, firstS, lastS, connections, bytes, measures } = candidate(detector);
  return {
    id: `${detector}-${given.firstSeenS ?? firstS}`,
    detector,
    variant: null,
    actor: party(),
    target: REMOTE,
    port,
    protocol,
    firstSeenS: firstS,
    lastSeenS: lastS,
    connections,
    bytes,
    measures,
    baseline: { kind: 'none', value: null, ageDays: 0, samples: 0 },
    severity: 50,
    band: 'medium',
    modifiers: [],
    confidence: 0.8,
    stoppedBy: [],
    evidenceSql: 'SELECT * FROM connection_log WHERE (TRUE) ORDER BY start_s',
    attack: [],
    samples: [],
    histogram: Array.from({ length: 24 }, (_, i) => (i === 10 ? 100 : 0)),
    ...given,
  };
}
