const STEP = 0x6d2b79f5;

/** Random numbers that are the same on every run of the same seed (mulberry32). */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + STEP) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items; they must not be empty. */
  pick<T>(items: readonly T[]): T {
    return itemAt(items, Math.floor(this.next() * items.length));
  }

  /** One of the items, the first ones far more often. */
  pickRanked<T>(items: readonly T[]): T {
    return itemAt(items, this.rank(items.length));
  }

  /** An index below `count`, low ones far more often: an approximation of Zipf's law with exponent 1. */
  rank(count: number): number {
    return Math.min(count - 1, Math.floor((count + 1) ** this.next()) - 1);
  }

  /** A whole number of that size, spread over about a factor of four either way, most near the middle. */
  around(middle: number): number {
    return Math.max(1, Math.round(middle * 4 ** (this.next() + this.next() - 1)));
  }
}

/**
 * The seed of part `part` of `parts`: the parts begin evenly spread over the generator's 2^32 steps, so that none repeats
 * another's numbers as long as each takes fewer than its share.
 */
export function seedOfPart(seed: number, part: number, parts: number): number {
  const steps = part * Math.floor(2 ** 32 / parts);
  return (seed + Math.imul(STEP, steps)) >>> 0;
}

/** The item at an index that must exist. */
export function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`Cannot take item ${index} of ${items.length}`);
  return item;
}
