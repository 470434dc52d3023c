import { setTimeout as wait } from 'node:timers/promises';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { ObjectChangedError } from '../object-changed.ts';
import type { Source } from '../source.ts';
import { networkCode, statusOf } from './answer.ts';
import { bareEtag, type S3Bucket, type ObjectState } from './bucket.ts';
import { s3Url } from './s3-url.ts';

/** What a body needs besides the object. */
export interface BodyContext {
  readonly signal: AbortSignal;
  /** The source of an object as it is now, for those who want to begin anew. */
  readonly current: (now: ObjectState) => Source;
}

/** The longest wait in milliseconds before a body is taken up again. */
const LONGEST_BACKOFF = 10_000;

/** Thrown when an answer is for another object than the one that was listed. */
class Replaced extends Error {}
/** Thrown when a body ends, or is cut, before its object does. */
class CutShort extends Error {}

/**
 * The bytes of an object. A body that breaks is taken up at the first byte that is missing, on condition of the same
 * ETag; how often, the bucket's limits say.
 */
export async function* objectBytes(
  bucket: S3Bucket,
  object: ObjectState,
  context: BodyContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { fruitlessAttempts, bodyAttempts, backoff } = bucket.limits;
  let offset = 0;
  let fruitless = 0;
  for (let attempt = 1; ; attempt++) {
    const started = offset;
    try {
      for await (const chunk of bodyFrom(bucket, object, offset, context.signal)) {
        offset += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      fruitless = offset > started ? 0 : fruitless + 1;
      const failure = await failureOf(error, bucket, object, context);
      if (failure !== null) throw failure;
      if (offset === object.size) return;
      if (fruitless >= fruitlessAttempts || attempt >= bodyAttempts)
        throw gaveUp(error, { bucket, object, offset, attempt });
      await pause(Math.min(backoff * 2 ** fruitless, LONGEST_BACKOFF), context.signal);
    }
  }
}

/** One request's part of the bytes, from an offset to the end. Throws when there are fewer. */
async function* bodyFrom(
  bucket: S3Bucket,
  object: ObjectState,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  let isOpen = true;
  signal.throwIfAborted();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const answer = await bucket.get(object, from, controller.signal);
    let position = startOf(answer, object, from);
    for await (const chunk of streamOf(answer)) {
      position += chunk.length;
      if (position > object.size) throw new Replaced();
      // A server that knows no ranges begins at the first byte again.
      const wanted = position - from;
      if (wanted >= chunk.length) yield chunk;
      else if (wanted > 0) yield chunk.subarray(chunk.length - wanted);
    }
    if (position < object.size) throw new CutShort('the connection was closed');
    isOpen = false;
  } finally {
    signal.removeEventListener('abort', abort);
    // What was read to its end has given its connection back.
    if (isOpen) controller.abort();
  }
}

/** On Node.js a body is a `Readable`, whatever else its type allows. */
function streamOf({ Body }: GetObjectCommandOutput): AsyncIterable<Uint8Array> {
  return Body as unknown as AsyncIterable<Uint8Array>;
}

/** The offset at which an answer begins. Throws when it is not of the object that was listed. */
function startOf(answer: GetObjectCommandOutput, { size, etag }: ObjectState, from: number): number {
  const answered = bareEtag(answer.ETag);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.ContentRange ?? '');
  const start = range ? Number(range[1]) : 0;
  const total = range ? Number(range[2]) : answer.ContentLength;
  const isListed = etag === null || answered === null ? total === size && from === 0 : answered === etag;
  if (!isListed || start > from) throw new Replaced();
  return start;
}

/** What to throw for an error; null when the body may be taken up again. */
async function failureOf(
  error: unknown,
  bucket: S3Bucket,
  object: ObjectState,
  { signal, current }: BodyContext,
): Promise<unknown> {
  if (signal.aborted) return signal.reason;
  const explained = (cause: unknown) => bucket.explain(cause, { action: 's3:GetObject', key: object.key });
  const status = statusOf(error);
  if (error instanceof Replaced || status === 412 || status === 416) {
    return await bucket.head(object.key, signal).then(
      (now) => (isSame(now, object) ? contradiction(bucket, object) : new ObjectChangedError(current(now))),
      (headError: unknown) => explained(headError),
    );
  }
  const isPassing =
    error instanceof CutShort ||
    (status === null ? networkCode(error) !== null : status >= 500 || status === 429 || isThrottled(error));
  return isPassing ? null : explained(error);
}

function isSame(a: ObjectState, b: ObjectState): boolean {
  return a.etag === b.etag && a.size === b.size;
}

/** Reading it anew would end in the same way. */
function contradiction(bucket: S3Bucket, { key, etag }: ObjectState): Error {
  const reason =
    etag === null
      ? 'a broken body cannot be taken up without an ETag'
      : 'the server contradicts its own listing';
  return new Error(`Cannot read "${s3Url(bucket.name, key)}": ${reason}`);
}

function isThrottled(error: unknown): boolean {
  return error instanceof Error && /^(?:SlowDown|RequestTimeout|Throttling)/.test(error.name);
}

function gaveUp(
  cause: unknown,
  at: {
    readonly bucket: S3Bucket;
    readonly object: ObjectState;
    readonly offset: number;
    readonly attempt: number;
  },
): Error {
  const { bucket, object, offset, attempt } = at;
  const name = s3Url(bucket.name, object.key);
  const reason =
    networkCode(cause) ?? (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
  return new Error(
    `Cannot read "${name}": given up at byte ${offset} of ${object.size} after ${attempt} attempts: ${reason}`,
    { cause },
  );
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
