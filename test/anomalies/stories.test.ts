import { describe, expect, it } from 'vitest';
import type { DetectorName, Finding } from '../../src/anomalies/finding.ts';
import { ranked } from '../../src/anomalies/ranking.ts';
import { tellStories } from '../../src/anomalies/stories.ts';
import { finding, party } from './candidates.ts';

const START_S = 1_772_409_600;

function step(
  detector: DetectorName,
  fromMinute: number,
  toMinute: number,
  given: Partial<Finding> = {},
): Finding {
  return finding(detector, {
    firstSeenS: START_S + fromMinute * 60,
    lastSeenS: START_S + toMinute * 60,
    ...given,
  });
}

function told(findings: readonly Finding[]): readonly (readonly DetectorName[])[] {
  return tellStories(findings).stories.map((story) => story.findings.map(({ detector }) => detector));
}

describe('a story', () => {
  const attack = [
    step('port-scan', 0, 5),
    step('brute-force', 20, 40),
    step('beacon', 60, 600),
    step('exfiltration', 300, 310),
  ];

  it('has all steps in their order, whatever the order of the findings', () => {
    const detectors = ['port-scan', 'brute-force', 'beacon', 'exfiltration'];
    expect(told(attack)).toEqual([detectors]);
    expect(told(attack.toReversed())).toEqual([detectors]);
    expect(tellStories(attack).findings).toEqual([]);
  });

  it('takes the severity of its gravest step, and the confidence of its heaviest', () => {
    const [story] = tellStories([
      step('sweep', 0, 5, { severity: 65, band: 'medium', confidence: 1 }),
      step('beacon', 10, 600, { severity: 80, band: 'high', confidence: 0.5 }),
    ]).stories;
    expect(story).toMatchObject({ severity: 80, band: 'high', confidence: 1 });
  });

  it('keeps its id when it goes on', () => {
    const [before] = tellStories(attack.slice(0, 2)).stories;
    const [after] = tellStories(attack).stories;
    expect(after?.id).toBe(before?.id);
    expect(after?.id).toMatch(/^story-[0-9a-f]{12}$/);
  });

  it.each<readonly [string, readonly Finding[]]>([
    ['more than an hour lies between', [step('port-scan', 0, 5), step('beacon', 66, 600)]],
    ['there is one kind of step only', [step('port-scan', 0, 5), step('sweep', 6, 9)]],
    ['the order is another one', [step('exfiltration', 0, 5), step('port-scan', 6, 9)]],
    [
      'another host goes on',
      [step('port-scan', 0, 5), step('beacon', 6, 9, { actor: party({ address: '10.0.3.15' }) })],
    ],
    ['a detector has no part in it', [step('port-scan', 0, 5), step('rare-port', 6, 9)]],
    [
      'the actor is not one host',
      [
        step('port-scan', 0, 5, { actor: party({ address: null, interfaceId: null }) }),
        step('beacon', 6, 9, { actor: party({ address: null, interfaceId: null }) }),
      ],
    ],
  ])('is none when %s', (_, findings) => {
    expect(told(findings)).toEqual([]);
    expect(tellStories(findings).findings).toEqual(findings);
  });

  it('goes on up to an hour after the step before', () => {
    expect(told([step('port-scan', 0, 5), step('beacon', 65, 600)])).toHaveLength(1);
  });
});

describe('the report', () => {
  const many = Array.from({ length: 40 }, (_, i) =>
    finding('rare-port', {
      id: `rare-port-${i}`,
      severity: 60 + i,
      band: i < 10 ? 'medium' : i < 30 ? 'high' : 'critical',
    }),
  );

  it('shows the 25 heaviest and counts the others', () => {
    const { findings, notShown } = ranked({ stories: [], findings: many });
    expect(findings.map(({ severity }) => severity)).toEqual(Array.from({ length: 25 }, (_, i) => 99 - i));
    expect(notShown).toEqual({ critical: 0, high: 5, medium: 10, low: 0, info: 0 });
  });

  it('counts a story as one', () => {
    const chained = tellStories([
      step('sweep', 0, 5, { severity: 100, confidence: 1 }),
      step('beacon', 10, 600, { severity: 100, confidence: 1 }),
    ]);
    const top = ranked({ stories: chained.stories, findings: many }, 2);
    expect([top.stories.length, top.findings.length]).toEqual([1, 1]);
  });

  it('breaks ties by bytes, then by time', () => {
    const tied = [
      finding('rare-port', { id: 'late', firstSeenS: 200 }),
      finding('rare-port', { id: 'early', firstSeenS: 100 }),
      finding('rare-port', { id: 'large', firstSeenS: 300, bytes: 1_000_000 }),
    ];
    expect(ranked({ stories: [], findings: tied }).findings.map(({ id }) => id)).toEqual([
      'large',
      'early',
      'late',
    ]);
  });
});
