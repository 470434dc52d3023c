import { expect, it } from 'vitest';
import { chosenWindow, columnsOf, DAY_S, dayBefore, type HeldDay } from '../../src/daily/window.ts';

const HOUR = 3600;
/** A day with records from `from` to `to` hours. */
const held = (day: number, from = 0, to = 24): HeldDay => ({
  day,
  firstS: day * DAY_S + from * HOUR,
  lastS: day * DAY_S + to * HOUR,
});
const dayOf = (day: number) => ({ sinceS: day * DAY_S, untilS: (day + 1) * DAY_S });

it('takes the last whole day, though the first and last records of it may be late by an hour', () => {
  expect(chosenWindow(null, [held(5), held(6, 1, 23), held(7, 0, 12)])).toEqual({
    ...dayOf(6),
    chosen: 'last-whole-day',
  });
});

it.each([
  ['nothing', []],
  ['part of a day', [held(5, 2, 20)]],
  ['two parts, longer than a day together', [held(5, 3, 24), held(6, 0, 22)]],
])('takes everything where the store holds %s', (_, days) => {
  expect(chosenWindow(null, days)).toEqual({ sinceS: null, untilS: null, chosen: 'whole-store' });
});

it('takes what was asked for', () => {
  const asked = { sinceS: 7, untilS: null };
  expect(chosenWindow(asked, [held(5)])).toEqual({ ...asked, chosen: 'asked' });
});

it.each([
  ['a whole day', dayOf(6), [held(5), held(6)], 5 * DAY_S],
  ['a day of which little is held', dayOf(6), [held(5), held(6, 3, 4)], 5 * DAY_S],
  ['half of it missing', dayOf(6), [held(5, 12, 24), held(6)], null],
  ['none before', dayOf(6), [held(6)], null],
  ['another one before', dayOf(6), [held(4), held(6)], null],
  ['no day', { sinceS: 6 * DAY_S, untilS: null }, [held(5), held(6)], null],
  ['a day that begins at noon', { sinceS: 6.5 * DAY_S, untilS: 7.5 * DAY_S }, [held(5), held(6)], null],
])('compares with the day before: %s', (_, window, days, expected) => {
  expect(dayBefore(window, days)).toBe(expected);
});

it.each([
  ['a day has 24 hours', dayOf(6), [held(6)], { fromS: 6 * DAY_S, stepS: HOUR, count: 24 }],
  [
    'without bounds, from the hour of the first record on',
    { sinceS: null, untilS: null },
    [held(6, 2.5, 5.2)],
    { fromS: 6 * DAY_S + 2 * HOUR, stepS: HOUR, count: 4 },
  ],
  [
    'a week has quarters of days',
    { sinceS: 0, untilS: 7 * DAY_S },
    [held(1)],
    { fromS: 0, stepS: 6 * HOUR, count: 28 },
  ],
  [
    'a year has weeks and less than 61 columns',
    { sinceS: 0, untilS: 365 * DAY_S },
    [held(1)],
    { fromS: 0, stepS: 7 * DAY_S, count: 53 },
  ],
  ['no records, no columns', { sinceS: null, untilS: null }, [], { fromS: 0, stepS: HOUR, count: 0 }],
  ['less than an hour is one column', { sinceS: 10, untilS: 20 }, [], { fromS: 10, stepS: HOUR, count: 1 }],
])('cuts the window into columns: %s', (_, window, days, expected) => {
  expect(columnsOf(window, days)).toEqual(expected);
});
