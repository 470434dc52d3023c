import { scaleUtc } from 'd3-scale';
import { type Html, html } from '../html-page.ts';
import { share } from './chart.ts';

const DAY_S = 86_400;
const MOST_TICKS = 9;

/** Equal parts of a time, in Unix seconds. */
export interface TimeColumns {
  readonly startsS: readonly number[];
  readonly stepS: number;
}

/** Times under the columns; every second one is left out where there is little room. */
export function timeAxis({ startsS, stepS }: TimeColumns, y: number): Html {
  const [first = 0, last = first] = [startsS[0], startsS.at(-1)];
  const end = last + stepS;
  const scale = scaleUtc([first * 1000, end * 1000], [0, 1]);
  const words = (date: Date) =>
    end - first > DAY_S && date.getTime() % (DAY_S * 1000) === 0 ? dayAndMonth(date) : hourAndMinute(date);
  // A label at the very end would reach over it, or into the one before.
  const ticks = scale
    .ticks(MOST_TICKS)
    .map((date) => ({ at: scale(date), date }))
    .filter(({ at }) => at < 0.97);
  return html`<g class="ticks">${ticks.map(
    ({ at, date }, i) =>
      html`<text class="${i % 2 === 0 ? '' : 'minor'}" x="${share(at)}" y="${y}" text-anchor="middle">${words(date)}</text>`,
  )}</g>
`;
}

/** `10:00–11:00`, with its day where the columns are of several. */
export function columnWords({ startsS, stepS }: TimeColumns, column: number): string {
  const start = startsS[column] ?? 0;
  const [from, to] = [new Date(start * 1000), new Date((start + stepS) * 1000)];
  const [first = start, last = start] = [startsS[0], startsS.at(-1)];
  const hours = `${hourAndMinute(from)}–${hourAndMinute(to)}`;
  return last + stepS - first > DAY_S ? `${dayAndMonth(from)} ${hours}` : hours;
}

function hourAndMinute(date: Date): string {
  return date.toISOString().slice(11, 16);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayAndMonth(date: Date): string {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}
