import { DETECTORS, type SeverityBand } from '../../src/anomalies/finding.ts';
import { type DayScore, isAtLeast, type JudgedFinding } from './match.ts';
import type { MeasuredDay } from './measure-day.ts';
import type { OrientationScore } from './orientation.ts';

/** A day and how it was judged. */
export interface ScoredDay {
  readonly name: string;
  readonly measured: MeasuredDay;
  readonly score: DayScore;
}

/** A table in Markdown; numbers stand right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Recall and precision of every detector. */
export function detectorTable(days: readonly ScoredDay[]): string {
  const rows = DETECTORS.map((detector) => {
    const of = (incidents: DayScore['found']) => incidents.filter((one) => one.detector === detector).length;
    const found = sum(days, ({ score }) => of(score.found));
    const played = found + sum(days, ({ score }) => of(score.missed));
    const findings = days
      .flatMap(({ score }) => score.findings)
      .filter((one) => one.finding.detector === detector);
    const count = (truth: JudgedFinding['truth']) => findings.filter((one) => one.truth === truth).length;
    return [
      detector,
      played,
      found,
      ratio(found, played),
      findings.length,
      count('exact'),
      count('related'),
      count('expected'),
      count('false'),
    ];
  });
  return table(
    ['detector', 'incidents', 'found', 'recall', 'findings', 'exact', 'related', 'expected', 'false'],
    rows,
  );
}

/** The whole against the targets. */
export function summaryTable(days: readonly ScoredDay[]): string {
  const found = sum(days, ({ score }) => score.found.length);
  const played = found + sum(days, ({ score }) => score.missed.length);
  const records = sum(days, ({ measured }) => measured.report.records);
  const medium = atLeast(days, 'medium');
  const high = atLeast(days, 'high');
  const weather = sum(days, ({ measured }) => measured.report.background.length);
  return table(
    ['measure', 'value', 'target'],
    [
      ['recall of incidents', `${ratio(found, played)} (${found} of ${played})`, '≥ 0.90'],
      ['precision of Medium and above', precision(medium), '≥ 0.90'],
      ['the same, exact ones alone', precision(medium, true), ''],
      ['precision of High and above', precision(high), '≥ 0.95'],
      ['Medium and above per 1 million records', (medium.length / (records / 1e6)).toFixed(1), '≤ 15'],
      ['findings per day', (sum(days, ({ score }) => score.findings.length) / days.length).toFixed(1), ''],
      ['background lines per day', (weather / days.length).toFixed(1), 'one per exposed interface'],
      ['seconds of a report', (sum(days, ({ measured }) => measured.seconds) / days.length).toFixed(1), ''],
      ['records per day', Math.round(records / days.length), ''],
    ],
  );
}

/** By name: what was missed, and what was found that is not there. */
export function mistakes(days: readonly ScoredDay[]): string {
  const lines = days.flatMap(({ name, score, measured: { day } }) => [
    ...score.missed.map(
      ({ id, actor, target, knobs }) =>
        `- ${name}: missed \`${id}\`, ${who(actor, day.labels.names)} → ${who(target, day.labels.names)} ${JSON.stringify(knobs)}`,
    ),
    ...score.findings
      .filter(({ truth }) => truth === 'false')
      .map(({ finding }) => `- ${name}: false ${describeFinding(finding)}`),
  ]);
  return lines.length === 0 ? 'Nothing was missed, and nothing found that is not there.' : lines.join('\n');
}

/** One finding in one line. */
export function describeFinding({
  detector,
  variant,
  band,
  actor,
  target,
  port,
  measures,
}: JudgedFinding['finding']): string {
  const numbers = measures.map(({ name, value }) => `${name} ${Number(value.toPrecision(4))}`).join(', ');
  const end = ({ name, address }: typeof actor) => name ?? address ?? 'many';
  return `${band} \`${detector}\`${variant === null ? '' : ` (${variant})`} ${end(actor)} → ${end(target)}${port === null ? '' : `:${port}`} — ${numbers}`;
}

/** Share of connections and records whose client is the opener. */
export function orientationRow(name: string, scores: readonly OrientationScore[]): readonly string[] {
  const total = (of: keyof OrientationScore) => scores.reduce((all, score) => all + score[of], 0);
  const [records, wrong] = [total('rightRecords'), total('wrongRecords')];
  const [connections, wrongConnections] = [total('rightConnections'), total('wrongConnections')];
  return [
    name,
    ratio(records, records + wrong, 4),
    ratio(connections, connections + wrongConnections, 4),
    String(connections + wrongConnections),
  ];
}

/** A share with so many digits, or a dash. */
export function ratio(part: number, whole: number, digits = 2): string {
  return whole === 0 ? '–' : (part / whole).toFixed(digits);
}

function atLeast(days: readonly ScoredDay[], band: SeverityBand): readonly JudgedFinding[] {
  return days.flatMap(({ score }) => score.findings).filter(({ finding }) => isAtLeast(finding.band, band));
}

function precision(findings: readonly JudgedFinding[], exactOnly = false): string {
  const counted = findings.filter(({ truth }) => truth !== 'expected');
  const right = counted.filter(
    ({ truth }) => truth === 'exact' || (truth === 'related' && !exactOnly),
  ).length;
  return `${ratio(right, counted.length)} (${right} of ${counted.length})`;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0);
}

function who(address: string | null, names: Readonly<Record<string, string>>): string {
  return address === null ? 'many' : (names[address] ?? address);
}
