import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { BUCKET, startS3Server } from '../../bench/ingest/s3-server.ts';

test('the S3 server holds the files of a folder under keys as AWS writes them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowblame-s3-server-'));
  const content = Buffer.alloc(300_000, 'a1\0');
  for (const name of ['a.log.gz', 'b.log.gz']) writeFileSync(join(folder, name), content);
  const server = await startS3Server(folder);
  try {
    expect(server.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/);
    const credentials = { accessKeyId: 'loopback', secretAccessKey: 'loopback' };
    const place = { endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true };
    const client = new S3Client({ ...place, credentials });
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const keys = Contents.map(({ Key }) => Key ?? '');
    expect(keys).toHaveLength(2);
    expect(keys[1]).toMatch(/^AWSLogs\/[0-9]{12}\/vpcflowlogs\/[a-z0-9-]+\/2026\/03\/02\/b\.log\.gz$/);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: keys[1] }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(content);
    client.destroy();
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
