import type * as S3 from '@aws-sdk/client-s3';
import { LIMITS } from './limits.ts';
import type { S3Options } from './options.ts';

/** The SDK's module, which takes a tenth of a second to load. */
export type Sdk = typeof S3;

/** Asked when nothing says where the bucket is: it knows the buckets of all regions of its partition. */
const ANY_REGION = 'us-east-1';

/** A client and what it was made of. */
export interface ConfiguredClient {
  readonly sdk: Sdk;
  readonly client: S3.S3Client;
  readonly region: string;
}

/** Loads the SDK and makes a client with the ordinary credential chain. It connects to nothing yet. */
export async function s3Client(options: S3Options): Promise<ConfiguredClient> {
  const { endpointUrl } = options;
  if (endpointUrl !== undefined && !/^https?:\/\/[^/]/.test(endpointUrl))
    throw new Error(`Cannot use endpoint "${endpointUrl}": http://host or https://host is expected`);
  const sdk = await import('@aws-sdk/client-s3');
  const region = options.region ?? (await configuredRegion(sdk));
  return { sdk, client: new sdk.S3Client(configuration(options, region)), region };
}

function configuration(options: S3Options, region: string): S3.S3ClientConfig {
  const { endpointUrl, limits } = options;
  const { connectionTimeout, socketTimeout, requestAttempts } = { ...LIMITS, ...limits };
  return {
    region,
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl, forcePathStyle: true }),
    retryMode: 'adaptive',
    maxAttempts: requestAttempts,
    requestHandler: { connectionTimeout, socketTimeout },
    // S3-compatible servers do not know the checksums that AWS has by default.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

/** The region of the environment or profile. */
async function configuredRegion(sdk: Sdk): Promise<string> {
  const client = new sdk.S3Client({});
  try {
    return await client.config.region();
  } catch (error) {
    if (error instanceof Error && /region is missing/i.test(error.message)) return ANY_REGION;
    throw error;
  } finally {
    client.destroy();
  }
}
