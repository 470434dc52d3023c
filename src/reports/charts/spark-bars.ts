import { type Html, html } from '../html-page.ts';
import { share } from './chart.ts';

const HEIGHT = 20;

/** How amounts are spread, in little room and without numbers: beside words that have them. */
export function sparkBars(amounts: readonly number[]): Html {
  const most = Math.max(...amounts, Number.MIN_VALUE);
  const width = 1 / amounts.length;
  return html`<svg class="chart spark" aria-hidden="true" height="${HEIGHT}" xmlns="http://www.w3.org/2000/svg"><rect class="track" y="${HEIGHT - 1}" width="100%" height="1"/>${amounts.map(
    (amount, i) => {
      const height = Number(((amount / most) * HEIGHT).toFixed(2));
      return html`<rect class="bar" x="${share(i * width)}" y="${HEIGHT - height}" width="${share(width * 0.8)}" height="${height}"/>`;
    },
  )}</svg>`;
}
