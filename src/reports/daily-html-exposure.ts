import type {
  AllowingRule,
  ExposedService,
  Exposure,
  LetInBy,
  StageFinding,
} from '../daily/document/exposure.ts';
import { bytesWords } from './anomaly-amounts.ts';
import {
  commandHtml,
  type DailyPage,
  type DailySection,
  endHtml,
  serviceWords,
  shown,
  spanHtml,
} from './daily-html-parts.ts';
import { type Column, dataTable } from './daily-html-table.ts';
import { type Html, html } from './html-page.ts';
import { counted, groupedNumber } from './values.ts';

/** What the Internet reached, and what let it in. */
export function exposureSection({ clients, connections, services }: Exposure, page: DailyPage): DailySection {
  return {
    id: 'exposure',
    title: 'Reached from the Internet',
    amount: groupedNumber(services.total),
    body:
      services.total === 0
        ? html`<p>Nothing inside answered a connection from the Internet.</p>`
        : html`<p>${counted(services.total, 'service')} inside answered ${counted(clients, 'address', 'addresses')} outside, ${counted(connections, 'connection')}.</p>
${dataTable('Services reached from the Internet', services, columns(page))}`,
  };
}

function columns(page: DailyPage): readonly Column<ExposedService>[] {
  return [
    {
      title: 'Service',
      cell: ({ server, protocol, port, question }) =>
        html`${endHtml(server)} <span class="service">${serviceWords(protocol, port)}</span>${commandHtml(question, page)}`,
    },
    { title: 'Let in by', cell: ({ letInBy }) => letInByHtml(letInBy) },
    { title: 'Clients', cell: ({ clients }) => groupedNumber(clients), value: ({ clients }) => clients },
    {
      title: 'Connections',
      cell: ({ connections }) => groupedNumber(connections),
      value: ({ connections }) => connections,
    },
    { title: 'Received', cell: ({ bytesIn }) => bytesWords(bytesIn), value: ({ bytesIn }) => bytesIn },
    { title: 'Sent', cell: ({ bytesOut }) => bytesWords(bytesOut), value: ({ bytesOut }) => bytesOut },
    {
      title: 'Seen (UTC)',
      cell: ({ firstSeenS, lastSeenS }) => spanHtml(firstSeenS, lastSeenS, page),
      value: ({ firstSeenS }) => firstSeenS,
    },
  ];
}

function letInByHtml(letInBy: readonly LetInBy[] | null): Html | readonly Html[] {
  if (letInBy === null) return html`<span class="faint">cannot be told</span>`;
  return letInBy.map(
    ({ clients, groupRule, groups, aclEntry, acl }) =>
      html`<div class="way"><p>${stageHtml(groupRule, GROUPS[groups])}</p><p class="note">${stageHtml(aclEntry, ACL[acl])}${letInBy.length > 1 ? `, ${counted(clients, 'client')}` : ''}</p></div>`,
  );
}

function stageHtml(rule: AllowingRule | null, otherwise: string): Html {
  return rule === null ? html`${otherwise}` : shown(rule.rule);
}

const GROUPS: Readonly<Record<StageFinding, string>> = {
  allows: 'a rule of its security groups',
  refuses: 'no imported group rule lets it in: the groups have changed since',
  none: 'no security groups there',
  unknown: 'which group rule cannot be told',
};

const ACL: Readonly<Record<StageFinding, string>> = {
  allows: 'an entry of its network ACL',
  refuses: 'the imported network ACL would not let it in: it has changed since',
  none: 'no network ACL on the way',
  unknown: 'which entry of the network ACL cannot be told',
};
