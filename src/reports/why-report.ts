import type { WhyAnswer } from '../why/answer.ts';
import { whyHtml } from './why-html.ts';
import { whyJson } from './why-json.ts';
import { whyMarkdown } from './why-markdown.ts';
import { whyText } from './why-text.ts';

/** How an answer to "why" can be shown: one answer has no rows, so there is no CSV of it. */
export const WHY_FORMATS = ['table', 'json', 'md', 'html'] as const;
export type WhyFormat = (typeof WHY_FORMATS)[number];

/** `colour`: for a terminal that shows it; only text in a terminal is coloured. */
export interface WhyReportOptions {
  readonly colour?: boolean;
}

/** The answer as text. `head`: the members before those of the answer in a JSON document. */
export async function* renderWhy(
  answer: WhyAnswer,
  head: Readonly<Record<string, unknown>>,
  format: WhyFormat,
  { colour = false }: WhyReportOptions = {},
): AsyncGenerator<string> {
  switch (format) {
    case 'table':
      yield whyText(answer, colour);
      return;
    case 'json':
      yield whyJson(answer, head);
      return;
    case 'md':
      yield whyMarkdown(answer);
      return;
    case 'html':
      yield whyHtml(answer);
  }
}
