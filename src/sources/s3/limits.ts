/** How long to wait, and how often to try again. */
export interface Limits {
  /** Milliseconds to open a connection. */
  readonly connectionTimeout: number;
  /** Milliseconds without a byte, before an answer or within it. */
  readonly socketTimeout: number;
  /** Attempts at a request that is throttled or finds no answer, made by the SDK. */
  readonly requestAttempts: number;
  /** Attempts at a body, one after the other, that bring no byte. */
  readonly fruitlessAttempts: number;
  /** Attempts at a body in all, however far each brings it. */
  readonly bodyAttempts: number;
  /** Milliseconds before a body is taken up again; twice as long after each attempt that brought nothing. */
  readonly backoff: number;
}

/** For the open Internet: a request is given up after some ten seconds of errors, a body after a minute without progress. */
export const LIMITS: Limits = {
  connectionTimeout: 5_000,
  socketTimeout: 30_000,
  requestAttempts: 6,
  fruitlessAttempts: 5,
  bodyAttempts: 1_000,
  backoff: 250,
};
