import { scaleThreshold } from 'd3-scale';

/** Shades from one that is nearly the ground to the strongest; none for zero. */
export const SHADES = 6;

/** A scale of shades for amounts of very different size. */
export interface Levels {
  /** 0 for nothing, 1 to {@link SHADES} for the rest. */
  readonly of: (value: number) => number;
  /** The least amount of each shade in use, the faintest first; the first is 1, or what is the least of all. */
  readonly from: readonly number[];
}

/** Shades that each stand for about three times as much as the one before, the strongest for the largest amount. */
export function levelsUpTo(most: number): Levels {
  const steps: number[] = [];
  for (let power = Math.floor(Math.log10(Math.max(1, most))); power >= 0; power -= 1) {
    steps.unshift(...[10 ** power, 3 * 10 ** power].filter((step) => step <= most && step > 1));
  }
  const from = [1, ...steps.slice(-(SHADES - 1))];
  // The strongest is always there, so that pages look alike whether their amounts are large or small.
  const shades = from.map((_, i) => SHADES - from.length + 1 + i);
  const scale = scaleThreshold([Number.MIN_VALUE, ...from.slice(1)], [0, ...shades]);
  return { of: scale, from };
}
