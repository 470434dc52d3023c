import type { DailyReport, Headline } from '../daily/document/daily-report.ts';
import { bytesWords } from './anomaly-amounts.ts';
import { changeWords, usdWords } from './daily-amounts.ts';
import { type Html, html } from './html-page.ts';
import { groupedNumber } from './values.ts';

interface Tile {
  readonly name: string;
  readonly amount: string;
  readonly note: string;
  /** Against the day before; null where there is none. */
  readonly change: string | null;
}

/** The numbers of the day. */
export function tiles(report: DailyReport): Html {
  return html`<dl class="tiles">${tilesOf(report).map(
    ({ name, amount, note, change }) =>
      html`<div><dt>${name}</dt><dd><strong>${amount}</strong>${note === '' ? null : html`<span>${note}</span>`}${change === null ? null : html`<span class="change">${change}</span>`}</dd></div>\n`,
  )}</dl>`;
}

function tilesOf({ headline, dayBefore, refused, anomalies, costs }: DailyReport): readonly Tile[] {
  const change = (of: (numbers: Headline) => number | null) => {
    const [now, before] = [of(headline), dayBefore && of(dayBefore)];
    if (now === null || before === null) return null;
    const words = changeWords(now, before);
    return words.endsWith('%') ? `${words} on the day before` : words;
  };
  const found = anomalies.stories.length + anomalies.findings.length;
  const { records, acceptedBytes, refused: refusals, accepted, refusedPackets, interfaces } = headline;
  return [
    {
      name: 'Records',
      amount: groupedNumber(records),
      note: `of ${groupedNumber(interfaces)} interfaces`,
      change: change((numbers) => numbers.records),
    },
    {
      name: 'Let through',
      amount: acceptedBytes === null ? groupedNumber(accepted) : bytesWords(acceptedBytes),
      note: acceptedBytes === null ? 'records' : `${groupedNumber(accepted)} records`,
      change: change((numbers) => (acceptedBytes === null ? numbers.accepted : numbers.acceptedBytes)),
    },
    {
      name: 'Refused',
      amount: groupedNumber(refusals),
      note: `records${refusedPackets === null ? '' : `, ${groupedNumber(refusedPackets)} packets`}`,
      change: change((numbers) => numbers.refused),
    },
    ...(refused === null
      ? []
      : [
          {
            name: 'Refusing rules',
            amount: groupedNumber(refused.internal.total),
            note: 'hit from inside',
            change: null,
          },
        ]),
    {
      name: 'Unusual',
      amount: groupedNumber(found),
      note: found === 1 ? 'finding' : 'findings',
      change: null,
    },
    ...(costs === null || costs.usd === null
      ? []
      : [{ name: 'Transfer costs', amount: usdWords(costs.usd), note: 'estimated', change: null }]),
  ];
}
