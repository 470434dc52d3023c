import type { DailyReport } from '../daily/document/daily-report.ts';
import { renderDailyHtml } from './daily-html.ts';
import { dailyJson } from './daily-json.ts';
import { dailyMarkdown } from './daily-markdown.ts';
import { dailyText } from './daily-text.ts';

/** How the daily report can be shown. */
export const DAILY_FORMATS = ['table', 'json', 'md', 'html'] as const;
export type DailyFormat = (typeof DAILY_FORMATS)[number];

export interface DailyRenderOptions {
  /** For a terminal that shows it; only text in a terminal is coloured. */
  readonly colour?: boolean;
  /** The store as it was named, for commands to paste. Default: the default store. */
  readonly db?: string;
}

/** The report as text. `head`: the members before those of the report in a JSON document. */
export async function* renderDaily(
  report: DailyReport,
  head: Readonly<Record<string, unknown>>,
  format: DailyFormat,
  { colour = false, db = 'flowblame.duckdb' }: DailyRenderOptions = {},
): AsyncGenerator<string> {
  switch (format) {
    case 'table':
      yield dailyText(report, { colour, db });
      return;
    case 'json':
      yield dailyJson(report, head, db);
      return;
    case 'md':
      yield dailyMarkdown(report, db);
      return;
    case 'html':
      yield renderDailyHtml(report, {
        db,
        version: typeof head.flowblame === 'string' ? head.flowblame : '',
      });
  }
}
