import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';
import type { S3Options } from '../../../src/sources/s3/options.ts';
import type { Source } from '../../../src/sources/source.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';

/** An S3 server in this process, with a proxy in front of it that makes faults. */
export interface S3Server {
  readonly proxy: FaultProxy;
  /** For reading through the proxy, with waits of milliseconds. */
  readonly options: S3Options;
  createBucket(bucket: string): Promise<void>;
  /** Puts objects past the proxy. */
  put(bucket: string, objects: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  close(): Promise<void>;
}

/** Waits that are short enough for tests. */
export const SHORT = { connectionTimeout: 1_000, socketTimeout: 300, requestAttempts: 3, backoff: 1 };

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
/** Nothing of the machine on which the tests run may show through. */
const ISOLATION = {
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
const FOREIGN = ['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL'];

/** Credentials in the environment, and nothing else of AWS. */
export function isolateAwsEnvironment(): void {
  for (const name of FOREIGN) delete process.env[name];
  Object.assign(process.env, ISOLATION, CREDENTIALS);
}

/** Starts server and proxy on free ports of loopback. */
export async function s3Server(): Promise<S3Server> {
  isolateAwsEnvironment();
  const app = await buildApp({ logger: false });
  const upstream = await app.listen({ port: 0, host: '127.0.0.1' });
  const proxy = await faultProxy(upstream);
  const client = new S3Client({ endpoint: upstream, region: 'us-east-1', forcePathStyle: true });
  return {
    proxy,
    options: { endpointUrl: proxy.url, region: 'us-east-1', limits: SHORT },
    async createBucket(bucket) {
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
    },
    async put(bucket, objects) {
      const puts = Object.entries(objects).map(([Key, Body]) =>
        client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(Body) })),
      );
      await Promise.all(puts);
    },
    close: async () => {
      client.destroy();
      await proxy.close();
      await app.close();
    },
  };
}

/** The bytes of a source to the end. */
export async function bytesOf(source: Source | undefined): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source?.open() ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes that show where they stand, so that a part in the wrong place is seen. */
export function countingBytes(length: number, salt = 0): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE((at + salt) >>> 0, at);
  return bytes;
}
