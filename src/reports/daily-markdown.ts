import type { DailyReport } from '../daily/document/daily-report.ts';
import type { Chapter, ChapterTable } from './daily-chapter.ts';
import { chapters } from './daily-chapters.ts';
import { changesWords, coveredWords, headlineWords, windowWords } from './daily-day-words.ts';
import { visibleText } from './visible-text.ts';

/** Rows of a table: a document has more room than a terminal. */
const MOST = 20;

/** The report for a ticket or a wiki. */
export function dailyMarkdown(report: DailyReport, db: string): string {
  const changes = changesWords(report);
  const day = [headlineWords(report), ...(changes === null ? [] : [changes]), coveredWords(report)];
  return [
    `# Flow logs of ${escaped(windowWords(report))}\n`,
    ...day.map((sentence) => `${escaped(sentence)}\n`),
    ...chapters(report, { most: MOST, db }).map(chapterSection),
  ].join('\n');
}

function chapterSection({ title, lead, tables }: Chapter): string {
  return [
    `## ${escaped(title)}\n`,
    ...lead.map((sentence) => `${escaped(sentence)}\n`),
    ...tables.filter(({ rows }) => rows.length > 0).map(tableSection),
  ].join('\n');
}

function tableSection({ caption, columns, rows, more }: ChapterTable): string {
  const asks = rows.some(({ command }) => command !== null);
  const detailed = rows.some(({ details }) => details.length > 0);
  const head = [...columns, ...(detailed ? ['more'] : []), ...(asks ? ['to ask'] : [])];
  const lines = rows.map(({ cells, details, command }) => [
    ...cells.map(escaped),
    ...(detailed ? [details.map(escaped).join('<br>')] : []),
    ...(asks ? [command === null ? '' : code(command)] : []),
  ]);
  return [
    ...(caption === null ? [] : [`### ${escaped(caption)}\n\n`]),
    ...[head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`),
    ...(more === null ? [] : [`\n… ${escaped(more)}\n`]),
  ].join('');
}

/** A command in a cell: a pipe ends a cell even in code, and a backtick ends the code. */
function code(command: string): string {
  const text = visibleText(command).replaceAll('|', String.raw`\|`);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/** Text that no Markdown acts on: CommonMark lets a backslash stand before any ASCII punctuation. */
function escaped(text: string): string {
  return visibleText(text).replaceAll(/[\\`*_[\]<>|~#&@]/g, String.raw`\$&`);
}
