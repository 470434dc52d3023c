import type { Measure } from './finding.ts';
import { MANY } from './parties.ts';
import type { Sighting } from './sighting.ts';

/** Gaps of one kind that are told one by one, at most. */
const MOST_TOLD = 3;

/** The worst gaps whose connections the evidence of many selects, so that the condition stays one that people read. */
const MOST_SELECTED = 20;

/**
 * Makes one of the gaps of a kind when they are more than three: where many interfaces are often silent, that is one thing to
 * know about the log and not twenty. Everything else is given back as it is.
 */
export function foldGaps(sightings: readonly Sighting[]): readonly Sighting[] {
  const gaps = sightings.filter(({ detector }) => detector === 'log-gap');
  const variants = [...new Set(gaps.map(({ variant }) => variant))];
  const many = variants
    .map((variant) => gaps.filter((gap) => gap.variant === variant))
    .filter((alike) => alike.length > MOST_TOLD);
  const folded = new Set(many.flat());
  return [...sightings.filter((sighting) => !folded.has(sighting)), ...many.map(foldedGap)];
}

function foldedGap(alike: readonly Sighting[]): Sighting {
  const byLength = alike.toSorted(
    (a, b) => silence(b) - silence(a) || a.firstS - b.firstS || (a.whereSql < b.whereSql ? -1 : 1),
  );
  const [worst] = byLength;
  if (!worst) throw new RangeError('gaps are folded where there are several');
  const measures: readonly Measure[] = [
    { name: 'gaps', value: alike.length, threshold: null, atMost: false },
    { name: 'silent_s', value: sum(alike.map(silence)), threshold: null, atMost: false },
    { name: 'longest_s', value: Math.max(...alike.map(longest)), threshold: null, atMost: false },
  ];
  return {
    ...worst,
    actor: MANY.party,
    target: MANY.party,
    actorNo: null,
    targetNo: null,
    firstS: Math.min(...alike.map(({ firstS }) => firstS)),
    lastS: Math.max(...alike.map(({ lastS }) => lastS)),
    connections: sum(alike.map(({ connections }) => connections)),
    bytes: sum(alike.map(({ bytes }) => bytes)),
    measures,
    whereSql: byLength
      .slice(0, MOST_SELECTED)
      .map(({ whereSql }) => `(${whereSql})`)
      .join(' OR '),
  };
}

/** Seconds that a gap has in all. */
function silence(gap: Sighting): number {
  return measured(gap, 'silent_s') ?? measured(gap, 'dropped_s') ?? gap.lastS - gap.firstS;
}

function longest(gap: Sighting): number {
  return measured(gap, 'longest_s') ?? silence(gap);
}

function measured({ measures }: Sighting, name: string): number | null {
  return measures.find((measure) => measure.name === name)?.value ?? null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
