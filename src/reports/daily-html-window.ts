import type { DailyWindow } from '../daily/document/daily-report.ts';
import { isoTime } from './values.ts';

const DAY_S = 86_400;

/** `Monday 2 March 2026`, or from when to when. */
export function windowTitle(window: DailyWindow): string {
  const { sinceS, untilS } = window;
  if (sinceS !== null && untilS === sinceS + DAY_S && sinceS % DAY_S === 0) return dayWords(sinceS);
  const [from, to] = [sinceS ?? window.firstStartS, untilS ?? window.lastEndS];
  return from === null || to === null ? 'no records' : `${minuteWords(from)} to ${minuteWords(to)}`;
}

/** Which time it is, who chose it, and when the records of it begin and end. */
export function windowWords({ chosen, firstStartS, lastEndS }: DailyWindow): string {
  const records =
    firstStartS === null || lastEndS === null
      ? 'No record starts in it'
      : `Records from ${isoTime(firstStartS)} to ${isoTime(lastEndS)}`;
  return `${CHOICES[chosen]}${records}.`;
}

const CHOICES: Readonly<Record<DailyWindow['chosen'], string>> = {
  asked: '',
  'last-whole-day': 'The last whole day in the store. ',
  'whole-store': 'Everything in the store, for it holds no whole day. ',
};

function dayWords(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}

function minuteWords(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
