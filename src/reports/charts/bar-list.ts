import { type Html, html } from '../html-page.ts';
import { shortened, visibleText } from '../visible-text.ts';
import { chart, type ChartWords, share } from './chart.ts';

const PITCH = 36;
const LABEL_Y = 13;
const BAR_Y = 19;
const BAR = 10;
const MOST_CHARACTERS = 120;

/** A bar with its name, made of one part or more. */
export interface ListedBar {
  readonly label: string;
  /** The amount as it is written behind the label. */
  readonly amount: string;
  readonly parts: readonly BarPart[];
}

export interface BarPart {
  readonly kind: 'accepted' | 'refused' | 'plain' | 'first' | 'second';
  readonly value: number;
}

export interface BarList extends ChartWords {
  readonly bars: readonly ListedBar[];
}

/** Bars from zero below each other, all on one scale, each under its name; a name that is too long is cut. */
export function barList({ bars, ...words }: BarList): Html {
  const most = Math.max(...bars.map(({ parts }) => total(parts)), Number.MIN_VALUE);
  const shapes = bars.map(({ label, amount, parts }, row) => {
    const y = row * PITCH;
    const name = visibleText(label);
    return html`<g><title>${name}: ${amount}</title><svg y="${y}" width="66%" height="${BAR_Y - 1}"><text y="${LABEL_Y}">${shortened(name, MOST_CHARACTERS)}</text></svg><text class="amount" x="100%" y="${y + LABEL_Y}" text-anchor="end">${amount}</text><rect class="track" y="${y + BAR_Y}" width="100%" height="${BAR}" rx="2"/>${segments(parts, most, y + BAR_Y)}</g>
`;
  });
  return chart('bar-list', words, bars.length * PITCH, html`${shapes}`);
}

/** The same without name and amount, for the cell of a table that has both. */
export function cellBar(kind: BarPart['kind'], value: number, most: number): Html {
  return html`<svg class="chart cell-bar" aria-hidden="true" height="${BAR}" xmlns="http://www.w3.org/2000/svg"><rect class="track" width="100%" height="${BAR}" rx="2"/>${segments([{ kind, value }], Math.max(most, Number.MIN_VALUE), 0)}</svg>`;
}

function segments(parts: readonly BarPart[], most: number, y: number): readonly Html[] {
  return parts.map(({ kind, value }, i) => {
    const before = total(parts.slice(0, i));
    return html`<rect class="bar ${kind}" x="${share(before / most)}" y="${y}" width="${share(value / most)}" height="${BAR}"/>`;
  });
}

function total(parts: readonly BarPart[]): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}
