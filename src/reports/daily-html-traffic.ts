import type { Amount, BusyHost, Talker, Traffic } from '../daily/document/traffic.ts';
import { formatProtocol } from '../model/protocol.ts';
import type { Listed } from '../queries/status.ts';
import { bytesWords, portWords } from './anomaly-amounts.ts';
import { barList, cellBar } from './charts/bar-list.ts';
import {
  commandHtml,
  capital,
  type DailyPage,
  type DailySection,
  endHtml,
  serviceWords,
  shown,
} from './daily-html-parts.ts';
import { type Column, dataTable } from './daily-html-table.ts';
import { tierMatrix } from './daily-html-tiers.ts';
import { type Html, html } from './html-page.ts';
import { counted, groupedNumber } from './values.ts';

const MOST_BARS = 8;

/** What was let through: who sent most, between which tiers, and on which ports. */
export function trafficSection(traffic: Traffic, page: DailyPage): DailySection {
  const { connections, answeredConnections, bytesUp, bytesDown, hosts, talkers, tiers } = traffic;
  return {
    id: 'traffic',
    title: 'Traffic',
    amount: '',
    body: html`<p>${counted(connections, 'connection')} were let through, ${groupedNumber(answeredConnections)} of them answered, with ${bytesWords(bytesUp)} to the servers and ${bytesWords(bytesDown)} back.</p>
<h3>Busiest hosts inside</h3>
${hosts.listed.length === 0 ? html`<p>No host inside sent or received anything.</p>` : hostsHtml(hosts)}
<h3>Top talkers</h3>
${dataTable('Pairs with the most bytes', talkers, talkerColumns(page))}
<h3>Between tiers</h3>
${tierMatrix(tiers)}
<h3>Ports, protocols and AWS services</h3>
<div class="beside"><div>${portsTable(traffic)}</div><div>${protocolsTable(traffic)}${servicesTable(traffic)}</div></div>`,
  };
}

function hostsHtml(hosts: Listed<BusyHost>): Html {
  const bars = hosts.listed.slice(0, MOST_BARS).map(({ host, bytesSent, bytesReceived }) => ({
    label: host.name === null ? host.address : `${host.name}  ${host.address}`,
    amount: `${bytesWords(bytesSent)} ↑ ${bytesWords(bytesReceived)} ↓`,
    parts: [
      { kind: 'first' as const, value: bytesSent },
      { kind: 'second' as const, value: bytesReceived },
    ],
  }));
  return html`<figure>${barList({
    id: 'chart-hosts',
    title: 'Busiest hosts inside, by bytes sent and received',
    description: bars.map(({ label, amount }) => `${label}: ${amount}.`).join(' '),
    bars,
  })}<figcaption><span class="key"><i class="swatch first"></i>sent ↑</span> <span class="key"><i class="swatch second"></i>received ↓</span></figcaption></figure>
${dataTable('Hosts with the most bytes', hosts, [
  { title: 'Host', cell: ({ host }) => endHtml(host) },
  { title: 'Groups', cell: ({ host }) => shown([...host.roles, ...host.securityGroups].join(', ')) },
  ...amountColumn<BusyHost>('Sent', ({ bytesSent }) => bytesSent),
  ...amountColumn<BusyHost>('Received', ({ bytesReceived }) => bytesReceived),
  connectionsColumn(),
])}`;
}

function talkerColumns(page: DailyPage): readonly Column<Talker>[] {
  return [
    { title: 'Client', cell: ({ client }) => endHtml(client) },
    {
      title: 'Server',
      cell: ({ server, protocol, port, ports, question }) =>
        html`${endHtml(server)} <span class="service">${serviceWords(protocol, port)}</span>${ports > 1 ? html` <span class="faint">and ${counted(ports - 1, 'more port')}</span>` : null}${commandHtml(question, page)}`,
    },
    ...amountColumn<Talker>('To the server', ({ bytesUp }) => bytesUp),
    ...amountColumn<Talker>('To the client', ({ bytesDown }) => bytesDown),
    connectionsColumn(),
  ];
}

function portsTable({ ports }: Traffic): Html {
  const most = mostBytes(ports);
  return dataTable('Ports of servers', ports, [
    { title: 'Port', cell: ({ port, protocol }) => capital(portWords(port, protocol)) },
    bothWaysColumn(most),
    connectionsColumn(),
    { title: 'Servers', cell: ({ servers }) => groupedNumber(servers), value: ({ servers }) => servers },
  ]);
}

function protocolsTable({ protocols }: Traffic): Html {
  return dataTable('Protocols', protocols, [
    {
      title: 'Protocol',
      cell: ({ protocol }) => (protocol === null ? 'not logged' : formatProtocol(protocol)),
    },
    bothWaysColumn(mostBytes(protocols)),
    connectionsColumn(),
  ]);
}

function servicesTable({ awsServices }: Traffic): Html | null {
  if (awsServices === null)
    return html`<p class="faint">The logs do not name the AWS services that were called: they lack pkt-dst-aws-service.</p>`;
  if (awsServices.total === 0) return null;
  return dataTable('AWS services called', awsServices, [
    { title: 'Service', cell: ({ service }) => shown(service) },
    bothWaysColumn(mostBytes(awsServices)),
    connectionsColumn(),
    { title: 'Clients', cell: ({ clients }) => groupedNumber(clients), value: ({ clients }) => clients },
  ]);
}

function bothWaysColumn<T extends Amount>(most: number): Column<T> {
  return {
    title: 'Bytes both ways',
    cell: (row) =>
      html`<span class="gauge">${cellBar('accepted', bothWays(row), most)}<span>${bytesWords(bothWays(row))}</span></span>`,
    value: bothWays,
  };
}

function connectionsColumn<T extends { readonly connections: number }>(): Column<T> {
  return {
    title: 'Connections',
    cell: ({ connections }) => groupedNumber(connections),
    value: ({ connections }) => connections,
  };
}

function amountColumn<T>(title: string, value: (row: T) => number): readonly Column<T>[] {
  return [{ title, cell: (row) => bytesWords(value(row)), value }];
}

function bothWays({ bytesUp, bytesDown }: Amount): number {
  return bytesUp + bytesDown;
}

function mostBytes({ listed }: Listed<Amount>): number {
  return Math.max(0, ...listed.map(bothWays));
}
