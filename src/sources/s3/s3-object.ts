import { isCommonName } from '../log-name.ts';
import type { Source } from '../source.ts';
import { objectBytes } from './body.ts';
import type { S3Bucket, ObjectState } from './bucket.ts';
import { s3Url } from './s3-url.ts';

/** An object of a bucket as it was when it was listed. There may be millions, so it holds little. */
export class S3Object implements Source {
  readonly #bucket: S3Bucket;
  readonly #key: string;
  readonly #signal: AbortSignal;
  readonly size: number;
  /** The ETag, without quotes. */
  readonly version: string | null;

  readonly mayBeForeign: boolean;

  /** `isNamed`: it was asked for by its very key, not found. */
  constructor(bucket: S3Bucket, { key, size, etag }: ObjectState, signal: AbortSignal, isNamed = false) {
    this.#bucket = bucket;
    this.#key = key;
    this.#signal = signal;
    this.size = size;
    this.version = etag;
    this.mayBeForeign = !isNamed && isCommonName(key);
  }

  get name(): string {
    return s3Url(this.#bucket.name, this.#key);
  }

  /**
   * The bytes of the object that was listed, or an error: taken up again where the connection breaks, never mixed with
   * those of another. Throws `ObjectChangedError` when it was replaced.
   */
  open(): AsyncIterable<Uint8Array> {
    const state = { key: this.#key, size: this.size, etag: this.version };
    return objectBytes(this.#bucket, state, {
      signal: this.#signal,
      current: (now) => new S3Object(this.#bucket, now, this.#signal),
    });
  }
}
