import type { Completeness, HeatMap, HeatRow } from '../daily/document/completeness.ts';
import { compactNumber } from './charts/compact-number.ts';
import { heatMapChart } from './charts/heat-map.ts';
import { type Levels, levelsUpTo } from './charts/levels.ts';
import { columnWords } from './charts/time-axis.ts';
import { gapTables } from './daily-html-gaps.ts';
import { bullets, type DailyPage, type DailySection, folded, shown } from './daily-html-parts.ts';
import { type Html, html } from './html-page.ts';
import { missingFields } from './missing-fields.ts';
import { counted, groupedNumber } from './values.ts';

/** What the logs hold and lack: what is not in them is not in the rest of the report. */
export function logsSection(completeness: Completeness, page: DailyPage): DailySection {
  const { heatMap, interfacesNotInNetwork, missingFields: lacking } = completeness;
  return {
    id: 'logs',
    title: 'What the logs hold',
    amount: '',
    body: html`${heatMap.rows.total === 0 ? html`<p>No interface logged anything.</p>` : heatMapHtml(heatMap)}
${heatMap.untimed === 0 ? null : html`<p>${counted(heatMap.untimed, 'record')} without start and end ${heatMap.untimed === 1 ? 'is' : 'are'} in no cell.</p>`}
${gapTables(completeness.gaps, page)}
${(interfacesNotInNetwork ?? 0) === 0 ? null : html`<p>${counted(interfacesNotInNetwork ?? 0, 'interface')} of the logs ${interfacesNotInNetwork === 1 ? 'is' : 'are'} in no imported network: their rules are not known.</p>`}
${lacking.length === 0 ? null : html`<h3>Fields that are not logged</h3>\n${bullets(lacking.map(({ field, records }) => html`<code>${field}</code>, lacking in ${counted(records, 'record')}${consequence(field)}`))}`}`,
  };
}

function heatMapHtml(heatMap: HeatMap): Html {
  const { rows, others } = heatMap;
  const every = others ? [...rows.listed, others] : rows.listed;
  const levels = levelsUpTo(Math.max(0, ...every.flatMap(({ records }) => records)));
  const named = every.map((row) => ({ row, name: rowName(row, heatMap) }));
  return html`<figure><figcaption>Records by interface and time (UTC), the busiest first</figcaption>${heatMapChart(
    {
      id: 'chart-logs',
      title: 'Records by interface and time',
      description: `${counted(rows.total, 'interface')} over ${counted(heatMap.startsS.length, 'part')} of the time. A hatched cell has no record; a dot is where AWS dropped records.`,
      columns: heatMap,
      rows: named.map(({ row, name }) => ({
        label: name,
        cells: row.records.map((records, i) => ({
          value: records,
          marked: (row.skipdata[i] ?? 0) > 0,
          words: cellWords(row, i),
        })),
      })),
      levels,
    },
  )}<figcaption>${legend(levels)}</figcaption></figure>
${folded('The numbers', numbers(heatMap, named))}`;
}

function rowName({ interfaceId, name }: HeatRow, { rows: { total, listed } }: HeatMap): string {
  if (name !== null) return name;
  if (interfaceId !== null) return interfaceId;
  return total > listed.length ? `${groupedNumber(total - listed.length)} others` : 'no interface logged';
}

function cellWords({ records, refused, skipdata }: HeatRow, column: number): string {
  const lost = skipdata[column] ?? 0;
  return [
    counted(records[column] ?? 0, 'record'),
    `${groupedNumber(refused[column] ?? 0)} refused`,
    ...(lost > 0 ? [`${groupedNumber(lost)} SKIPDATA`] : []),
  ].join(', ');
}

function legend({ from, of }: Levels): Html {
  const steps = from.map(
    (least) =>
      html`<span class="key"><i class="swatch shade-${of(least)}"></i>${compactNumber(least)}+</span> `,
  );
  return html`<span class="key"><i class="swatch shade-0"></i>none</span> ${steps}<span class="key"><i class="swatch lost"></i>AWS dropped records (SKIPDATA)</span>`;
}

function numbers(heatMap: HeatMap, named: readonly { readonly row: HeatRow; readonly name: string }[]): Html {
  return html`<div class="scroll" role="region" aria-label="Records by interface and time" tabindex="0"><table class="wide"><caption>Records by interface and time</caption>
<thead><tr><th scope="col">Interface</th>${heatMap.startsS.map((_, i) => html`<th scope="col" class="number">${columnWords(heatMap, i)}</th>`)}</tr></thead>
<tbody>${named.map(
    ({ row, name }) =>
      html`<tr><th scope="row">${shown(name)}</th>${row.records.map((records, i) => html`<td class="number">${records}${(row.skipdata[i] ?? 0) > 0 ? html` <abbr title="SKIPDATA: AWS dropped records">S</abbr>` : null}</td>`)}</tr>\n`,
  )}</tbody></table></div>`;
}

function consequence(field: string): string {
  const found = missingFields([]).find(({ fields }) => fields.includes(field));
  return found ? `: they do not tell ${found.consequence}` : '';
}
