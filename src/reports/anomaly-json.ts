import type { AnomalyReport, Finding, Story } from '../anomalies/finding.ts';
import { explain } from './anomaly-explanation.ts';
import { headline, NOT_CHECKED } from './anomaly-run-words.ts';
import { sampleJson } from './anomaly-samples.ts';
import { isoTime, jsonText } from './values.ts';

/** A finding as a JSON object: its data, times as ISO 8601, and the explanation in words. */
export function findingJson(finding: Finding, db: string): Readonly<Record<string, unknown>> {
  const { id, detector, variant, firstSeenS, lastSeenS, samples, ...rest } = finding;
  const { sentence, ...explanation } = explain(finding, db);
  return {
    id,
    detector,
    variant,
    sentence,
    firstSeen: isoTime(firstSeenS),
    lastSeen: isoTime(lastSeenS),
    ...rest,
    samples: samples.map(sampleJson),
    explanation,
  };
}

/** One finding a line, those of stories with the story's id. */
export function anomalyNdjson(report: AnomalyReport, db: string): string {
  return storied(report)
    .map(({ finding, story }) => `${jsonText({ ...findingJson(finding, db), story })}\n`)
    .join('');
}

/** The whole report as a document; `head`: the members before those of the report. */
export function anomalyJson(
  report: AnomalyReport,
  head: Readonly<Record<string, unknown>>,
  db: string,
): string {
  const { fromS, toS, stories, findings, notChecked, ...rest } = report;
  const document = {
    ...head,
    from: isoTime(fromS),
    to: isoTime(toS),
    summary: headline(report),
    ...rest,
    stories: stories.map((story) => storyJson(story, db)),
    findings: findings.map((finding) => findingJson(finding, db)),
    notChecked: notChecked.map((what) => ({ what, why: NOT_CHECKED[what] })),
  };
  return `${jsonText(document)}\n`;
}

/** All findings of a report with the ids of their stories, in the order of the report, stories first. */
export function storied({ stories, findings }: AnomalyReport): readonly {
  readonly finding: Finding;
  readonly story: string | null;
}[] {
  return [
    ...stories.flatMap(({ id, findings: steps }) => steps.map((finding) => ({ finding, story: id }))),
    ...findings.map((finding) => ({ finding, story: null })),
  ];
}

/** A story as a JSON object, its findings as {@link findingJson} has them. */
export function storyJson(story: Story, db: string): Readonly<Record<string, unknown>> {
  return { ...story, findings: story.findings.map((finding) => findingJson(finding, db)) };
}
