import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectChangedError } from '../../../src/sources/object-changed.ts';
import type { S3Options } from '../../../src/sources/s3/options.ts';
import { s3Sources } from '../../../src/sources/s3/s3-sources.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { bytesOf, countingBytes } from './s3-server.ts';

/** An S3 server that verifies signatures, as `.ci/versitygw.sh start FOLDER` starts it; its keys are in the environment. */
const ENDPOINT = process.env.FLOWBLAME_S3_ENDPOINT;
if (!ENDPOINT)
  console.warn(
    'SKIPPED: no S3 server that verifies signatures. Set FLOWBLAME_S3_ENDPOINT, see .ci/versitygw.sh',
  );

describe.skipIf(!ENDPOINT)('a real server', () => {
  const endpoint = ENDPOINT ?? '';
  const bucket = `flowblame-${randomBytes(6).toString('hex')}`;
  const content = countingBytes(3_000_000);
  const log = 'AWSLogs/111122223333/vpcflowlogs/us-east-1/2025/01/04/a.log';
  let client: S3Client;
  let proxy: FaultProxy;
  let options: S3Options;

  async function put(key: string, body: string | Uint8Array): Promise<void> {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
  }

  beforeAll(async () => {
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true });
    proxy = await faultProxy(endpoint);
    options = { endpointUrl: proxy.url, region: 'us-east-1', limits: { backoff: 1, socketTimeout: 2_000 } };
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const keys = Array.from({ length: 1_030 }, (_, at) => `pages/${String(at).padStart(5, '0')} ü+%20.log`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => put(key, key)));
    await put('AWSLogs/111122223333/CloudTrail/us-east-1/2025/01/04/b.json.gz', 'x');
  });
  beforeEach(async () => {
    proxy.plan();
    await put(log, content);
  });
  afterAll(async () => {
    client.destroy();
    await proxy.close();
  });

  test('lists pages, odd keys and the layout of AWSLogs', async () => {
    const pages = await s3Sources(`s3://${bucket}/pages`, options);
    expect(pages.sources).toHaveLength(1_030);
    const last = pages.sources.at(-1);
    expect((await bytesOf(last)).toString()).toBe('pages/01029 ü+%20.log');
    pages.close();
    proxy.plan();
    const logs = await s3Sources(`s3://${bucket}`, {
      ...options,
      since: Date.UTC(2025, 0, 4) / 1000,
      accounts: ['111122223333'],
    });
    expect(logs.sources.map(({ name }) => name)).toContain(`s3://${bucket}/${log}`);
    expect(proxy.requests.map(({ query }) => query.get('prefix')).join('\n')).not.toContain('CloudTrail');
    logs.close();
  });

  test('gives the rest of a body that broke', async () => {
    const { sources, close } = await s3Sources(`s3://${bucket}/${log}`, options);
    let reads = 0;
    proxy.plan(() => ({ kind: 'cut', after: 1_000_001, how: reads++ % 2 === 0 ? 'reset' : 'close' }));
    expect((await bytesOf(sources[0])).equals(content)).toBe(true);
    expect(proxy.requests.at(-1)?.headers.range).toMatch(/^bytes=[1-9]\d+-$/);
    close();
  });

  test('keeps to the condition that the object is still the same', async () => {
    const { sources, close } = await s3Sources(`s3://${bucket}/${log}`, options);
    const other = countingBytes(2_000_000, 7);
    let reads = 0;
    proxy.plan(async ({ method }) => {
      if (method !== 'GET') return undefined;
      if (++reads === 1) return { kind: 'cut', after: 500_000, how: 'close' };
      await put(log, other);
      return undefined;
    });
    const error = await bytesOf(sources[0]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ObjectChangedError);
    const { current } = error as ObjectChangedError;
    expect(current.size).toBe(2_000_000);
    expect((await bytesOf(current)).equals(other)).toBe(true);
    close();
  });

  test('refuses a wrong secret and an unknown key, in one line', async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
    try {
      process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
      await expect(s3Sources(`s3://${bucket}/pages/`, options)).rejects.toThrow(
        `Cannot list "s3://${bucket}/pages/": the secret key of the AWS credentials does not belong to their access key (SignatureDoesNotMatch)`,
      );
      process.env.AWS_ACCESS_KEY_ID = 'nobody';
      // Servers give it different codes.
      await expect(s3Sources(`s3://${bucket}/pages/`, options)).rejects.toThrow(
        /^Cannot list .*access key.*$/i,
      );
    } finally {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    }
  });

  test('has no bucket of another name', async () => {
    await expect(s3Sources(`s3://${bucket}-not/`, options)).rejects.toThrow(
      `Cannot list "s3://${bucket}-not/": there is no bucket "${bucket}-not" at ${proxy.url}`,
    );
  });
});
