/** How a command ended. */
export const EXIT = {
  done: 0,
  couldNotWork: 1,
  usage: 2,
  /** It worked, and the answer is "no". */
  answerIsNo: 3,
} as const;

/** A problem of usage: wrong options or arguments. */
export class UsageError extends Error {}
