import type { NewPair, News, NewService } from '../daily/document/news.ts';
import type { DailyEnd } from '../daily/document/ends.ts';
import type { Listed } from '../queries/status.ts';
import { bytesWords } from './anomaly-amounts.ts';
import {
  commandHtml,
  type DailyPage,
  type DailySection,
  endHtml,
  serviceWords,
  shown,
} from './daily-html-parts.ts';
import { type Column, dataTable } from './daily-html-table.ts';
import { type Html, html } from './html-page.ts';
import { counted, groupedNumber } from './values.ts';

/** What was not seen on any earlier day. */
export function newsSection({ earlierDays, hosts, services, pairs }: News, page: DailyPage): DailySection {
  return {
    id: 'new',
    title: 'New',
    amount: groupedNumber(hosts.total + services.total + pairs.total),
    body: html`<p>Answered connections that ${earlierDays === 1 ? 'the one earlier day' : `none of the ${groupedNumber(earlierDays)} earlier days`} in the store ${earlierDays === 1 ? 'does not have' : 'has'}.</p>
${part('new host', hosts, 'New hosts inside', HOST_COLUMNS)}${part('new service', services, 'New services inside', SERVICE_COLUMNS)}${part('new pair', pairs, 'New pairs', pairColumns(page))}`,
  };
}

function part<T>(noun: string, rows: Listed<T>, caption: string, columns: readonly Column<T>[]): Html {
  return rows.total === 0
    ? html`<p class="faint">No ${noun}.</p>`
    : html`<h3>${counted(rows.total, noun)}</h3>\n${dataTable(caption, rows, columns)}`;
}

const HOST_COLUMNS: readonly Column<DailyEnd>[] = [
  { title: 'Host', cell: endHtml },
  { title: 'Interface', cell: ({ interfaceId }) => shown(interfaceId ?? '') },
  { title: 'Groups', cell: ({ securityGroups }) => shown(securityGroups.join(', ')) },
];

const SERVICE_COLUMNS: readonly Column<NewService>[] = [
  {
    title: 'Service',
    cell: ({ server, protocol, port }) =>
      html`${endHtml(server)} <span class="service">${serviceWords(protocol, port)}</span>`,
  },
  { title: 'Clients', cell: ({ clients }) => groupedNumber(clients), value: ({ clients }) => clients },
  {
    title: 'Connections',
    cell: ({ connections }) => groupedNumber(connections),
    value: ({ connections }) => connections,
  },
];

function pairColumns(page: DailyPage): readonly Column<NewPair>[] {
  return [
    { title: 'Client', cell: ({ client }) => endHtml(client) },
    {
      title: 'Server',
      cell: ({ server, protocol, port, question }) =>
        html`${endHtml(server)} <span class="service">${serviceWords(protocol, port)}</span>${commandHtml(question, page)}`,
    },
    { title: 'To the server', cell: ({ bytesUp }) => bytesWords(bytesUp), value: ({ bytesUp }) => bytesUp },
    {
      title: 'To the client',
      cell: ({ bytesDown }) => bytesWords(bytesDown),
      value: ({ bytesDown }) => bytesDown,
    },
    {
      title: 'Connections',
      cell: ({ connections }) => groupedNumber(connections),
      value: ({ connections }) => connections,
    },
  ];
}
