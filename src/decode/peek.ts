import { isEnough } from './sniff.ts';

/** The beginning of a stream, long enough to tell what it is, and all of the stream. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly all: AsyncIterable<Uint8Array>;
  /** Lets go of the stream when `all` is not read. */
  close(): Promise<void>;
}

/** Reads as far as it takes to tell what a stream is. An empty stream has an empty head. */
export async function peek(stream: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const rest = stream[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (!isEnough(head)) {
    // A chunk may hold only until the next one is asked for.
    const kept = Uint8Array.from(head);
    const next = await rest.next();
    if (next.done) break;
    head = kept.length === 0 ? next.value : Buffer.concat([kept, next.value]);
  }
  return { head, all: chain(head, rest), close: async () => void (await rest.return?.()) };
}

async function* chain(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isDone = false;
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      isDone = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Whoever stops early wants the file closed.
    if (!isDone) await rest.return?.();
  }
}
