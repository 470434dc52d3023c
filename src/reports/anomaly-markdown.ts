import type { AnomalyReport, Finding, Story } from '../anomalies/finding.ts';
import { sparkline } from './anomaly-amounts.ts';
import { explain } from './anomaly-explanation.ts';
import { partyWords, shortParty } from './anomaly-parties.ts';
import { backgroundWords, headline, leftOutWords, lookedAtWords, NOT_CHECKED } from './anomaly-run-words.ts';
import { sampleWords } from './anomaly-samples.ts';
import { stagesWords } from './anomaly-story-words.ts';
import { visibleText } from './visible-text.ts';

/** The report for a ticket: everything about every finding. */
export function anomalyMarkdown(report: AnomalyReport, db: string): string {
  return [
    `# ${escaped(headline(report))}\n`,
    `${escaped(lookedAtWords(report))}\n`,
    ...report.stories.map((story) => storySection(story, db)),
    ...report.findings.map((finding) => findingSection(finding, db, '##')),
    leftOutWords(report)
      .map((words) => `${escaped(words)}\n`)
      .join('\n'),
    list('## Scanned from the Internet', report.background.map(backgroundWords)),
    list(
      '## Not checked',
      report.notChecked.map((lack) => NOT_CHECKED[lack]),
    ),
  ]
    .filter((section) => section !== '')
    .join('\n');
}

function storySection(story: Story, db: string): string {
  const title = `${story.band.toUpperCase()}: ${shortParty(story.actor, 'one host')} ${stagesWords(story)}`;
  return [
    `## ${escaped(title)}\n`,
    `${escaped(`Severity ${story.severity}, confidence ${story.confidence}, ${story.id}.`)}\n`,
    ...story.findings.map((finding) => findingSection(finding, db, '###')),
  ].join('\n');
}

function findingSection(finding: Finding, db: string, mark: string): string {
  const explained = explain(finding, db);
  const { severity, confidence, band, attack, id, actor, target, modifiers } = finding;
  const techniques = attack.map((technique) => `[${technique}](${techniqueUrl(technique)})`).join(' ');
  const points = modifiers.map(({ why, points: given }) => `${why} ${given > 0 ? '+' : ''}${given}`);
  return [
    `${mark} ${escaped(`${band.toUpperCase()}: ${explained.sentence}`)}\n`,
    table([
      ['severity', escaped([String(severity), ...points].join(', '))],
      ['confidence', String(confidence)],
      ['actor', escaped(partyWords(actor, 'many hosts'))],
      ['target', escaped(partyWords(target, 'many hosts'))],
      ['numbers', escaped(explained.numbers.join('; '))],
      ['baseline', escaped(explained.baseline)],
      ['stopped by', escaped(explained.stoppedBy.join('; '))],
      ['over the window', finding.histogram.length === 0 ? '' : sparkline(finding.histogram)],
      ['ATT&CK', techniques],
      ['id', escaped(id)],
    ]),
    list('May be harmless:', explained.harmless),
    list('Checked:', explained.checked),
    `Next: ${escaped(explained.next)}.\n`,
    ...(explained.why === null ? [] : [fenced('sh', explained.why)]),
    list('For example:', finding.samples.map(sampleWords)),
    'The connections behind it:\n',
    fenced('sql', finding.evidenceSql),
    'To silence it, with a reason, in the file of `--allow`:\n',
    fenced('json', JSON.stringify([explained.suppression])),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** https://attack.mitre.org has a sub-technique below its technique. */
function techniqueUrl(technique: string): string {
  return `https://attack.mitre.org/techniques/${technique.replace('.', '/')}/`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const filled = rows.filter(([, value]) => value !== '');
  return `| | |\n| --- | --- |\n${filled.map(([name, value]) => `| ${name} | ${value} |\n`).join('')}`;
}

function list(title: string, members: readonly string[]): string {
  return members.length === 0
    ? ''
    : `${title}\n\n${members.map((member) => `- ${escaped(member)}\n`).join('')}`;
}

function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${visibleText(text.trimEnd())}\n${fence}\n`;
}

/** Text that no Markdown acts on: CommonMark lets a backslash stand before any ASCII punctuation. */
function escaped(text: string): string {
  return visibleText(text).replaceAll(/[\\`*_[\]<>|~#&@]/g, String.raw`\$&`);
}
