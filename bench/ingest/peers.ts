import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFacts } from '../generated/log-facts.ts';
import { type ProcessRun, runProcess } from '../measure/run-process.ts';
import { requireEqualFacts, storeFacts } from '../measure/store-facts.ts';
import { type IngestContestant, resultPath } from './contestant.ts';
import type { PreparedLogs } from './prepared-logs.ts';

const PEERS = join(import.meta.dirname, '../peers');
const INSTALL = 'run bench/peers/install-peers.sh';

/** A script of `bench/peers/`. */
export function peer(name: string): string {
  return join(PEERS, name);
}

/** Everything that flowblame can be measured against, in the order of the table. */
export const PEER_CONTESTANTS: readonly IngestContestant[] = [
  readCsv('read-csv', []),
  readCsv('read-csv-tuned', ['tuned']),
  gunzip(),
  chdb(),
  flowlogsReader(),
  tailpipe(),
];

function readCsv(key: string, settings: readonly string[]): IngestContestant {
  const database = resultPath(`${key}.duckdb`);
  const remark = settings.length > 0 ? ', tuned' : '';
  return {
    key,
    name: `DuckDB \`read_csv('*.gz')\` into a file${remark}`,
    target: '≥ 4',
    leaves: [database],
    run: ({ folder, version }) =>
      runProcess('node', [peer('read-csv.mjs'), folder, database, String(version), ...settings]),
    check: async ({ version, facts }) => requireEqualFacts(key, await storeFacts(database, version), facts),
  };
}

function gunzip(): IngestContestant {
  return {
    key: 'gunzip',
    name: '`cat *.gz \\| gunzip -c \\| wc -l`',
    target: '≥ 1',
    leaves: [],
    run: ({ folder }) => runProcess('sh', ['-c', 'cat "$1"/*.gz | gunzip -c | wc -l', 'sh', folder]),
    check: async ({ records, files }, { stdout }) => {
      const expected = records + files;
      if (Number(stdout) !== expected)
        throw new Error(`Cannot trust the logs: ${stdout.trim()} lines, expected ${expected}`);
    },
  };
}

function chdb(): IngestContestant {
  const data = resultPath('chdb');
  const script = (task: string, { folder, version }: PreparedLogs) => [
    peer('chdb.mjs'),
    task,
    folder,
    data,
    String(version),
  ];
  return {
    key: 'chdb',
    name: 'ClickHouse in process (chdb) into a MergeTree table',
    target: '> 1',
    missing: () => absent('installed/chdb/node_modules/chdb', INSTALL),
    leaves: [data],
    run: (logs) => runProcess('node', script('load', logs)),
    check: async (logs) => checkPrinted('chdb', await runProcess('node', script('facts', logs)), logs),
  };
}

function flowlogsReader(): IngestContestant {
  const python = peer('installed/flowlogs-reader/bin/python');
  return {
    key: 'flowlogs-reader',
    name: 'flowlogs-reader (reads and counts, stores nothing)',
    missing: () => absent('installed/flowlogs-reader/bin/python', INSTALL),
    leaves: [],
    run: ({ folder }) => runProcess(python, [peer('flowlogs_reader.py'), folder]),
    check: async (logs, run) => checkPrinted('flowlogs-reader', run, logs),
  };
}

/** Named so that the table says it is missing, and why. */
function tailpipe(): IngestContestant {
  const cannot = () =>
    Promise.reject(new Error('Cannot measure Tailpipe: there is no way to install it here'));
  return {
    key: 'tailpipe',
    name: 'Tailpipe',
    missing: () => 'the Go module proxy does not give out its modules, see bench/README.md',
    leaves: [],
    run: cannot,
    check: cannot,
  };
}

function absent(path: string, remedy: string): string | undefined {
  return existsSync(peer(path)) ? undefined : `not installed: ${remedy}`;
}

function checkPrinted(name: string, { stdout }: ProcessRun, { facts }: PreparedLogs): void {
  requireEqualFacts(name, JSON.parse(stdout) as LogFacts, facts);
}
