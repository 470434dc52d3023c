import { DETECTOR_FACTS, HARMLESS_VARIANTS, STAGES } from './detectors.ts';
import type { Finding, Story } from './finding.ts';
import { storyId } from './finding-id.ts';
import { partyKey } from './sighting.ts';

/** Findings of one actor belong together when no more than this lies between them. */
export const CHAIN_GAP_S = 3600;

/** When something was seen: Unix seconds. */
export interface Span {
  readonly firstSeenS: number;
  readonly lastSeenS: number;
}

/** Whether two spans overlap or have at most an hour between them. */
export function areNear(a: Span, b: Span): boolean {
  return a.firstSeenS <= b.lastSeenS + CHAIN_GAP_S && b.firstSeenS <= a.lastSeenS + CHAIN_GAP_S;
}

export interface Told {
  readonly stories: readonly Story[];
  /** Findings that are in no story. */
  readonly findings: readonly Finding[];
}

/**
 * Puts the findings of one actor that follow one another into stories: it looked around, got in, called home, took
 * something out; each step at most an hour after the one before, none before its turn, and two different ones at least.
 */
export function tellStories(findings: readonly Finding[]): Told {
  const stories = [...byActor(findings).values()].flatMap(chains).map(storyOf);
  const told = new Set(stories.flatMap((story) => story.findings));
  return { stories, findings: findings.filter((finding) => !told.has(finding)) };
}

function byActor(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const actors = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = partyKey(finding.actor);
    if (key !== '' && stageOf(finding) >= 0) actors.set(key, [...(actors.get(key) ?? []), finding]);
  }
  return actors;
}

/** Chains of one actor's findings: in the order of time, each goes on with the first chain that it fits. */
function chains(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const found: Finding[][] = [];
  for (const finding of inOrder(findings)) {
    const chain = found.find((earlier) => goesOn(earlier, finding));
    if (chain) chain.push(finding);
    else found.push([finding]);
  }
  return found.filter((chain) => new Set(chain.map(stageOf)).size > 1);
}

function goesOn(chain: readonly Finding[], next: Finding): boolean {
  const last = chain.at(-1);
  return (
    last !== undefined && stageOf(last) <= stageOf(next) && chain.some((earlier) => areNear(earlier, next))
  );
}

/** By time; of what begins at the same second, the earlier stage first. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) => a.firstSeenS - b.firstSeenS || stageOf(a) - stageOf(b) || (a.id < b.id ? -1 : 1),
  );
}

function storyOf(findings: readonly Finding[]): Story {
  const [first] = findings;
  if (!first) throw new RangeError('a story has findings');
  const heaviest = findings.reduce((most, finding) => (weight(finding) > weight(most) ? finding : most));
  const gravest = findings.reduce((most, finding) => (finding.severity > most.severity ? finding : most));
  return {
    id: storyId(first.id),
    actor: first.actor,
    severity: gravest.severity,
    band: gravest.band,
    confidence: heaviest.confidence,
    findings,
  };
}

/** What findings and stories are sorted by. */
export function weight({ severity, confidence }: { readonly severity: number; readonly confidence: number }) {
  return severity * confidence;
}

function stageOf({ detector, variant }: Finding): number {
  const { stage } = DETECTOR_FACTS[detector];
  return stage === null || HARMLESS_VARIANTS.has(variant ?? '') ? -1 : STAGES.indexOf(stage);
}
