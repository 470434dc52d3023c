/** Draws from a tape of numbers that fast-check makes: shorter and smaller tapes make plainer networks and records. */
export class Dice {
  readonly #tape: ArrayLike<number>;
  #position = 0;

  constructor(tape: ArrayLike<number>) {
    this.#tape = tape;
  }

  /** A whole number from 0 up to, not including, `limit`; 0 once the tape has ended. */
  below(limit: number): number {
    return (this.#tape[this.#position++] ?? 0) % limit;
  }

  /** True about once in `odds`; false once the tape has ended. */
  once(odds: number): boolean {
    return this.below(odds) === odds - 1;
  }

  /** One of the values; the first once the tape has ended. */
  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** One of the values, or null when there are none. */
  pickAny<T>(values: readonly T[]): T | null {
    return values.length === 0 ? null : (values[this.below(values.length)] ?? null);
  }

  /** Several values, each drawn at most once, in any order. */
  some<T>(values: readonly T[], limit: number): T[] {
    const left = [...values];
    const count = this.below(Math.min(limit, values.length) + 1);
    return Array.from({ length: count }, () => left.splice(this.below(left.length), 1)).flat();
  }

  /** A list of up to `limit` things. */
  list<T>(limit: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.below(limit + 1) }, (_, i) => make(i));
  }
}
