import type { Tier } from '../daily/document/ends.ts';
import type { TierCell, TierMatrix } from '../daily/document/traffic.ts';
import { bytesWords } from './anomaly-amounts.ts';
import { type Levels, levelsUpTo } from './charts/levels.ts';
import { shown } from './daily-html-parts.ts';
import { type Html, html } from './html-page.ts';
import { counted } from './values.ts';

/** Who talks to whom: a table that is its own chart, as each cell has its number and a shade for its size. */
export function tierMatrix({ tiers, cells }: TierMatrix): Html {
  const levels = levelsUpTo(Math.max(0, ...cells.map(bytesOf)));
  const known = tiers.map((tier, place) => ({ tier, place }));
  const clients = known.filter(({ place }) => cells.some(({ from }) => from === place));
  const servers = known.filter(({ place }) => cells.some(({ to }) => to === place));
  const cellOf = (from: number, to: number) => cells.find((cell) => cell.from === from && cell.to === to);
  return html`<div class="scroll" role="region" aria-label="Traffic between tiers" tabindex="0"><table class="matrix"><caption>Bytes both ways between tiers: clients in rows, servers in columns</caption>
<thead><tr><th scope="col">Client</th>${servers.map(({ tier }) => html`<th scope="col">${tierName(tier)}</th>`)}</tr></thead>
<tbody>${clients.map(
    (client) =>
      html`<tr><th scope="row">${tierName(client.tier)}${tierId(client.tier)}</th>${servers.map((server) => cellHtml(cellOf(client.place, server.place), levels))}</tr>\n`,
  )}</tbody></table></div>`;
}

function cellHtml(cell: TierCell | undefined, levels: Levels): Html {
  if (cell === undefined) return html`<td></td>`;
  const level = levels.of(bytesOf(cell));
  return html`<td class="number shade-${level}" data-value="${bytesOf(cell)}" title="${counted(cell.connections, 'connection')}">${bytesWords(bytesOf(cell))}</td>`;
}

function bytesOf({ bytesUp, bytesDown }: TierCell): number {
  return bytesUp + bytesDown;
}

function tierName({ kind, id, name }: Tier): Html {
  switch (kind) {
    case 'security-groups':
    case 'subnet':
      return shown(name ?? id);
    case 'aws-service':
      return html`AWS ${shown(id)}`;
    case 'inside':
      return html`other hosts inside`;
    case 'internet':
      return html`the Internet`;
    case 'others':
      return html`all other tiers`;
  }
}

/** Below the name, where there is one. */
function tierId({ id, name }: Tier): Html | null {
  return name === null ? null : html`<br><span class="id">${shown(id)}</span>`;
}
