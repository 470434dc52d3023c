import type { Limits } from './limits.ts';
import type { Wanted } from '../selection.ts';

/** Where the bucket is, which of its flow logs are wanted, and who is told. */
export interface S3Options extends Wanted {
  /** The bucket's. Otherwise that of the environment or profile; the bucket's own is found when it is another. */
  readonly region?: string;
  /** Of an S3-compatible server, `http://host:port`. */
  readonly endpointUrl?: string;
  /** Agree to pay for requests to a bucket whose owner does not. */
  readonly requesterPays?: boolean;
  /** Ends listing and reading at once. */
  readonly signal?: AbortSignal;
  /** Objects listed so far, wanted or not. */
  readonly onListed?: (count: number) => void;
  /** Other waits and attempts than the usual ones. */
  readonly limits?: Partial<Limits>;
}
