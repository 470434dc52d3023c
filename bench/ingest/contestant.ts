import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FOLDER } from '../measure/prepared-data.ts';
import type { ProcessRun } from '../measure/run-process.ts';
import type { PreparedLogs } from './prepared-logs.ts';

/** One way to read all logs, as a whole process. */
export interface IngestContestant {
  /** As `--against` names it. */
  readonly key: string;
  /** As the table names it. */
  readonly name: string;
  /** What the ratio to flowblame ought to be. */
  readonly target?: string;
  /** Why it cannot take part here, if so. */
  readonly missing?: () => string | undefined;
  /** Reads everything anew; nothing of an earlier run is there. */
  readonly run: (logs: PreparedLogs) => Promise<ProcessRun>;
  /** Throws when the run gave anything but the facts of the logs. */
  readonly check: (logs: PreparedLogs, run: ProcessRun) => Promise<void>;
  /** What a run leaves behind. */
  readonly leaves: readonly string[];
}

/** A path for what a contestant writes. */
export function resultPath(name: string): string {
  return join(DATA_FOLDER, `ingest-result-${name}`);
}

/** Removes what a run has left behind. */
export function removeResults({ leaves }: IngestContestant): void {
  for (const path of leaves) {
    for (const left of [path, `${path}.wal`]) rmSync(left, { recursive: true, force: true });
  }
}
