import { describe, expect, test } from 'vitest';
import { scoreDay } from '../../bench/anomalies/match.ts';
import type { Incident, Labels } from '../../bench/labelled-days/labels.ts';
import type { AnomalyReport, DetectorName, Finding, Party } from '../../src/anomalies/finding.ts';

const party = (address: string | null, name: string | null = null): Party => ({
  address,
  interfaceId: null,
  instanceId: null,
  name,
  securityGroups: [],
  roles: [],
  inside: true,
  awsService: null,
});

const found = (detector: DetectorName, actor: Party, target: Party, firstSeenS: number): Finding => ({
  id: `${detector} ${firstSeenS}`,
  detector,
  variant: null,
  actor,
  target,
  port: null,
  protocol: null,
  firstSeenS,
  lastSeenS: firstSeenS + 60,
  connections: 1,
  bytes: 1,
  measures: [],
  baseline: { kind: 'none', value: null, ageDays: 0, samples: 0 },
  severity: 50,
  band: 'medium',
  modifiers: [],
  confidence: 1,
  stoppedBy: [],
  evidenceSql: '',
  attack: [],
  samples: [],
  histogram: [],
});

const INCIDENT: Incident = {
  id: 'sweep',
  detector: 'sweep',
  alsoNamedBy: ['port-scan'],
  actor: '10.0.0.1',
  target: null,
  port: null,
  fromS: 10_000,
  toS: 11_000,
  knobs: {},
};

function score(findings: readonly Finding[], incidents: readonly Incident[] = [INCIDENT]) {
  const report: AnomalyReport = {
    records: 1,
    connections: 1,
    fromS: 0,
    toS: 86_400,
    aggregationS: 60,
    historyDays: 0,
    stories: [],
    findings,
    notShown: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
    allowed: 0,
    background: [],
    notChecked: [],
  };
  const labels: Labels = {
    seed: 1,
    difficulty: 'normal',
    fromS: 0,
    toS: 86_400,
    historyDays: 0,
    aggregationS: 60,
    incidents,
    traps: [],
    calls: [],
    allowed: ['10.0.0.9'],
    names: { '10.0.0.1': 'web-1', '10.0.0.2': 'web-2' },
  };
  const { findings: judged, missed } = scoreDay(report, labels);
  return { truths: judged.map(({ truth }) => truth), missed: missed.map(({ id }) => id) };
}

describe('a finding', () => {
  test.each([
    ['of its detector', found('sweep', party('10.0.0.1'), party(null), 10_500), 'exact', []],
    ['of another name for it', found('port-scan', party('10.0.0.1'), party('10.0.0.2'), 10_500), 'exact', []],
    ['by the name of the host', found('sweep', party(null, 'web-1'), party(null), 10_500), 'exact', []],
    [
      'of its host by another detector',
      found('beacon', party('10.0.0.1'), party(null), 10_500),
      'related',
      ['sweep'],
    ],
    [
      'of its host at another time',
      found('sweep', party('10.0.0.1'), party(null), 40_000),
      'false',
      ['sweep'],
    ],
    ['of another host', found('sweep', party('10.0.0.2'), party(null), 10_500), 'false', ['sweep']],
    [
      'of a host with leave to',
      found('sweep', party('10.0.0.9'), party(null), 10_500),
      'expected',
      ['sweep'],
    ],
  ] as const)('%s is judged', (_, finding, truth, missed) => {
    expect(score([finding])).toEqual({ truths: [truth], missed });
  });

  test('of an incident with a target must have that target', () => {
    const aimed = [{ ...INCIDENT, target: '10.0.0.2' }];
    expect(score([found('sweep', party('10.0.0.1'), party('10.0.0.2'), 10_500)], aimed).missed).toEqual([]);
    expect(score([found('sweep', party('10.0.0.1'), party('10.0.0.3'), 10_500)], aimed)).toEqual({
      truths: ['related'],
      missed: ['sweep'],
    });
  });

  test('of a host that says nothing is about its interface', () => {
    const silent = [{ ...INCIDENT, detector: 'log-gap' as const, actor: null, target: '10.0.0.2' }];
    expect(score([found('log-gap', party(null, 'web-2'), party(null), 10_500)], silent).missed).toEqual([]);
    expect(score([found('log-gap', party(null, 'web-1'), party(null), 10_500)], silent).missed).toEqual([
      'sweep',
    ]);
  });
});
