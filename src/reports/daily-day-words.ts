import type { DailyReport, Headline } from '../daily/document/daily-report.ts';
import { bytesWords } from './anomaly-amounts.ts';
import { changeWords } from './daily-amounts.ts';
import { counted, groupedNumber, isoTime } from './values.ts';

const DAY_S = 86_400;

/** `2026-03-02 (UTC)`, or from when to when. */
export function windowWords({ window: { sinceS, untilS, firstStartS, lastEndS } }: DailyReport): string {
  if (sinceS !== null && untilS === sinceS + DAY_S && sinceS % DAY_S === 0)
    return `${isoTime(sinceS)?.slice(0, 10)} (UTC)`;
  const [from, to] = [isoTime(sinceS ?? firstStartS), isoTime(untilS ?? lastEndS)];
  if (from === null && to === null) return 'all time';
  return `${from ?? 'the first record'} to ${to ?? 'the last record'}`;
}

const CHOSEN = {
  asked: 'As asked for',
  'last-whole-day': 'The last whole day in the store',
  'whole-store': 'All of the store, as it holds no whole day',
} as const;

/** Why this time, and what is in it. */
export function coveredWords({ window: { chosen, firstStartS, lastEndS } }: DailyReport): string {
  if (firstStartS === null) return `${CHOSEN[chosen]}; no records.`;
  return `${CHOSEN[chosen]}; records from ${isoTime(firstStartS)} to ${isoTime(lastEndS)}.`;
}

/** The numbers of the day in one line. */
export function headlineWords({ headline }: DailyReport): string {
  const { records, accepted, refused, interfaces, acceptedBytes } = headline;
  const bytes =
    acceptedBytes === null ? '' : `; ${bytesWords(acceptedBytes)} let through, counted at every interface`;
  return `${counted(records, 'record')} of ${counted(interfaces, 'interface')}: ${groupedNumber(accepted)} accepted, ${groupedNumber(refused)} refused${bytes}.`;
}

/** What changed since the day before; null where that is not known. */
export function changesWords({ headline, dayBefore }: DailyReport): string | null {
  if (dayBefore === null) return null;
  const change = (of: (numbers: Headline) => number | null, noun: string) => {
    const [now, before] = [of(headline), of(dayBefore)];
    return now === null || before === null ? [] : [`${noun} ${changeWords(now, before)}`];
  };
  const words = [
    ...change(({ records }) => records, 'records'),
    ...change(({ accepted }) => accepted, 'accepted'),
    ...change(({ refused }) => refused, 'refused'),
    ...change(({ interfaces }) => interfaces, 'interfaces'),
    ...change(({ acceptedBytes }) => acceptedBytes, 'bytes'),
  ];
  return `Against the day before: ${words.join(', ')}.`;
}
