import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { peer } from './peers.ts';

/** The bucket that holds the logs. */
export const BUCKET = 'flow-logs';

/** Keys as AWS writes them begin with this. */
const PREFIX = 'AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/02/';

/** An S3 server on this machine, in a process of its own. */
export interface S3Server {
  readonly endpoint: string;
  readonly stop: () => void;
}

/** Starts the server with the files of a folder as its objects. */
export async function startS3Server(folder: string): Promise<S3Server> {
  const server = spawn(process.execPath, [peer('s3-server.mjs'), folder, BUCKET, PREFIX], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const firstLine = once(createInterface({ input: server.stdout }), 'line');
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`Cannot start the S3 server: exit code ${code}`);
  });
  const [endpoint] = (await Promise.race([firstLine, ended])) as [string];
  ended.catch(() => undefined);
  return { endpoint, stop: () => server.kill() };
}
