import { type Html, html } from '../html-page.ts';
import { shortened, visibleText } from '../visible-text.ts';
import { chart, type ChartWords, share } from './chart.ts';
import type { Levels } from './levels.ts';
import { columnWords, type TimeColumns, timeAxis } from './time-axis.ts';

const ROW = 17;
const AXIS = 22;
const LABEL_CHARACTERS = 22;

export interface HeatMapRow {
  readonly label: string;
  readonly cells: readonly HeatCell[];
}

export interface HeatCell {
  readonly value: number;
  /** Whether something was lost there. */
  readonly marked: boolean;
  readonly words: string;
}

export interface HeatMapChart extends ChartWords {
  readonly columns: TimeColumns;
  readonly rows: readonly HeatMapRow[];
  readonly levels: Levels;
}

/** Amounts by row and time as shades; where there is nothing, it is hatched. */
export function heatMapChart({ columns, rows, levels, ...words }: HeatMapChart): Html {
  const width = 1 / Math.max(1, columns.startsS.length);
  const shapes = rows.map(({ label, cells }, row) => {
    const name = visibleText(label);
    return html`<g><text x="-8" y="${row * ROW + 12}" text-anchor="end">${shortened(name, LABEL_CHARACTERS)}</text>${cells.map(
      (cell, i) =>
        cellShape(
          cell,
          { x: i * width, y: row * ROW, width, level: levels.of(cell.value) },
          `${name}, ${columnWords(columns, i)}`,
        ),
    )}</g>
`;
  });
  return chart(
    'heat-map',
    words,
    rows.length * ROW + AXIS,
    html`<defs><pattern id="nothing" width="5" height="5" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 5L5 0"/></pattern></defs>
${shapes}${timeAxis(columns, rows.length * ROW + 16)}`,
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly level: number;
}

function cellShape({ marked, words }: HeatCell, { x, y, width, level }: Place, name: string): Html {
  const mark = marked
    ? html`<circle class="lost" cx="${share(x + width / 2)}" cy="${y + ROW / 2}" r="4"/>`
    : null;
  return html`<rect class="level-${level}" x="${share(x)}" y="${y}" width="${share(width)}" height="${ROW}"><title>${name}: ${words}</title></rect>${mark}`;
}
