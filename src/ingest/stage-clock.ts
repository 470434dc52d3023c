import type { StageTimes } from './messages.ts';

type Stage = keyof StageTimes;

/** How long each stage took. What one stage waits for another to do counts for the other. */
export class StageClock {
  #times: Record<Stage, number> = { read: 0, decode: 0, parse: 0, store: 0 };

  /** The milliseconds since they were last taken. */
  take(): StageTimes {
    const times = this.#times;
    this.#times = { read: 0, decode: 0, parse: 0, store: 0 };
    return times;
  }

  within<T>(stage: Stage, work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.#times[stage] += performance.now() - started;
    }
  }

  async during<T>(stage: Stage, work: Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work;
    } finally {
      this.#times[stage] += performance.now() - started;
    }
  }

  /** The items of a stream; waiting for each counts for the stage, but for what it waits for reading. */
  async *each<T>(stage: Stage, items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const readBefore = this.#times.read;
        const started = performance.now();
        const item = await iterator.next();
        const read = Math.max(0, this.#times.read - readBefore);
        this.#times[stage] += Math.max(0, performance.now() - started - read);
        if (item.done) return;
        yield item.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
}
