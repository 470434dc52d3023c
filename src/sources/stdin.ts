import type { Source } from './source.ts';

/** A source over a stream that is already open, such as standard input. It can be read once. */
export function streamSource(stream: AsyncIterable<Uint8Array>, name: string): Source {
  let opened = false;
  return {
    name,
    size: null,
    version: null,
    open() {
      if (opened) throw new Error(`Cannot read "${name}" twice: it is a stream`);
      opened = true;
      return stream;
    },
  };
}
