import { scaleLinear } from 'd3-scale';
import { type Html, html } from '../html-page.ts';
import { chart, type ChartWords, share } from './chart.ts';
import { columnWords, type TimeColumns, timeAxis } from './time-axis.ts';

const HEIGHT = 96;
const TOP = 8;
const AXIS = 22;

/** One amount over time. */
export interface TimeBars extends ChartWords {
  /** What is counted decides the colour. */
  readonly kind: 'accepted' | 'refused' | 'plain';
  readonly columns: TimeColumns;
  readonly values: readonly number[];
  /** A value in full and on the axis. */
  readonly words: (value: number) => string;
  readonly tick: (value: number) => string;
}

/** Bars from zero, one for each part of the time. */
export function timeBars(bars: TimeBars): Html {
  const { columns, values, words, tick, kind } = bars;
  const scale = scaleLinear([0, Math.max(1, ...values)], [TOP + HEIGHT, TOP]).nice(3);
  const width = 1 / Math.max(1, values.length);
  const grid = scale
    .ticks(3)
    .filter(Number.isInteger)
    .map(
      (value) =>
        html`<line class="${value === 0 ? 'zero' : 'grid'}" x1="0" x2="100%" y1="${round(scale(value))}" y2="${round(scale(value))}"/><text x="-8" y="${round(scale(value) + 4)}" text-anchor="end">${value === 0 ? '0' : tick(value)}</text>`,
    );
  const shapes = values.map(
    (value, i) =>
      html`<g class="column"><title>${columnWords(columns, i)}: ${words(value)}</title><rect class="reach" x="${share(i * width)}" y="${TOP}" width="${share(width)}" height="${HEIGHT}"/><rect class="bar" x="${share((i + 0.1) * width)}" y="${round(scale(value))}" width="${share(width * 0.8)}" height="${round(TOP + HEIGHT - scale(value))}"/></g>
`,
  );
  return chart(
    `time-bars ${kind}`,
    bars,
    TOP + HEIGHT + AXIS,
    html`<g class="grids">${grid}</g>
${shapes}${timeAxis(columns, TOP + HEIGHT + 16)}`,
  );
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
