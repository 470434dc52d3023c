import type { MessagePort } from 'node:worker_threads';
import type { ToWorker } from './messages.ts';
import type { StageClock } from './stage-clock.ts';
import { WaitingList } from './waiting-list.ts';

/** What a worker has been told, to be asked for in turn. Acknowledgements of batches are counted apart. */
export class Mailbox {
  readonly #messages: ToWorker[] = [];
  readonly #onTaken: (bytes: number) => void;
  #underWay = 0;
  /** The object whose end has not been taken yet. */
  #objectId: number | null = null;
  readonly #news = new WaitingList();

  /**
   * `onTaken` is told of all bytes that make room for others, whether they are read or passed over; `onStored` of the
   * memory of each batch that has been stored.
   */
  constructor(port: MessagePort, onTaken: (bytes: number) => void, onStored: (slab: ArrayBuffer) => void) {
    this.#onTaken = onTaken;
    port.on('message', (message: ToWorker) => {
      if (message.kind === 'stored') {
        this.#underWay--;
        onStored(message.slab);
      } else {
        this.#messages.push(message);
      }
      this.#news.wake();
    });
  }

  /** The next message, once there is one. */
  async next(): Promise<ToWorker> {
    for (;;) {
      const message = this.#take();
      if (message) return message;
      await this.#news.changed();
    }
  }

  /** A batch has been sent. */
  sent(): void {
    this.#underWay++;
  }

  /** Waits until fewer than `most` batches are under way. */
  async stored(most: number): Promise<void> {
    while (this.#underWay >= most) await this.#news.changed();
  }

  /** The bytes of the object under way. Fails when their source has failed. */
  async *bytes(clock: StageClock): AsyncGenerator<Uint8Array> {
    const objectId = this.#objectId;
    for (;;) {
      const message = await clock.during('read', this.#nextOf(objectId));
      if (message === null || message.kind === 'end') return;
      if (message.kind === 'fail') throw new Error(message.reason);
      if (message.kind !== 'bytes') throw new Error(`unexpected message "${message.kind}" within an object`);
      yield message.bytes;
    }
  }

  /** Whether more is to come of the object under way. */
  get isInObject(): boolean {
    return this.#objectId !== null;
  }

  /** Passes over what is still to come of the object under way. */
  async skipObject(): Promise<void> {
    const objectId = this.#objectId;
    while ((await this.#nextOf(objectId)) !== null);
  }

  /** Null once the object has ended: whoever gave it up may still be waiting here, and the next one is not his. */
  async #nextOf(objectId: number | null): Promise<ToWorker | null> {
    if (objectId === null) return null;
    while (this.#objectId === objectId) {
      const message = this.#take();
      if (message) return message;
      await this.#news.changed();
    }
    return null;
  }

  #take(): ToWorker | undefined {
    const message = this.#messages.shift();
    if (message?.kind === 'object') this.#objectId = message.objectId;
    if (message?.kind === 'end' || message?.kind === 'fail') this.#objectId = null;
    if (message?.kind === 'bytes') this.#onTaken(message.bytes.length);
    return message;
  }
}
