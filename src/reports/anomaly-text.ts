import type { AnomalyReport, Finding, SeverityBand, Story } from '../anomalies/finding.ts';
import { sparkline } from './anomaly-amounts.ts';
import { explain } from './anomaly-explanation.ts';
import { shortParty } from './anomaly-parties.ts';
import { mainMeasures, measureWords } from './anomaly-measures.ts';
import { overview } from './anomaly-overview.ts';
import { backgroundWords, headline, leftOutWords, lookedAtWords, NOT_CHECKED } from './anomaly-run-words.ts';
import { sampleWords } from './anomaly-samples.ts';
import { stagesWords } from './anomaly-story-words.ts';
import { hanging, type Ink, ink } from './terminal-lines.ts';
import { visibleText } from './visible-text.ts';

/** How a report is written for a terminal. */
export interface AnomalyTextOptions {
  readonly colour: boolean;
  /** The store as it was named, for commands to paste. */
  readonly db: string;
}

/** Lines of background that a terminal shows. */
const MOST_BACKGROUND = 5;
const LEAD = ' '.repeat(10);

/** The report for a terminal: all in a line each, then the worst in full and the rest in short. */
export function anomalyText(report: AnomalyReport, { colour, db }: AnomalyTextOptions): string {
  const paint = ink(colour);
  const entries = [...report.stories, ...report.findings].toSorted(
    (a, b) => b.severity * b.confidence - a.severity * a.confidence,
  );
  return [
    `${paint.strong(headline(report))}\n${paint.faint(lookedAtWords(report))}\n`,
    overview(entries).join(''),
    ...entries.map((entry) =>
      'findings' in entry ? storyBlock(entry, paint, db) : findingBlock(entry, paint, db),
    ),
    footer(report, paint),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

function storyBlock(story: Story, paint: Ink, db: string): string {
  const whole = `${shortParty(story.actor, 'one host')} ${stagesWords(story)}.`;
  return [
    `${bandMark(story.band, paint)}${hanging(LEAD, visibleText(whole)).slice(LEAD.length)}`,
    ...story.findings.map((finding) => hanging(`${LEAD}- `, visibleText(explain(finding, db).sentence))),
    ...details(story.findings.at(-1), paint, db),
    facts(
      story,
      story.findings.flatMap(({ attack }) => attack),
      paint,
    ),
  ].join('');
}

function findingBlock(finding: Finding, paint: Ink, db: string): string {
  const { sentence } = explain(finding, db);
  const grave = finding.band === 'critical' || finding.band === 'high';
  return [
    `${bandMark(finding.band, paint)}${hanging(LEAD, visibleText(sentence)).slice(LEAD.length)}`,
    hanging(LEAD, visibleText(mainMeasures(finding).map(measureWords).join('; '))),
    ...(grave ? details(finding, paint, db) : stopped(finding, db)),
    facts(finding, finding.attack, paint),
  ].join('');
}

function details(finding: Finding | undefined, paint: Ink, db: string): readonly string[] {
  if (!finding) return [];
  const { harmless, next, why } = explain(finding, db);
  return [
    ...stopped(finding, db),
    hanging(`${LEAD}may be harmless: `, harmless.join('; '), `${LEAD}  `),
    hanging(`${LEAD}next: `, next, `${LEAD}  `),
    ...(why === null ? [] : [`${LEAD}${why}\n`]),
    ...finding.samples
      .slice(0, 1)
      .map((sample) => hanging(`${LEAD}for example: `, sampleWords(sample), `${LEAD}  `)),
    ...(finding.histogram.some((amount) => amount > 0)
      ? [`${LEAD}${paint.faint(sparkline(finding.histogram))}\n`]
      : []),
  ];
}

function stopped(finding: Finding, db: string): readonly string[] {
  return explain(finding, db).stoppedBy.map((words) =>
    hanging(`${LEAD}stopped by: `, visibleText(words), `${LEAD}  `),
  );
}

function facts(
  { id, severity, confidence }: Pick<Finding, 'id' | 'severity' | 'confidence'>,
  attack: readonly string[],
  paint: Ink,
): string {
  const techniques = [...new Set(attack)].join(' ');
  const words = [
    `severity ${severity}`,
    `confidence ${confidence}`,
    ...(techniques === '' ? [] : [techniques]),
    id,
  ];
  return `${LEAD}${paint.faint(words.join(', '))}\n`;
}

function bandMark(band: SeverityBand, paint: Ink): string {
  const word = band.toUpperCase().padEnd(LEAD.length);
  if (band === 'critical' || band === 'high') return paint.bad(word);
  return band === 'medium' ? paint.doubtful(word) : paint.faint(word);
}

function footer(report: AnomalyReport, paint: Ink): string {
  const shown = report.background.slice(0, MOST_BACKGROUND);
  const more = report.background.length - shown.length;
  return [
    ...leftOutWords(report).map((words) => `${words}\n`),
    ...(shown.length === 0 ? [] : [paint.strong('SCANNED FROM THE INTERNET, AS ALL DAY LONG\n')]),
    ...shown.map((line) => hanging('  ', visibleText(backgroundWords(line)))),
    ...(more > 0 ? [`  … and ${more} more interfaces\n`] : []),
    paint.strong('NOT CHECKED\n'),
    ...report.notChecked.map((lack) => hanging('  ', NOT_CHECKED[lack])),
  ].join('');
}
