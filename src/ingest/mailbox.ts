import type { MessagePort } from 'node:worker_threads';
import type { ToWorker } from './messages.ts';
import type { StageClock } from './stage-clock.ts';

/** What a worker has been told, to be asked for in turn. Acknowledgements of batches are counted apart. */
export class Mailbox {
  readonly #messages: ToWorker[] = [];
  #underWay = 0;
  #isInObject = false;
  #waiting: (() => void)[] = [];

  constructor(port: MessagePort) {
    port.on('message', (message: ToWorker) => {
      if (message.kind === 'stored') this.#underWay--;
      else this.#messages.push(message);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** The next message, once there is one. */
  async next(): Promise<ToWorker> {
    for (;;) {
      const message = this.#messages.shift();
      if (message) {
        if (message.kind === 'object') this.#isInObject = true;
        if (message.kind === 'end' || message.kind === 'fail') this.#isInObject = false;
        return message;
      }
      await this.#changed();
    }
  }

  /** A batch has been sent. */
  sent(): void {
    this.#underWay++;
  }

  /** Waits until fewer than `most` batches are under way. */
  async stored(most: number): Promise<void> {
    while (this.#underWay >= most) await this.#changed();
  }

  /** The bytes of the object under way. Fails when their source has failed. */
  async *bytes(onTaken: (bytes: number) => void, clock: StageClock): AsyncGenerator<Uint8Array> {
    for (;;) {
      const message = await clock.during('read', this.next());
      if (message.kind === 'end') return;
      if (message.kind === 'fail') throw new Error(message.reason);
      if (message.kind !== 'bytes') throw new Error(`unexpected message "${message.kind}" within an object`);
      onTaken(message.bytes.length);
      yield message.bytes;
    }
  }

  /** Whether more is to come of the object under way. */
  get isInObject(): boolean {
    return this.#isInObject;
  }

  /** Passes over what is still to come of the object under way. */
  async skipObject(): Promise<void> {
    while (this.#isInObject) await this.next();
  }

  async #changed(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
