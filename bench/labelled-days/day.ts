import type { SeededRandom } from '../seeded-random.ts';
import type { Connection } from './connection.ts';
import type { DayNetwork } from './day-network.ts';
import type { Host } from './ends.ts';
import type { OutsidePools } from './outside-pools.ts';

export type Difficulty = 'easy' | 'normal' | 'hard';

/** What the writers of traffic need. */
export interface Day {
  readonly network: DayNetwork;
  readonly outside: OutsidePools;
  /** Unix seconds at which the day begins and ends. */
  readonly startS: number;
  readonly endS: number;
  /** Of this piece of traffic alone: switching another one on or off changes nothing in it. */
  readonly random: SeededRandom;
  /** How much of it there is; 1 is a VPC of this size on an ordinary day. */
  readonly load: number;
  readonly send: (connection: Connection) => void;
  /** Loses what an interface (null: all of them) logs in a span of time. */
  readonly loseSpan: (host: Host | null, fromS: number, toS: number, says: 'nothing' | 'SKIPDATA') => void;
}

export const HOUR = 3600;
export const DAY = 86_400;

/** So many of something that there are `count` of at full load: at least one. */
export function scaled(day: Day, count: number): number {
  return Math.max(1, Math.round(count * day.load));
}

/** Seconds from one to the next of something that happens every `seconds` at full load; at most half an hour apart when it did not have longer pauses anyway. */
export function paced(day: Day, seconds: number): number {
  return day.load >= 1 ? seconds : Math.max(seconds, Math.min(1800, seconds / day.load));
}

/** A time of the day, in seconds from 1970, more often when people are awake. */
export function busyTime(day: Day): number {
  for (;;) {
    const time = anyTime(day);
    const hour = (time - day.startS) / HOUR;
    if (day.random.chance(0.15 + 0.85 * Math.max(0, Math.sin((Math.PI * (hour - 6)) / 17)))) return time;
  }
}

/** A time of the day, night like day, with a little left to finish what begins. */
export function anyTime(day: Day): number {
  return day.startS + day.random.next() * (day.endS - day.startS - 120);
}

/** Every `seconds` from some first moment on; each `jitter` (a share of the pause) early or late. */
export function* every(
  day: Day,
  seconds: number,
  jitter = 0,
  fromS = day.startS,
  toS = day.endS,
): Generator<number> {
  for (let time = fromS + day.random.next() * seconds; time < toS; time += seconds) {
    const at = time + (day.random.next() * 2 - 1) * jitter * seconds;
    if (at >= day.startS && at < day.endS - 60) yield at;
  }
}

/** Moments with random pauses of `seconds` on average (a Poisson process). */
export function* randomly(day: Day, seconds: number, fromS = day.startS, toS = day.endS): Generator<number> {
  for (let time = fromS; ; ) {
    time += -Math.log(1 - day.random.next()) * seconds;
    if (time >= toS - 60) return;
    yield time;
  }
}
