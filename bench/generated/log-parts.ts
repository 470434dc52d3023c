import type { FileRange } from './log-files.ts';

const FILES_PER_PART = 12;

/** The parts in which logs are made, an hour each: what they hold does not depend on how many processes share them. */
export function partsOf(files: number): FileRange[] {
  return Array.from({ length: Math.ceil(files / FILES_PER_PART) }, (_, part) => ({
    first: part * FILES_PER_PART,
    end: Math.min(files, (part + 1) * FILES_PER_PART),
  }));
}
