import type { ExposedService, Exposure, LetInBy } from '../daily/document/exposure.ts';
import { amountWords, moreWords, questionCommand, serviceWords } from './daily-amounts.ts';
import type { Chapter, ChapterOptions, ChapterRow } from './daily-chapter.ts';
import { counted, groupedNumber } from './values.ts';

/** What the Internet reached, and through which rules. */
export function exposureChapter(
  { clients, connections, services }: Exposure,
  options: ChapterOptions,
): Chapter {
  const shown = services.listed.slice(0, options.most);
  return {
    title: 'What the Internet reached',
    lead: [
      services.total === 0
        ? 'No connection from the Internet was answered.'
        : `${counted(services.total, 'service')} answered ${counted(clients, 'address', 'addresses')} of the Internet, ${counted(connections, 'connection')}.`,
    ],
    tables: [
      {
        caption: null,
        columns: ['clients', 'bytes', 'service'],
        rows: shown.map((service) => serviceRow(service, options)),
        more: moreWords(services, shown.length),
      },
    ],
  };
}

function serviceRow(service: ExposedService, { db }: ChapterOptions): ChapterRow {
  const { server, protocol, port, clients, bytesIn, bytesOut, letInBy, question } = service;
  return {
    cells: [groupedNumber(clients), amountWords(bytesIn, bytesOut), serviceWords(server, protocol, port)],
    details:
      letInBy === null
        ? ['which rule lets it in cannot be told without a network']
        : letInBy.flatMap((way) => wayWords(way, clients)),
    command: questionCommand(question, db),
  };
}

function wayWords(way: LetInBy, all: number): readonly string[] {
  const some = way.clients === all ? '' : `${counted(way.clients, 'client')}: `;
  return [`${some}let in by ${groupWords(way)}`, `${some}and by ${aclWords(way)}`];
}

function groupWords({ groups, groupRule }: LetInBy): string {
  switch (groups) {
    case 'allows':
      return groupRule?.rule ?? 'a group';
    case 'none':
      return 'no group: none filters the interface';
    case 'refuses':
      return 'no rule of the imported groups, which have changed since';
    case 'unknown':
      return 'a group rule that cannot be told';
  }
}

function aclWords({ acl, aclEntry }: LetInBy): string {
  switch (acl) {
    case 'allows':
      return aclEntry?.rule ?? 'a network ACL';
    case 'none':
      return 'no network ACL: it does not apply';
    case 'refuses':
      return 'no entry of the imported network ACL, which has changed since';
    case 'unknown':
      return 'an entry of the network ACL that cannot be told';
  }
}
