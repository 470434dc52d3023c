import { describe, expect, it } from 'vitest';
import { bandOf, severityOf } from '../../src/anomalies/severity.ts';
import type { Sighting, Surroundings } from '../../src/anomalies/sighting.ts';
import { party, REMOTE, sighting } from './candidates.ts';

const AROUND: Surroundings = { aggregationS: 60, historyDays: 0, day: 20_514, insideHosts: 40 };
const LEARNT: Surroundings = { ...AROUND, historyDays: 7 };
const INSIDE = party({ address: '10.0.4.10' });

function severity(given: Partial<Sighting>, around = AROUND, second = false) {
  const { points, modifiers } = severityOf(sighting('port-scan', given), around, second);
  return { points, whys: modifiers.map(({ why }) => why) };
}

describe('the severity of a finding', () => {
  const outside = { actor: REMOTE, target: INSIDE } as const;

  it.each([
    ['info', 10],
    ['low', 25],
    ['medium', 50],
    ['high', 75],
  ] as const)('begins with the points of its base, %s', (base, points) => {
    expect(severity({ ...outside, base })).toEqual({ points, whys: [] });
  });

  it.each<readonly [string, Partial<Sighting>, Surroundings, number, readonly string[]]>([
    ['an own host that acts', { target: INSIDE }, AROUND, 65, ['own-host-acts']],
    ['success', { ...outside, worked: true }, AROUND, 65, ['it-worked']],
    ['refusal of everything', { ...outside, allRefused: true }, AROUND, 35, ['all-rejected']],
    [
      'refusal at first and success later',
      { ...outside, worked: true, allRefused: true },
      AROUND,
      65,
      ['it-worked'],
    ],
    [
      'a remote host that one host knows',
      { hostsWithTarget: 1 },
      AROUND,
      80,
      ['own-host-acts', 'rare-remote'],
    ],
    [
      'one of two in a hundred',
      { hostsWithTarget: 2 },
      { ...AROUND, insideHosts: 100 },
      80,
      ['own-host-acts', 'rare-remote'],
    ],
    ['one of more than two in a hundred', { hostsWithTarget: 2 }, AROUND, 65, ['own-host-acts']],
    [
      'a remote host that half of the hosts know',
      { hostsWithTarget: 20 },
      AROUND,
      50,
      ['own-host-acts', 'common-remote'],
    ],
    ['a target inside that few know', { target: INSIDE, hostsWithTarget: 1 }, AROUND, 65, ['own-host-acts']],
    ['first sight after seven days', {}, LEARNT, 80, ['own-host-acts', 'first-seen']],
    ['no sight in six days', {}, { ...AROUND, historyDays: 6 }, 65, ['own-host-acts']],
    ['acquaintance of 30 days', { firstDay: 20_484 }, LEARNT, 50, ['own-host-acts', 'long-known']],
    ['acquaintance of 29 days', { firstDay: 20_485 }, LEARNT, 65, ['own-host-acts']],
    ['a stranger from the Internet', outside, LEARNT, 50, []],
    ['a database', { ...outside, target: party({ roles: ['database'] }) }, AROUND, 60, ['sensitive-role']],
    [
      'a bastion that acts',
      { actor: party({ roles: ['bastion'] }), target: INSIDE },
      AROUND,
      75,
      ['own-host-acts', 'sensitive-role'],
    ],
    ['a port open to the world', { ...outside, targetPorts: [443] }, AROUND, 60, ['open-to-the-world']],
    ['another port open to the world', { ...outside, targetPorts: [80] }, AROUND, 50, []],
    ["a user's list", { ...outside, listed: true }, AROUND, 70, ['listed']],
  ])('changes with %s', (_, given, around, points, whys) => {
    expect(severity(given, around)).toEqual({ points, whys });
  });

  it('changes with a second detector', () => {
    expect(severity(outside, AROUND, true)).toEqual({ points: 65, whys: ['second-detector'] });
  });

  it('stays between 0 and 100', () => {
    expect(
      severity({ base: 'high', worked: true, hostsWithTarget: 1, listed: true }, LEARNT, true).points,
    ).toBe(100);
    const least = severityOf(
      sighting('listed-address', { base: 'info', allRefused: true, actor: REMOTE }),
      AROUND,
      false,
    );
    expect(least.points).toBe(0);
  });

  it('has in the base what the detector demands anyway', () => {
    const given = { worked: true, hostsWithTarget: 1, base: 'low' } as const;
    expect(severityOf(sighting('beacon', given), AROUND, false)).toEqual({
      points: 25,
      band: 'low',
      modifiers: [],
    });
    expect(severityOf(sighting('beacon', given), LEARNT, false)).toMatchObject({ points: 25, modifiers: [] });
    expect(severityOf(sighting('long-connection', given), LEARNT, true).modifiers).toEqual([
      { why: 'first-seen', points: 15 },
      { why: 'second-detector', points: 15 },
    ]);
  });

  it('counts nothing against whom a rule has failed', () => {
    const broken = { variant: 'broken-rule', base: 'low', hostsWithTarget: 1, listed: true } as const;
    expect(severityOf(sighting('denied-egress', broken), LEARNT, true)).toMatchObject({
      points: 25,
      modifiers: [],
    });
  });

  it.each([
    [0, 'info'],
    [19, 'info'],
    [20, 'low'],
    [39, 'low'],
    [40, 'medium'],
    [69, 'medium'],
    [70, 'high'],
    [89, 'high'],
    [90, 'critical'],
    [100, 'critical'],
  ] as const)('of %i points is %s', (points, band) => {
    expect(bandOf(points)).toBe(band);
  });
});
