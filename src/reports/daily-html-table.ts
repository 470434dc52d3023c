import type { Listed } from '../queries/status.ts';
import { type Html, html, type HtmlContent } from './html-page.ts';
import { groupedNumber } from './values.ts';

/** From so many rows on a table is worth a filter. */
const WORTH_A_FILTER = 8;

/** A column of a table; the first one names the row. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => HtmlContent;
  /** What the column sorts by; without it, by its text. Its cells stand to the right. */
  readonly value?: (row: T) => number | null;
  /** Commands and pictures have no order. */
  readonly unsorted?: boolean;
}

/** A table that can be sorted and, when it is long, filtered; what is not listed is counted below it. */
export function dataTable<T>(caption: string, rows: Listed<T>, columns: readonly Column<T>[]): Html {
  const filter = rows.listed.length < WORTH_A_FILTER ? null : html` data-filter="${caption}"`;
  const more = rows.total - rows.listed.length;
  return html`<div class="sheet"><table class="data"${filter}><caption>${caption}</caption>
<thead><tr>${columns.map(headerCell)}</tr></thead>
<tbody>${rows.listed.map((row) => html`<tr>${columns.map((column, i) => dataCell(column, row, i === 0))}</tr>\n`)}</tbody>
${more > 0 ? html`<tfoot><tr><td colspan="${columns.length}">… and ${groupedNumber(more)} more</td></tr></tfoot>` : null}</table></div>
`;
}

/** All of a list that is not cut. */
export function all<T>(listed: readonly T[]): Listed<T> {
  return { total: listed.length, listed };
}

function headerCell<T>({ title, value, unsorted = false }: Column<T>): Html {
  const sort = unsorted ? null : html` data-sort="${value ? 'number' : 'text'}"`;
  return html`<th scope="col"${value ? html` class="number"` : null}${sort}>${title}</th>`;
}

function dataCell<T>({ title, cell, value }: Column<T>, row: T, names: boolean): Html {
  const content = cell(row);
  if (names) return html`<th scope="row">${content}</th>`;
  if (!value) return html`<td data-label="${title}">${content}</td>`;
  return html`<td class="number" data-label="${title}" data-value="${value(row)}">${content}</td>`;
}
