import { BANDS } from './severity.ts';
import type { Finding, SeverityBand, Story } from './finding.ts';
import { type Told, weight } from './stories.ts';

/** Stories and findings that one report shows; a person does not read more of a day. */
export const MOST_SHOWN = 25;

export interface Ranked {
  readonly stories: readonly Story[];
  readonly findings: readonly Finding[];
  readonly notShown: Readonly<Record<SeverityBand, number>>;
}

/**
 * Sorts stories and findings by severity × confidence, ties by bytes and time, and keeps the first `most`, a story counting
 * as one; the rest is counted by band.
 */
export function ranked({ stories, findings }: Told, most: number = MOST_SHOWN): Ranked {
  const entries: readonly (Finding | Story)[] = [...stories, ...findings].toSorted(byWeight);
  const shown = new Set(entries.slice(0, most));
  const hidden = entries.slice(most);
  const counts = BANDS.map(([band]) => [band, hidden.filter((entry) => entry.band === band).length]);
  return {
    stories: stories.filter((story) => shown.has(story)).toSorted(byWeight),
    findings: findings.filter((finding) => shown.has(finding)).toSorted(byWeight),
    notShown: Object.fromEntries(counts) as Record<SeverityBand, number>,
  };
}

function byWeight(a: Finding | Story, b: Finding | Story): number {
  return (
    weight(b) - weight(a) || bytesOf(b) - bytesOf(a) || firstOf(a) - firstOf(b) || (a.id < b.id ? -1 : 1)
  );
}

function bytesOf(entry: Finding | Story): number {
  return 'findings' in entry ? entry.findings.reduce((sum, { bytes }) => sum + bytes, 0) : entry.bytes;
}

function firstOf(entry: Finding | Story): number {
  return 'findings' in entry ? (entry.findings[0]?.firstSeenS ?? 0) : entry.firstSeenS;
}
