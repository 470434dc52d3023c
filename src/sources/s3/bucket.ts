import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { s3Client, type ConfiguredClient, type Sdk } from './client.ts';
import { type Endpoint, explain, type S3Request } from './explain.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { S3Options } from './options.ts';
import { bucketRegion, isElsewhere } from './redirect.ts';

/** An object as a listing or a look at it alone has it. */
export interface ObjectState {
  readonly key: string;
  readonly size: number;
  /** Without quotes. Null from servers that have none. */
  readonly etag: string | null;
}

/** A page of a listing. */
export interface ListedPage {
  readonly objects: readonly ObjectState[];
  /** Prefixes up to the next slash, when folders were asked for. */
  readonly folders: readonly string[];
  /** Continues the listing; null at its end. */
  readonly next: string | null;
}

export interface ListRequest {
  readonly prefix: string;
  /** Stop at slashes, and list what is behind them as folders. */
  readonly folders?: boolean;
  readonly next?: string | null;
  readonly most?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One bucket, through one client. Close it, or idle connections keep the process from ending. Not named like the member
 * `Bucket` of requests, which TypeScript 7.0 takes for the class where that names itself, and writes out under another name.
 */
export class S3Bucket {
  readonly name: string;
  readonly limits: Limits;
  readonly #options: S3Options;
  readonly #sdk: Sdk;
  #client: S3Client;
  #endpoint: Endpoint;

  private constructor(name: string, options: S3Options, { sdk, client, region }: ConfiguredClient) {
    this.name = name;
    this.limits = { ...LIMITS, ...options.limits };
    this.#options = options;
    this.#sdk = sdk;
    this.#client = client;
    this.#endpoint = { region, url: options.endpointUrl };
  }

  /** Connects to nothing yet. */
  static async open(name: string, options: S3Options): Promise<S3Bucket> {
    return new S3Bucket(name, options, await s3Client(options));
  }

  /** Lists a page. When the bucket turns out to be in another region, the client goes there for good. */
  async list(request: ListRequest): Promise<ListedPage> {
    const explained = (error: unknown) =>
      this.explain(error, { action: 's3:ListBucket', prefix: request.prefix });
    try {
      return await this.#list(request);
    } catch (error) {
      if (!isElsewhere(error) || !(await this.#follow(error))) throw explained(error);
    }
    try {
      return await this.#list(request);
    } catch (error) {
      throw explained(error);
    }
  }

  async #list({ prefix, folders, next, most, signal }: ListRequest): Promise<ListedPage> {
    const command = new this.#sdk.ListObjectsV2Command({
      Bucket: this.name,
      Prefix: prefix,
      ...(folders ? { Delimiter: '/' } : {}),
      ...(next ? { ContinuationToken: next } : {}),
      ...(most === undefined ? {} : { MaxKeys: most }),
      ...this.#payer(),
    });
    const page = await this.#client.send(command, sendOptions(signal));
    return {
      objects: (page.Contents ?? []).map(({ Key, Size, ETag }) => stateOf(Key ?? '', Size, ETag)),
      folders: (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''),
      next: page.IsTruncated ? (page.NextContinuationToken ?? null) : null,
    };
  }

  /** Opens the body of an object from a byte on, on condition that its ETag is still the same. Errors are the SDK's. */
  async get({ key, etag }: ObjectState, from: number, signal: AbortSignal): Promise<GetObjectCommandOutput> {
    const command = new this.#sdk.GetObjectCommand({
      Bucket: this.name,
      Key: key,
      ...(etag === null ? {} : { IfMatch: `"${etag}"` }),
      ...(from === 0 ? {} : { Range: `bytes=${from}-` }),
      ...this.#payer(),
    });
    return await this.#client.send(command, sendOptions(signal));
  }

  /** An object as it is now. Errors are the SDK's. */
  async head(key: string, signal?: AbortSignal): Promise<ObjectState> {
    const command = new this.#sdk.HeadObjectCommand({ Bucket: this.name, Key: key, ...this.#payer() });
    const { ContentLength, ETag } = await this.#client.send(command, sendOptions(signal));
    return stateOf(key, ContentLength, ETag);
  }

  /** An error of the SDK in one line, which names what was to be read. */
  explain(error: unknown, request: Omit<S3Request, 'bucket'>): unknown {
    if (this.#options.signal?.aborted) return this.#options.signal.reason;
    return explain(error, { ...request, bucket: this.name }, this.#endpoint);
  }

  /** Ends idle connections, and bodies under way. */
  close(): void {
    this.#client.destroy();
  }

  /** Moves the client to the bucket's region; false when that is not known, or is where the client is. */
  async #follow(error: unknown): Promise<boolean> {
    const region = await bucketRegion(error, this.name, { sdk: this.#sdk, client: this.#client });
    if (region === null || region === this.#endpoint.region) return false;
    this.#client.destroy();
    this.#client = (await s3Client({ ...this.#options, region })).client;
    this.#endpoint = { ...this.#endpoint, region };
    return true;
  }

  #payer(): { readonly RequestPayer?: 'requester' } {
    return this.#options.requesterPays ? { RequestPayer: 'requester' } : {};
  }
}

/** An ETag as it is kept and compared. */
export function bareEtag(etag: string | undefined): string | null {
  return etag === undefined || etag === '' ? null : etag.replaceAll('"', '');
}

function stateOf(key: string, size: number | undefined, etag: string | undefined): ObjectState {
  return { key, size: size ?? 0, etag: bareEtag(etag) };
}

function sendOptions(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}
