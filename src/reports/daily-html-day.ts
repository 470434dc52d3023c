import type { DailyReport } from '../daily/document/daily-report.ts';
import type { HeatMap, HeatRow } from '../daily/document/completeness.ts';
import { bytesWords } from './anomaly-amounts.ts';
import { compactNumber } from './charts/compact-number.ts';
import { columnWords } from './charts/time-axis.ts';
import { type TimeBars, timeBars } from './charts/time-bars.ts';
import { type DailySection, folded } from './daily-html-parts.ts';
import { all, type Column, dataTable } from './daily-html-table.ts';
import { type Html, html } from './html-page.ts';
import { counted, groupedNumber } from './values.ts';

/** How the day went: each amount on a scale of its own, for refusals are few beside the rest. */
export function daySection({ completeness: { heatMap }, traffic }: DailyReport): DailySection {
  const [records, refused] = [summed(heatMap, 'records'), summed(heatMap, 'refused')];
  const bytes = traffic?.bytesOverTime ?? null;
  return {
    id: 'day',
    title: 'Over time',
    amount: '',
    body: html`<div class="panels">${panel(heatMap, 'plain', 'Records', records)}${panel(heatMap, 'refused', 'Refused records', refused)}${bytes && panel(heatMap, 'accepted', 'Bytes let through', bytes)}</div>
${bytes && html`<p class="faint">Bytes count when their connection began.</p>`}
${folded('The numbers', numbers(heatMap, records, refused, bytes))}`,
  };
}

function panel(columns: HeatMap, kind: TimeBars['kind'], title: string, values: readonly number[]): Html {
  const inBytes = kind === 'accepted';
  const words = (value: number) => (inBytes ? bytesWords(value) : counted(value, 'record'));
  const total = values.reduce((sum, value) => sum + value, 0);
  const top = values.reduce((best, value, i) => (value > (values[best] ?? 0) ? i : best), 0);
  return html`<figure><figcaption>${title}</figcaption>${timeBars({
    id: `chart-${kind}-over-time`,
    title,
    description:
      total === 0
        ? 'None.'
        : `${words(total)} in ${counted(values.length, 'part')} of the time, most of them ${columnWords(columns, top)} UTC: ${words(values[top] ?? 0)}.`,
    kind,
    columns,
    values,
    words,
    tick: inBytes ? bytesWords : compactNumber,
  })}</figure>
`;
}

function numbers(
  heatMap: HeatMap,
  records: readonly number[],
  refused: readonly number[],
  bytes: readonly number[] | null,
): Html {
  const amount = (
    title: string,
    values: readonly number[],
    words: (value: number) => string = groupedNumber,
  ): Column<number> => ({
    title,
    cell: (column) => words(values[column] ?? 0),
    value: (column) => values[column] ?? 0,
  });
  return dataTable('Amounts over time', all([...heatMap.startsS.keys()]), [
    { title: 'Time (UTC)', cell: (column) => columnWords(heatMap, column) },
    amount('Records', records),
    amount('Refused', refused),
    ...(bytes ? [amount('Bytes let through', bytes, bytesWords)] : []),
  ]);
}

/** All interfaces together, column by column. */
function summed(
  { startsS, rows, others }: HeatMap,
  member: keyof Pick<HeatRow, 'records' | 'refused'>,
): readonly number[] {
  const every = others ? [...rows.listed, others] : rows.listed;
  return startsS.map((_, column) => every.reduce((sum, row) => sum + (row[member][column] ?? 0), 0));
}
