import type { BrokenPair, BrokenPairs } from '../connectivity/broken-pair.ts';
import { causeWords, kindWords, mostlyWorkingWords, pairWords } from './connectivity-words.ts';
import { chip, type DailyPage, type DailySection, shellHtml, shown, spanHtml } from './daily-html-parts.ts';
import { all, type Column, dataTable } from './daily-html-table.ts';
import { html } from './html-page.ts';
import { groupedNumber } from './values.ts';
import { whyCommand } from './why-question.ts';

const PLACES: Readonly<Record<BrokenPair['place'], string>> = {
  inside: 'inside',
  'to-internet': 'to the Internet',
  'from-internet': 'from the Internet',
};

/** Pairs of hosts that work one way only. */
export function oneWaySection(oneWay: BrokenPairs, page: DailyPage): DailySection {
  const { pairs } = oneWay;
  const working = mostlyWorkingWords(oneWay);
  return {
    id: 'one-way',
    title: 'One-way connections',
    amount: groupedNumber(pairs.length),
    body: html`<p>Requests that were let through and then refused further on, answers that were refused, and requests to which nothing came back.</p>
${pairs.length === 0 ? html`<p>None: whatever was let through was answered.</p>` : dataTable('Pairs, with records refused and let through, and connections answered', all(pairs), columns(page))}
${working === '' ? null : html`<p class="faint">${working.trim()}.</p>`}`,
  };
}

function columns(page: DailyPage): readonly Column<BrokenPair>[] {
  return [
    {
      title: 'Pair',
      cell: (pair) => html`${shown(pairWords(pair))} ${chip('plain', PLACES[pair.place])}${moreWords(pair)}`,
    },
    {
      title: 'Why',
      cell: (pair) =>
        html`${shown(causeWords(pair))}<p class="note">${shown(kindWords(pair))}</p>${
          pair.place === 'from-internet'
            ? null
            : shellHtml(whyCommand({ ...pair.why, protocol: pair.protocol, port: pair.port }, page.db))
        }`,
    },
    {
      title: 'Refused',
      cell: ({ refusedRecords }) => groupedNumber(refusedRecords),
      value: ({ refusedRecords }) => refusedRecords,
    },
    {
      title: 'Let through',
      cell: ({ acceptedRecords }) => groupedNumber(acceptedRecords),
      value: ({ acceptedRecords }) => acceptedRecords,
    },
    { title: 'Answered', cell: answeredWords, value: ({ answered }) => answered },
    {
      title: 'Seen (UTC)',
      cell: ({ firstSeenS, lastSeenS }) => spanHtml(firstSeenS, lastSeenS, page),
      value: ({ firstSeenS }) => firstSeenS,
    },
  ];
}

function answeredWords({ answered, connections }: BrokenPair): string {
  return connections === null ? '' : `${groupedNumber(answered ?? 0)} of ${groupedNumber(connections)}`;
}

/** What a row stands for besides the pair that it shows. */
function moreWords({ pairs, causePairs }: BrokenPair) {
  if (pairs > 1) return html`<p class="note">one of ${groupedNumber(pairs)} pairs</p>`;
  return causePairs > 1 ? html`<p class="note">${groupedNumber(causePairs)} pairs of this cause</p>` : null;
}
