import { setMaxListeners } from 'node:events';
import type { Source } from '../source.ts';
import { statusOf } from './answer.ts';
import { S3Bucket, type ObjectState } from './bucket.ts';
import { walkBucket } from './bucket-walk.ts';
import type { SortedObjects } from './object-sorter.ts';
import type { S3Options } from './options.ts';
import { S3Object } from './s3-object.ts';
import { parseS3Url, s3Url } from './s3-url.ts';
import { Selection } from '../selection.ts';

/** The flow logs under a prefix. */
export interface S3Sources {
  /** Sorted by key. */
  readonly sources: readonly Source[];
  /** URLs of objects, and of folders under AWSLogs, that are not named like flow logs. */
  readonly leftOut: readonly string[];
  /** Ends the connections. No source can be read afterwards. */
  readonly close: () => void;
}

/**
 * The flow logs under `s3://bucket/prefix`: the object of that very key whatever its name; otherwise the folder of that
 * name; otherwise all keys that begin so. Of the layouts in which AWS delivers, only the folders are listed that can
 * hold what `options` want; other objects are judged by their names and kept in doubt.
 *
 * Throws one line that says what is missing, and that there is nothing when no flow log is found.
 */
export async function s3Sources(url: string, options: S3Options = {}): Promise<S3Sources> {
  const { bucket: name, prefix } = parseS3Url(url);
  const { signal, end } = endOf(url, options.signal);
  try {
    const bucket = await S3Bucket.open(name, { ...options, signal });
    signal.addEventListener('abort', () => bucket.close(), { once: true });
    const { logs, leftOut, outside } = await sortedObjects(bucket, prefix, { ...options, signal });
    if (logs.length === 0)
      throw new Error(`Cannot find flow logs under "${url}": ${absence(prefix, leftOut, outside)}`);
    return {
      sources: logs
        .toSorted(byKey)
        .map((object) => new S3Object(bucket, object, signal, object.key === prefix)),
      leftOut: leftOut.toSorted().map((key) => s3Url(name, key)),
      close: end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** What ends all requests of a call: its caller's signal, a failure, or that nothing more is to be read. */
function endOf(
  url: string,
  outer: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly end: () => void } {
  outer?.throwIfAborted();
  const controller = new AbortController();
  // Every request under way listens to it.
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', abort, { once: true });
  const end = () => {
    outer?.removeEventListener('abort', abort);
    controller.abort(new Error(`Cannot read "${url}": its sources were closed`));
  };
  return { signal: controller.signal, end };
}

async function sortedObjects(
  bucket: S3Bucket,
  prefix: string,
  options: S3Options & { readonly signal: AbortSignal },
): Promise<SortedObjects> {
  const { signal, onListed } = options;
  const start = await startOf(bucket, prefix, signal);
  if (typeof start !== 'string') return { logs: [start], leftOut: [], outside: 0 };
  return await walkBucket(bucket, start, { selection: new Selection(options), signal, onListed });
}

/** The object of a key, or the prefix to list: a folder rather than all names that begin like it. */
async function startOf(bucket: S3Bucket, prefix: string, signal: AbortSignal): Promise<ObjectState | string> {
  if (prefix === '' || prefix.endsWith('/')) return prefix;
  const object = await objectOf(bucket, prefix, signal);
  // Some tools mark a folder with an empty object of its name.
  if (object && object.size > 0) return object;
  const folder = `${prefix}/`;
  const { objects } = await bucket.list({ prefix: folder, most: 1, signal });
  return objects.length > 0 ? folder : (object ?? prefix);
}

/** The object of that very key: of all keys that begin so, it is listed first. */
async function objectOf(bucket: S3Bucket, key: string, signal: AbortSignal): Promise<ObjectState | null> {
  try {
    const [first] = (await bucket.list({ prefix: key, most: 1, signal })).objects;
    return first?.key === key ? first : null;
  } catch (error) {
    // Who may read one object need not be allowed to list the bucket.
    const isDenied = error instanceof Error && statusOf(error.cause) === 403;
    const object = isDenied ? await bucket.head(key, signal).catch(() => null) : null;
    if (object === null) throw error;
    return object;
  }
}

function absence(prefix: string, leftOut: readonly string[], outside: number): string {
  if (leftOut.length === 0 && outside === 0)
    return `nothing is there${prefix.includes('*') ? ' (a * in s3:// URLs is only a character)' : ''}`;
  if (outside === 0) return `none of the ${leftOut.length} objects there is named like one`;
  const others =
    leftOut.length === 0 ? '' : `, and ${leftOut.length} other objects are not named like flow logs`;
  return `all of them lie outside the time, accounts and regions asked for${others}`;
}

function byKey(a: ObjectState, b: ObjectState): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
