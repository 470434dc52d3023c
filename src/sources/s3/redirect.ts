import { responseHeader, statusOf } from './answer.ts';
import type { Sdk } from './client.ts';
import type { S3Client } from '@aws-sdk/client-s3';

const ELSEWHERE = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** Whether an error says that the bucket is in another region than the client's. */
export function isElsewhere(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ELSEWHERE.has(error.name) || statusOf(error) === 301 || statusOf(error) === 307;
}

/** The region that such an error names, or else the bucket itself; null when neither tells. */
export async function bucketRegion(
  error: unknown,
  bucket: string,
  { sdk, client }: { readonly sdk: Sdk; readonly client: S3Client },
): Promise<string | null> {
  const told = regionIn(error);
  if (told !== null) return told;
  try {
    const { BucketRegion } = await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }));
    if (BucketRegion) return BucketRegion;
  } catch (headError) {
    const named = regionIn(headError);
    if (named !== null) return named;
  }
  return await locationOf(bucket, { sdk, client });
}

function regionIn(error: unknown): string | null {
  const header = responseHeader(error, 'x-amz-bucket-region');
  if (header !== null) return header;
  const region = error instanceof Error && 'Region' in error ? error.Region : null;
  return typeof region === 'string' && region !== '' ? region : null;
}

async function locationOf(
  bucket: string,
  { sdk, client }: { readonly sdk: Sdk; readonly client: S3Client },
): Promise<string | null> {
  try {
    const { LocationConstraint } = await client.send(new sdk.GetBucketLocationCommand({ Bucket: bucket }));
    // The first region has no name here, and Ireland an old one.
    if (!LocationConstraint) return 'us-east-1';
    return LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint;
  } catch {
    return null;
  }
}
