import type { DailyReport } from '../daily/document/daily-report.ts';
import type { Chapter, ChapterTable } from './daily-chapter.ts';
import { chapters } from './daily-chapters.ts';
import { changesWords, coveredWords, headlineWords, windowWords } from './daily-day-words.ts';
import { hanging, type Ink, ink } from './terminal-lines.ts';
import { columns, shortened, visibleText } from './visible-text.ts';

/** How a report is written for a terminal. */
export interface DailyTextOptions {
  readonly colour: boolean;
  /** The store as it was named, for commands to paste. */
  readonly db: string;
}

/** Rows of a table that a person reads before they ask for more. */
const MOST = 5;

/** Columns that no text before the last one may pass. */
const MOST_COLUMNS = 44;

/** The report for a terminal: the numbers of the day, then a block for each part of it. */
export function dailyText(report: DailyReport, { colour, db }: DailyTextOptions): string {
  const paint = ink(colour);
  const changes = changesWords(report);
  const day = [
    paint.strong(`${windowWords(report)}\n`),
    hanging('', headlineWords(report)),
    ...(changes === null ? [] : [hanging('', changes)]),
    paint.faint(hanging('', coveredWords(report))),
  ].join('');
  return [day, ...chapters(report, { most: MOST, db }).map((chapter) => chapterBlock(chapter, paint))].join(
    '\n',
  );
}

function chapterBlock({ title, lead, tables }: Chapter, paint: Ink): string {
  return [
    paint.strong(`${title.toUpperCase()}\n`),
    ...lead.map((sentence) => hanging('  ', visibleText(sentence))),
    ...tables.filter(({ rows }) => rows.length > 0).map((table) => tableBlock(table, paint)),
  ].join('');
}

function tableBlock({ caption, columns: names, rows, more }: ChapterTable, paint: Ink): string {
  const cells = rows.map((row) =>
    row.cells.map((cell, i) =>
      i < row.cells.length - 1 ? shortened(visibleText(cell), MOST_COLUMNS) : visibleText(cell),
    ),
  );
  // Two columns explain themselves.
  const head = names.length > 2 ? [names] : [];
  const widths = names.map((_, i) => Math.max(...[...head, ...cells].map((row) => columns(row[i] ?? ''))));
  const leadOf = (row: readonly string[]) => {
    const padded = row.slice(0, -1).map((cell, i) => pad(cell, widths[i] ?? 0));
    return `    ${padded.map((cell) => `${cell}  `).join('')}`;
  };
  const lines = rows.flatMap(({ details, command }, r) => {
    const row = cells[r] ?? [];
    const under = ' '.repeat(8);
    return [
      hanging(leadOf(row), row.at(-1) ?? ''),
      ...details.map((detail) => hanging(under, visibleText(detail), `${under}  `)),
      ...(command === null ? [] : [`${under}${paint.faint(visibleText(command))}\n`]),
    ];
  });
  return [
    ...(caption === null ? [] : [hanging('  ', `${caption}:`)]),
    ...head.map((row) => paint.faint(`${leadOf(row)}${row.at(-1) ?? ''}\n`)),
    ...lines,
    ...(more === null ? [] : [`    ${paint.faint(`… ${more}`)}\n`]),
  ].join('');
}

/** Numbers and amounts of money stand to the right, all other text to the left. */
function pad(cell: string, width: number): string {
  const room = ' '.repeat(Math.max(0, width - columns(cell)));
  return /^[$\d]/.test(cell) && /^[$\d .]+$/.test(cell) ? `${room}${cell}` : `${cell}${room}`;
}
