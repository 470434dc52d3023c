import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFacts } from '../generated/log-facts.ts';
import { preparedFolder, script } from '../measure/prepared-data.ts';
import { runProcess } from '../measure/run-process.ts';

/** Which logs are measured. */
export interface LogsSize {
  readonly records: number;
  readonly files: number;
  readonly version: number;
}

/** Generated logs, with what every reader of them must find. */
export interface PreparedLogs extends LogsSize {
  readonly folder: string;
  readonly facts: LogFacts;
}

/** Logs of that size: five-minute gzip files, made once. */
export async function preparedLogs(size: LogsSize): Promise<PreparedLogs> {
  const { records, files, version } = size;
  const place = await preparedFolder(`ingest-v${version}-${records}-${files}`, (folder) =>
    makeLogs(folder, size),
  );
  const facts = JSON.parse(readFileSync(join(place, FACTS), 'utf8')) as LogFacts;
  return { ...size, folder: join(place, LOGS), facts };
}

/** Beside the logs, so that nobody reads it as one. */
const FACTS = 'facts.json';
const LOGS = 'logs';

async function makeLogs(folder: string, { records, files, version }: LogsSize): Promise<void> {
  const output = join(folder, LOGS);
  mkdirSync(output);
  const size = ['--records', String(records), '--files', String(files), '--version', String(version)];
  const places = ['--output', output, '--facts', join(folder, FACTS)];
  await runProcess('node', script('generate-logs.ts', ...size, '--gz', ...places));
}
