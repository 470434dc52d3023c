import type { Completeness } from '../daily/document/completeness.ts';
import type { Scope } from '../queries/status-rows.ts';
import type { Listed } from '../queries/status.ts';
import { type DailyPage, shown, spanHtml } from './daily-html-parts.ts';
import { type Column, dataTable } from './daily-html-table.ts';
import { duration } from './duration.ts';
import { type Html, html } from './html-page.ts';
import { groupedNumber } from './values.ts';

/** Silences and losses of the logs, a table for each kind that there is. */
export function gapTables(gaps: Completeness['gaps'], page: DailyPage): readonly (Html | null)[] {
  const { scopeGaps, silentInterfaces, stoppedEarly, beganLate, skipdata } = gaps;
  return [
    table('No interface of the account and region logged', scopeGaps, [
      place(),
      time(
        'Silent (UTC)',
        page,
        ({ fromS }) => fromS,
        ({ toS }) => toS,
      ),
      {
        title: 'For',
        cell: ({ fromS, toS }) => duration(toS - fromS),
        value: ({ fromS, toS }) => toS - fromS,
      },
    ]),
    table('AWS dropped records (SKIPDATA)', skipdata, [
      { title: 'Interface', cell: ({ interfaceId }) => shown(interfaceId ?? 'not logged') },
      time(
        'Time (UTC)',
        page,
        ({ fromS }) => fromS,
        ({ toS }) => toS,
      ),
      { title: 'Times', cell: ({ records }) => groupedNumber(records), value: ({ records }) => records },
    ]),
    table('Silent interfaces that logged before and after', silentInterfaces, [
      logger(),
      { title: 'Silent for', cell: ({ silentS }) => duration(silentS), value: ({ silentS }) => silentS },
      time(
        'Longest (UTC)',
        page,
        ({ longestGapFromS }) => longestGapFromS,
        ({ longestGapToS }) => longestGapToS,
      ),
      { title: 'Gaps', cell: ({ gaps: count }) => groupedNumber(count), value: ({ gaps: count }) => count },
    ]),
    table('Interfaces last seen before the end', stoppedEarly, [
      logger(),
      time(
        'Last record ended (UTC)',
        page,
        ({ lastEndS }) => lastEndS,
        ({ lastEndS }) => lastEndS,
      ),
    ]),
    table('Interfaces first seen after the beginning', beganLate, [
      logger(),
      time(
        'First record began (UTC)',
        page,
        ({ firstStartS }) => firstStartS,
        ({ firstStartS }) => firstStartS,
      ),
    ]),
  ];
}

function table<T>(caption: string, rows: Listed<T>, columns: readonly Column<T>[]): Html | null {
  return rows.total === 0 ? null : html`<h3>${caption}</h3>\n${dataTable(caption, rows, columns)}`;
}

function place<T extends Scope>(): Column<T> {
  return {
    title: 'Account and region',
    cell: ({ accountId, region }) => shown(`${accountId ?? 'account not known'} ${region ?? ''}`.trim()),
  };
}

function logger<T extends { readonly interfaceId: string | null }>(): Column<T> {
  return { title: 'Interface', cell: ({ interfaceId }) => shown(interfaceId ?? 'not logged') };
}

type Seconds<T> = (row: T) => number | null;

function time<T>(title: string, page: DailyPage, first: Seconds<T>, last: Seconds<T>): Column<T> {
  return { title, cell: (row) => spanHtml(first(row), last(row), page), value: first };
}
