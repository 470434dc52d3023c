import type { Source } from './source.ts';

/**
 * Thrown by the bytes of a source whose object was replaced since it was found. What was read so far belongs to the old
 * object: throw it away and read `current` from the start.
 */
export class ObjectChangedError extends Error {
  /** The object as it is now. */
  readonly current: Source;

  constructor(current: Source) {
    super(`Cannot read "${current.name}": it was replaced while being read`);
    this.name = 'ObjectChangedError';
    this.current = current;
  }
}
