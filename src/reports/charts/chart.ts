import { type Html, html } from '../html-page.ts';
import { visibleText } from '../visible-text.ts';

/** What a chart is called and what it shows, for those who cannot see it too. */
export interface ChartWords {
  /** Once in a page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/**
 * A chart as inline SVG. Its height is in pixels and all widths inside are shares of its own, so it fits a telephone and a wide
 * screen with texts of the same size; texts of its axis stand outside of it, in the margin that its class gives it.
 */
export function chart(
  kind: string,
  { id, title, description }: ChartWords,
  height: number,
  shapes: Html,
): Html {
  return html`<svg class="chart ${kind}" role="img" aria-labelledby="${id}-title ${id}-text" height="${height}" xmlns="http://www.w3.org/2000/svg">
<title id="${id}-title">${visibleText(title)}</title>
<desc id="${id}-text">${visibleText(description)}</desc>
${shapes}</svg>`;
}

/** A part of the whole width; three digits are less than a pixel off. */
export function share(part: number): string {
  return `${Number((part * 100).toFixed(3))}%`;
}
