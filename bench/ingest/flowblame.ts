import { FLOWBLAME } from '../measure/prepared-data.ts';
import { runProcess } from '../measure/run-process.ts';
import { requireEqualFacts, storeFacts } from '../measure/store-facts.ts';
import { type IngestContestant, resultPath } from './contestant.ts';
import type { PreparedLogs } from './prepared-logs.ts';
import { BUCKET, type S3Server } from './s3-server.ts';

/** `flowblame ingest` of the local files into a new store; further arguments are passed on. */
export function flowblame(args: readonly string[]): IngestContestant {
  const database = resultPath('flowblame.duckdb');
  return {
    key: 'flowblame',
    name: '`flowblame ingest`',
    leaves: [database],
    run: ({ folder }) => runProcess('node', ingest(folder, database, args)),
    check: (logs) => checkStore('flowblame ingest', database, logs),
  };
}

/** The same of the same files, as objects of a server on this machine. */
export function flowblameS3(args: readonly string[], server: S3Server): IngestContestant {
  const database = resultPath('flowblame-s3.duckdb');
  const place = ['--endpoint-url', server.endpoint, '--region', 'us-east-1'];
  const credentials = { AWS_ACCESS_KEY_ID: 'loopback', AWS_SECRET_ACCESS_KEY: 'loopback' };
  return {
    key: 's3',
    name: '`flowblame ingest s3://…`, server on the same machine',
    target: '≤ 1.3',
    leaves: [database],
    run: () => runProcess('node', ingest(`s3://${BUCKET}/`, database, [...args, ...place]), credentials),
    check: (logs) => checkStore('flowblame ingest s3://', database, logs),
  };
}

function ingest(logs: string, database: string, args: readonly string[]): string[] {
  return [FLOWBLAME, 'ingest', logs, '--db', database, '--format', 'json', '--no-progress', ...args];
}

async function checkStore(name: string, database: string, { version, facts }: PreparedLogs): Promise<void> {
  requireEqualFacts(name, await storeFacts(database, version), facts);
}
