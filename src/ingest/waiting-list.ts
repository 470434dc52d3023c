/** Those who wait for something to change. Each looks for himself whether it is what he waits for. */
export class WaitingList {
  readonly #waiting: (() => void)[] = [];

  /** Resolves at the next {@link wake}. */
  async changed(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Something has changed. */
  wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
