import type { TimeWindow } from '../blame/judge.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import type { DailyWindow } from './document/daily-report.ts';

export const DAY_S = 86_400;
const HOUR_S = 3600;

/** Most columns of the heat map while each is an hour. */
const MOST_HOURS = 48;

/** A day of which the store has records. */
export interface HeldDay {
  /** Since 1970-01-01, UTC. */
  readonly day: number;
  /** First start and last end, Unix seconds. */
  readonly firstS: number;
  readonly lastS: number;
}

/** The days on which records of the store start, in order. */
export async function heldDays(store: Store): Promise<readonly HeldDay[]> {
  const rows = await store.rows(loadSql('report/days'));
  return rows
    .map((row) => new RowReader(row))
    .map((row) => ({
      day: row.numberOrNull('day') ?? 0,
      firstS: row.numberOrNull('first_s') ?? 0,
      lastS: row.numberOrNull('last_s') ?? row.numberOrNull('first_s') ?? 0,
    }));
}

/** The time to report on: what was asked for, else the last whole day of the store, else all of it. */
export function chosenWindow(
  asked: TimeWindow | null,
  days: readonly HeldDay[],
): TimeWindow & Pick<DailyWindow, 'chosen'> {
  if (asked) return { ...asked, chosen: 'asked' };
  const last = days.findLast(isWhole);
  if (!last) return { sinceS: null, untilS: null, chosen: 'whole-store' };
  return { sinceS: last.day * DAY_S, untilS: (last.day + 1) * DAY_S, chosen: 'last-whole-day' };
}

/** Where the day before begins, when the window is a day (UTC) and the store holds the one before it as a whole. */
export function dayBefore({ sinceS, untilS }: TimeWindow, days: readonly HeldDay[]): number | null {
  if (sinceS === null || untilS !== sinceS + DAY_S || sinceS % DAY_S !== 0) return null;
  const before = days.find(({ day }) => day === sinceS / DAY_S - 1);
  return before && isWhole(before) ? before.day * DAY_S : null;
}

/** The columns that a window is cut into. */
export interface Columns {
  /** Unix seconds at which the first begins. */
  readonly fromS: number;
  readonly stepS: number;
  readonly count: number;
}

/** Hours, or whole days and parts of them where the window is longer than two days; none without records or bounds. */
export function columnsOf({ sinceS, untilS }: TimeWindow, days: readonly HeldDay[]): Columns {
  const firstS = sinceS ?? days[0]?.firstS;
  const lastS = untilS ?? Math.max(...days.map((day) => day.lastS));
  if (firstS === undefined || !(lastS >= firstS)) return { fromS: 0, stepS: HOUR_S, count: 0 };
  const fromS = sinceS ?? Math.floor(firstS / HOUR_S) * HOUR_S;
  const hours = Math.max(1, Math.ceil((lastS - fromS) / HOUR_S));
  const stepS = HOUR_S * (hours <= MOST_HOURS ? 1 : hours <= 12 * 24 ? 6 : 24 * Math.ceil(hours / 24 / 60));
  return { fromS, stepS, count: Math.max(1, Math.ceil((lastS - fromS) / stepS)) };
}

/** The first and the last record of a day may be late, but not by more than an hour. */
function isWhole({ day, firstS, lastS }: HeldDay): boolean {
  return firstS <= day * DAY_S + HOUR_S && lastS >= (day + 1) * DAY_S - HOUR_S;
}
