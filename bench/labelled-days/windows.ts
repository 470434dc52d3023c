/** What the windows of interfaces depend on. */
export interface WindowOptions {
  readonly seed: number;
  readonly startS: number;
  readonly endS: number;
  readonly aggregationS: number;
  readonly latenessS: number;
  readonly lostWindows: number;
}

/** A window of an interface that has no record of traffic. */
export interface EmptyWindow {
  readonly status: 'NODATA' | 'SKIPDATA';
  readonly start: number;
  readonly end: number;
}

const SEEN = 1;
const LOST = 2;
const SKIPPED = 4;

/**
 * The aggregation windows of all interfaces. Each interface begins its own at another second; `start` and `end` of a
 * window's records come late by the same time, evenly spread up to `latenessS`: AWS says "up to 60 seconds", and how
 * lateness is spread is not published.
 */
export class Windows {
  readonly #states: Uint8Array;
  readonly #offsets: readonly number[];
  readonly #count: number;

  constructor(
    private readonly options: WindowOptions,
    interfaces: number,
  ) {
    const { startS, endS, aggregationS, lostWindows } = options;
    this.#count = Math.ceil((endS - startS) / aggregationS) + 1;
    this.#offsets = Array.from({ length: interfaces }, (_, at) => this.#hash(at, 0) * aggregationS);
    this.#states = new Uint8Array(interfaces * this.#count);
    if (lostWindows > 0) {
      for (let i = 0; i < this.#states.length; i++) {
        if (this.#hash(i, 1) < lostWindows) this.#states[i] = LOST;
      }
    }
  }

  /** The number of the window in which a moment falls. */
  of(at: number, timeS: number): number {
    const { startS, aggregationS } = this.options;
    return Math.floor((timeS - startS + (this.#offsets[at] ?? 0)) / aggregationS);
  }

  /** Whole seconds by which the records of a window come late. */
  lateness(at: number, window: number): number {
    return Math.floor(this.#hash(at * this.#count + window, 2) * this.options.latenessS);
  }

  /** Notes that a window has a record; false: it is lost. */
  note(at: number, window: number): boolean {
    const index = at * this.#count + window;
    if (((this.#states[index] ?? LOST) & (LOST | SKIPPED)) !== 0) return false;
    this.#states[index] = SEEN;
    return true;
  }

  /** Loses the windows that lie in a span of time. */
  lose(at: number, fromS: number, toS: number, skipped: boolean): void {
    const last = Math.min(this.of(at, toS), this.#count);
    for (let window = this.of(at, fromS); window < last; window++) {
      this.#states[at * this.#count + window] = skipped ? SKIPPED : LOST;
    }
  }

  /** The windows of an interface that have no record of traffic and are not lost without a word. */
  *empty(at: number): Generator<EmptyWindow> {
    const { startS, endS, aggregationS } = this.options;
    for (let window = 0; window < this.#count; window++) {
      const state = this.#states[at * this.#count + window] ?? LOST;
      if ((state & (SEEN | LOST)) !== 0) continue;
      const begins = Math.floor(startS + window * aggregationS - (this.#offsets[at] ?? 0));
      const start = Math.max(startS, begins);
      const end = Math.min(endS, begins + aggregationS) - 1;
      if (end > start) yield { status: state === SKIPPED ? 'SKIPDATA' : 'NODATA', start, end };
    }
  }

  /** A number in [0, 1) that is always the same for the same thing. */
  #hash(n: number, purpose: number): number {
    let h = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(this.options.seed + purpose * 7919 + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    return ((h ^ (h >>> 15)) >>> 0) / 4_294_967_296;
  }
}
