import type { CostCause, CostKind, Costs, Saving, Spender } from '../daily/document/costs.ts';
import type { Listed } from '../queries/status.ts';
import { barList } from './charts/bar-list.ts';
import { usdWords } from './daily-amounts.ts';
import { savingCommand } from './daily-cost-words.ts';
import { bullets, chip, type DailySection, endHtml, shellHtml, shown } from './daily-html-parts.ts';
import { all, type Column, dataTable } from './daily-html-table.ts';
import { LACK_WORDS } from './daily-lack-words.ts';
import { type Html, html } from './html-page.ts';
import { groupedNumber } from './values.ts';

const KINDS: Readonly<Record<CostKind, string>> = {
  'nat-processing': 'NAT gateway data processing',
  'cross-zone': 'Between availability zones',
  'interface-endpoint': 'Interface endpoints',
  'internet-egress': 'Out to the Internet',
};

/** What AWS bills by the byte, who causes it, and what would be cheaper. */
export function costsSection(costs: Costs): DailySection {
  const { usd, causes, savings, prices } = costs;
  return {
    id: 'costs',
    title: 'Transfer costs',
    amount: usd === null ? '' : usdWords(usd),
    body: html`${usd === null ? html`<p>No amount can be told.</p>` : html`<p>About <strong>${usdWords(usd)}</strong> for what AWS bills by the byte; hourly charges are not in it.</p>`}
${chartHtml(causes)}
${savings.length === 0 ? null : html`<h3>Cheaper ways</h3>\n${bullets(savings.map((saving) => savingHtml(saving, costs)))}`}
${dataTable('Causes of transfer costs', all(causes), causeColumns(costs))}
<p class="faint">An estimate: flow logs count bytes of IP packets, and bills may differ by tiers and free amounts. GB are of ${groupedNumber(prices.bytesPerGb)} bytes, as AWS bills them. Prices of ${prices.asOf}, from ${shown(prices.sources.join(', '))}.</p>`,
  };
}

function chartHtml(causes: readonly CostCause[]): Html | null {
  const bars = causes.flatMap(({ kind, region, usd }) =>
    usd === null
      ? []
      : [
          {
            label: `${KINDS[kind]}${region === null ? '' : `, ${region}`}`,
            amount: usdWords(usd),
            parts: [{ kind: 'accepted' as const, value: usd }],
          },
        ],
  );
  if (bars.length === 0) return null;
  return html`<figure>${barList({
    id: 'chart-costs',
    title: 'Transfer costs by cause, US dollars',
    description: bars.map(({ label, amount }) => `${label}: ${amount}.`).join(' '),
    bars,
  })}<figcaption>US dollars by cause</figcaption></figure>`;
}

function causeColumns({ prices }: Costs): readonly Column<CostCause>[] {
  return [
    {
      title: 'Cause',
      cell: ({ kind, region, confidence, lacks }) =>
        html`${KINDS[kind]}${region === null ? null : html` <span class="id">${shown(region)}</span>`}${confidence === null || confidence === 'high' ? null : chip('plain', `${confidence} confidence`)}${lacks.map((lack) => html`<p class="note">${LACK_WORDS[lack]}</p>`)}`,
    },
    {
      title: 'Traffic',
      cell: ({ bytes }) => (bytes === null ? unknown() : gigabytes(bytes, prices.bytesPerGb)),
      value: ({ bytes }) => bytes,
    },
    {
      title: 'Price of a GB',
      cell: ({ usdPerGb }) => (usdPerGb === null ? unknown() : `$${usdPerGb}`),
      value: ({ usdPerGb }) => usdPerGb,
    },
    {
      title: 'Cost',
      cell: ({ usd }) => (usd === null ? unknown() : usdWords(usd)),
      value: ({ usd }) => usd,
    },
    { title: 'Who', cell: ({ spenders }) => spendersHtml(spenders, prices.bytesPerGb), unsorted: true },
  ];
}

function spendersHtml({ total, listed }: Listed<Spender>, bytesPerGb: number): Html | null {
  if (total === 0) return null;
  const more = total - listed.length;
  return html`<ul class="tight">${listed.map(
    ({ host, bytes, usd, toward }) =>
      html`<li>${endHtml(host)}${toward === null ? null : html` → ${shown(toward)}`} <span class="faint">${gigabytes(bytes, bytesPerGb)}${usd === null || usd < 0.01 ? '' : `, ${usdWords(usd)}`}</span></li>`,
  )}${more > 0 ? html`<li class="faint">… and ${groupedNumber(more)} more</li>` : null}</ul>`;
}

function savingHtml(saving: Saving, { prices }: Costs): Html {
  const { service, usd, bytes, subnetId, subnetName, routeTableId, vpcId, endpointId, confidence } = saving;
  const name = service === 'S3' ? 'S3' : 'DynamoDB';
  const how =
    endpointId === null
      ? html`a gateway endpoint for ${name} in ${shown(vpcId)}, with a route in ${shown(routeTableId)}`
      : html`a route in ${shown(routeTableId)} to the gateway endpoint ${shown(endpointId)}`;
  return html`<strong>${usd === null ? gigabytes(bytes, prices.bytesPerGb) : usdWords(usd)}</strong> less: ${shown(subnetName ?? subnetId)} sends ${gigabytes(bytes, prices.bytesPerGb)} of ${name} through a NAT gateway. It would cost nothing with ${how}.${confidence === 'high' ? null : html` <span class="faint">(${confidence} confidence: the buckets or tables may be in another region)</span>`}${shellHtml(savingCommand(saving))}`;
}

function gigabytes(bytes: number, bytesPerGb: number): string {
  const amount = bytes / bytesPerGb;
  if (amount > 0 && amount < 0.01) return 'under 0.01 GB';
  return `${groupedNumber(Number(amount.toFixed(amount < 10 ? 2 : amount < 100 ? 1 : 0)))} GB`;
}

function unknown(): Html {
  return html`<span class="faint">cannot be told</span>`;
}
