/** Gives numbers from 0 to below 1. */
export type Dice = () => number;

/** Numbers in an order that the seed decides (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The next whole number from 0 to below `limit`. */
export function below(roll: Dice, limit: number): number {
  return Math.floor(roll() * limit);
}
