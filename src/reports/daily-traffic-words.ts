import type { Tier } from '../daily/document/ends.ts';
import type { News } from '../daily/document/news.ts';
import type { Traffic } from '../daily/document/traffic.ts';
import { formatProtocol } from '../model/protocol.ts';
import { bytesWords } from './anomaly-amounts.ts';
import {
  amountWords,
  endWords,
  moreWords,
  questionCommand,
  serviceWords,
  trafficWords,
} from './daily-amounts.ts';
import { type Chapter, type ChapterOptions, type ChapterTable, plainRow } from './daily-chapter.ts';
import { counted, groupedNumber } from './values.ts';

/** Who talks to whom, and about what. */
export function trafficChapter(traffic: Traffic, options: ChapterOptions): Chapter {
  const { connections, answeredConnections, bytesUp, bytesDown } = traffic;
  return {
    title: 'Traffic',
    lead: [
      `${counted(connections, 'connection')} let through, ${groupedNumber(answeredConnections)} answered; ${bytesWords(bytesUp + bytesDown)}, each connection counted once.`,
    ],
    tables: [
      talkersTable(traffic, options),
      tiersTable(traffic, options),
      portsTable(traffic, options),
      protocolsTable(traffic, options),
      ...servicesTable(traffic, options),
    ],
  };
}

/** What no earlier day has seen. */
export function newsChapter(news: News, { most, db }: ChapterOptions): Chapter {
  const [hosts, services, pairs] = [news.hosts, news.services, news.pairs].map(({ total }) => total);
  const shownServices = news.services.listed.slice(0, most);
  const shownPairs = news.pairs.listed.slice(0, most);
  const shownHosts = news.hosts.listed.slice(0, most);
  return {
    title: 'New',
    lead: [
      `Not seen on ${counted(news.earlierDays, 'earlier day')}: ${counted(hosts ?? 0, 'own host')}, ${counted(services ?? 0, 'service')}, ${counted(pairs ?? 0, 'pair')} of an own host and a service.`,
    ],
    tables: [
      {
        caption: 'Hosts',
        columns: ['host'],
        rows: shownHosts.map((host) => plainRow([endWords(host)])),
        more: moreWords(news.hosts, shownHosts.length),
      },
      {
        caption: 'Services',
        columns: ['clients', 'service'],
        rows: shownServices.map(({ server, protocol, port, clients }) =>
          plainRow([groupedNumber(clients), serviceWords(server, protocol, port)]),
        ),
        more: moreWords(news.services, shownServices.length),
      },
      {
        caption: 'Pairs',
        columns: ['bytes', 'client → server'],
        rows: shownPairs.map(({ client, server, protocol, port, bytesUp, bytesDown, question }) =>
          plainRow(
            [
              amountWords(bytesUp, bytesDown),
              `${endWords(client)} → ${serviceWords(server, protocol, port)}`,
            ],
            questionCommand(question, db),
          ),
        ),
        more: moreWords(news.pairs, shownPairs.length),
      },
    ],
  };
}

function talkersTable({ talkers }: Traffic, { most, db }: ChapterOptions): ChapterTable {
  const shown = talkers.listed.slice(0, most);
  return {
    caption: 'Most bytes',
    columns: ['bytes', 'connections', 'client → server'],
    rows: shown.map(({ client, server, protocol, port, connections, bytesUp, bytesDown, question }) =>
      plainRow(
        [
          amountWords(bytesUp, bytesDown),
          groupedNumber(connections),
          `${endWords(client)} → ${serviceWords(server, protocol, port)}`,
        ],
        questionCommand(question, db),
      ),
    ),
    more: moreWords(talkers, shown.length),
  };
}

function tiersTable({ tiers: { tiers, cells } }: Traffic, { most }: ChapterOptions): ChapterTable {
  const name = (place: number) => {
    const tier = tiers[place];
    return tier ? tierWords(tier) : '';
  };
  const shown = cells.slice(0, most);
  return {
    caption: 'Between tiers',
    columns: ['bytes', 'connections', 'from → to'],
    rows: shown.map(({ from, to, connections, bytesUp, bytesDown }) =>
      plainRow([amountWords(bytesUp, bytesDown), groupedNumber(connections), `${name(from)} → ${name(to)}`]),
    ),
    more: moreWords({ total: cells.length, listed: [] }, shown.length),
  };
}

function portsTable({ ports }: Traffic, { most }: ChapterOptions): ChapterTable {
  const shown = ports.listed.slice(0, most);
  return {
    caption: 'By port of the server',
    columns: ['bytes', 'connections', 'clients', 'servers', 'port'],
    rows: shown.map(({ protocol, port, connections, bytesUp, bytesDown, clients, servers }) =>
      plainRow([
        amountWords(bytesUp, bytesDown),
        groupedNumber(connections),
        groupedNumber(clients),
        groupedNumber(servers),
        trafficWords(protocol, port),
      ]),
    ),
    more: moreWords(ports, shown.length),
  };
}

function protocolsTable({ protocols }: Traffic, { most }: ChapterOptions): ChapterTable {
  const shown = protocols.listed.slice(0, most);
  return {
    caption: 'By protocol',
    columns: ['bytes', 'connections', 'protocol'],
    rows: shown.map(({ protocol, connections, bytesUp, bytesDown }) =>
      plainRow([
        amountWords(bytesUp, bytesDown),
        groupedNumber(connections),
        protocol === null ? 'not logged' : formatProtocol(protocol),
      ]),
    ),
    more: moreWords(protocols, shown.length),
  };
}

function servicesTable({ awsServices }: Traffic, { most }: ChapterOptions): readonly ChapterTable[] {
  if (awsServices === null) return [];
  const shown = awsServices.listed.slice(0, most);
  return [
    {
      caption: 'AWS services that own hosts called',
      columns: ['bytes', 'connections', 'clients', 'service'],
      rows: shown.map(({ service, connections, bytesUp, bytesDown, clients }) =>
        plainRow([
          amountWords(bytesUp, bytesDown),
          groupedNumber(connections),
          groupedNumber(clients),
          service,
        ]),
      ),
      more: moreWords(awsServices, shown.length),
    },
  ];
}

const TIER_KINDS = {
  inside: 'other own hosts',
  internet: 'the Internet',
  others: 'all other tiers',
} as const;

/** The name of a tier, its id where it has none. */
export function tierWords({ kind, id, name }: Tier): string {
  switch (kind) {
    case 'security-groups':
    case 'subnet':
      return name ?? id;
    case 'aws-service':
      return `AWS ${id}`;
    case 'inside':
    case 'internet':
    case 'others':
      return TIER_KINDS[kind];
  }
}
