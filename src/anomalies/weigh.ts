import type { Decision } from '../blame/verdict.ts';
import { confidenceOf } from './confidence.ts';
import { evidenceSql } from './evidence-sql.ts';
import { attackOf, HARMLESS_VARIANTS } from './detectors.ts';
import type { Finding } from './finding.ts';
import { findingId } from './finding-id.ts';
import { severityOf } from './severity.ts';
import { partyKey, type Sighting, type Surroundings } from './sighting.ts';
import { stoppedBy } from './stopped-by.ts';
import { areNear } from './stories.ts';

/**
 * Findings of sightings, severity and confidence included, without histograms; with each, the number of its sighting. The
 * order of the sightings changes nothing. `gaps`: those of the log, each by itself.
 */
export function weigh(
  sightings: readonly Sighting[],
  gaps: readonly Sighting[],
  around: Surroundings,
  decisions: ReadonlyMap<number, Decision>,
): readonly (readonly [Finding, number])[] {
  const acting = byActor(sightings);
  const weighed = sightings.map((sighting, i) => {
    const others = acting.get(partyKey(sighting.actor)) ?? [];
    const second = others.some((other) => isSecond(other, sighting));
    const inGap = sighting.detector !== 'log-gap' && gaps.some((gap) => isSeenThrough(gap, sighting));
    return [toFinding(sighting, around, decisions, { second, inGap }), i] as const;
  });
  return withOwnIds(weighed, sightings);
}

function byActor(sightings: readonly Sighting[]): ReadonlyMap<string, readonly Sighting[]> {
  const actors = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const key = partyKey(sighting.actor);
    if (key === '' || sighting.detector === 'log-gap') continue;
    actors.set(key, [...(actors.get(key) ?? []), sighting]);
  }
  return actors;
}

function isSecond(other: Sighting, sighting: Sighting): boolean {
  return (
    other.detector !== sighting.detector &&
    !HARMLESS_VARIANTS.has(other.variant ?? '') &&
    areNear(span(other), span(sighting))
  );
}

/** A gap of an end of it, or one of no end in particular. */
function isSeenThrough(gap: Sighting, { firstS, lastS, actor, target }: Sighting): boolean {
  const blind = [partyKey(gap.actor), partyKey(gap.target)].filter((key) => key !== '');
  const overlaps = gap.firstS <= lastS && firstS <= gap.lastS;
  return (
    overlaps && (blind.length === 0 || blind.includes(partyKey(actor)) || blind.includes(partyKey(target)))
  );
}

function span({ firstS, lastS }: Sighting): { firstSeenS: number; lastSeenS: number } {
  return { firstSeenS: firstS, lastSeenS: lastS };
}

function toFinding(
  sighting: Sighting,
  around: Surroundings,
  decisions: ReadonlyMap<number, Decision>,
  { second, inGap }: { readonly second: boolean; readonly inGap: boolean },
): Finding {
  const { points, band, modifiers } = severityOf(sighting, around, second);
  const { detector, variant, actor, target, port, protocol, connections, bytes, measures } = sighting;
  return {
    id: findingId(sighting),
    detector,
    variant,
    actor,
    target,
    port,
    protocol,
    firstSeenS: sighting.firstS,
    lastSeenS: sighting.lastS,
    connections,
    bytes,
    measures,
    baseline: {
      kind: sighting.baselineKind,
      value: sighting.baselineValue,
      ageDays: around.historyDays,
      samples: sighting.baselineSamples,
    },
    severity: points,
    band,
    modifiers,
    confidence: confidenceOf(sighting, around, inGap),
    stoppedBy: stoppedBy(sighting.decisionIds, decisions),
    evidenceSql: evidenceSql(sighting.whereSql),
    samples: [],
    attack: attackOf(detector, variant),
    histogram: [],
  };
}

type Weighed = readonly [Finding, number];

/** Of findings with one id, the gravest keeps it; the others get one of what they differ in as well. */
function withOwnIds(weighed: readonly Weighed[], sightings: readonly Sighting[]): readonly Weighed[] {
  const taken = new Set<string>();
  return weighed.toSorted(byGravity).map(([finding, i]) => {
    const id = freeId(finding, sightings[i], taken);
    taken.add(id);
    return [{ ...finding, id }, i] as const;
  });
}

function freeId(
  { id, variant, firstSeenS }: Finding,
  sighting: Sighting | undefined,
  taken: ReadonlySet<string>,
): string {
  if (!sighting || !taken.has(id)) return id;
  for (let more = 0; ; more++) {
    const other = findingId(sighting, `${variant} ${firstSeenS} ${more}`);
    if (!taken.has(other)) return other;
  }
}

function byGravity([a]: Weighed, [b]: Weighed): number {
  const text = ({ variant, evidenceSql: sql }: Finding) => `${variant} ${sql}`;
  return b.severity - a.severity || a.firstSeenS - b.firstSeenS || (text(a) < text(b) ? -1 : 1);
}
