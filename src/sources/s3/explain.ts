import { networkCode, statusOf } from './answer.ts';
import { s3Url } from './s3-url.ts';

/** What was asked of S3 when it failed. */
export interface S3Request {
  readonly action: 's3:ListBucket' | 's3:GetObject';
  readonly bucket: string;
  readonly key?: string;
  readonly prefix?: string;
}

/** Who was asked. */
export interface Endpoint {
  readonly region: string;
  /** Of an S3-compatible server. */
  readonly url: string | undefined;
}

/** An error of the SDK as one line: what could not be read, why, and what is missing. The error itself is its cause. */
export function explain(error: unknown, request: S3Request, endpoint: Endpoint): Error {
  const verb = request.action === 's3:ListBucket' ? 'list' : 'read';
  const what = s3Url(request.bucket, request.key ?? request.prefix ?? '');
  return new Error(`Cannot ${verb} "${what}": ${reasonOf(error, request, endpoint)}`, { cause: error });
}

/** Errors by the names S3 gives them, `''` being what the SDK puts where there is no body. */
const REASONS: Readonly<Record<string, (error: Error, request: S3Request, endpoint: Endpoint) => string>> = {
  NoSuchBucket: (_, { bucket }, { url }) => `there is no bucket "${bucket}"${url ? ` at ${url}` : ''}`,
  InvalidBucketName: (_, { bucket }) => `"${bucket}" is no name of a bucket`,
  NoSuchKey: () => 'it was deleted while being read',
  NotFound: () => 'it was deleted while being read',
  InvalidObjectState: archived,
  AccessDenied: denied,
  Forbidden: denied,
  AllAccessDisabled: denied,
  AccountProblem: denied,
  CredentialsProviderError: noCredentials,
  TokenProviderError: noCredentials,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  TokenRefreshRequired: expired,
  InvalidToken: () => 'the session token of the AWS credentials is not valid',
  InvalidAccessKeyId: (_, __, { url }) =>
    `the access key of the AWS credentials is not known ${url ? `at ${url}` : 'to AWS'}`,
  SignatureDoesNotMatch: () =>
    'the secret key of the AWS credentials does not belong to their access key (SignatureDoesNotMatch)',
  RequestTimeTooSkewed: () => 'the clock of this machine differs from that of S3 by more than 15 minutes',
  PermanentRedirect: elsewhere,
  TemporaryRedirect: elsewhere,
  AuthorizationHeaderMalformed: elsewhere,
  IllegalLocationConstraintException: elsewhere,
  SlowDown: (error) => `S3 asks to slow down, and still does after ${attemptsOf(error)} attempts`,
};

function reasonOf(error: unknown, request: S3Request, endpoint: Endpoint): string {
  if (!(error instanceof Error)) return String(error);
  const reason = Object.hasOwn(REASONS, error.name) ? REASONS[error.name] : undefined;
  if (reason) return reason(error, request, endpoint);
  const status = statusOf(error);
  if (status === 403) return denied(error, request, endpoint);
  if (status === 301) return elsewhere(error, request, endpoint);
  const code = networkCode(error);
  if (code !== null) return `cannot reach ${endpointName(endpoint)}: ${code}`;
  if (status !== null) return answer(error, status);
  return firstLine(error.message);
}

/** Names the permission that is missing, as an IAM policy needs it, and what S3 itself says of the reason. */
function denied(error: Error, { action, bucket, key, prefix }: S3Request, { region }: Endpoint): string {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const said = firstLine(error.message);
  const kms = /kms:\w+/i.exec(said)?.[0] ?? (/\bkms\b/i.test(said) ? 'kms:Decrypt' : null);
  if (kms !== null) {
    const keyArn = /arn:[\w-]+:kms:[\w:/-]+/.exec(said)?.[0];
    return `access denied, ${kms} on ${keyArn ?? 'the KMS key of the object'} is missing (${said})`;
  }
  const where = action === 's3:GetObject' ? `${arn}/${key ?? ''}` : arn;
  const condition = action === 's3:ListBucket' && prefix ? ` for prefix "${prefix}"` : '';
  const more = /\b(?:because|explicit deny|Requester Pays)\b/i.test(said) ? ` (${said})` : '';
  return `access denied, ${action} on ${where}${condition} is missing${more}`;
}

function noCredentials(error: Error): string {
  const chain =
    'environment, shared profile, its SSO session, web identity, container role, instance role were tried';
  return `no AWS credentials (${chain}): ${firstLine(error.message)}`;
}

function expired(): string {
  return 'the session token of the AWS credentials has expired: renew them';
}

function archived(error: Error): string {
  const { StorageClass } = error as { readonly StorageClass?: string };
  return `it is archived${StorageClass ? ` (${StorageClass})` : ''}: restore it first`;
}

function elsewhere(_: Error, { bucket }: S3Request, { region }: Endpoint): string {
  return `bucket "${bucket}" is in another region than ${region}, and S3 does not say in which: name it with --region`;
}

function answer(error: Error, status: number): string {
  // An error page of a proxy or web server, where XML is expected.
  if (error instanceof SyntaxError || /deserializ/i.test(error.message))
    return `the endpoint does not answer as S3 does (HTTP status ${status})`;
  const named =
    error.name === '' || error.name === 'Error' || /^\d+$/.test(error.name) ? '' : `${error.name}: `;
  return `${named}${firstLine(error.message)} (HTTP status ${status})`;
}

function endpointName({ region, url }: Endpoint): string {
  return `endpoint ${url ?? `https://s3.${region}.${domainOf(region)}`}`;
}

function attemptsOf(error: Error): number {
  const { $metadata } = error as { readonly $metadata?: { readonly attempts?: number } };
  return $metadata?.attempts ?? 1;
}

/** The partition of AWS, as ARNs have it, that a region belongs to. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('us-iso-')) return 'aws-iso';
  if (region.startsWith('us-isob-')) return 'aws-iso-b';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}

function domainOf(region: string): string {
  return partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').trim();
}
