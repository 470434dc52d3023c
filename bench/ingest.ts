/**
 * Times `flowblame ingest` of default-format logs against DuckDB's own CSV reader and against `gunzip`, in turns:
 * `npx tsx bench/ingest.ts [--records 5000000] [--files 48] [--runs 3]`. Wrong rows end it with exit code 1; times never do.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  DATA_FOLDER,
  FLOWBLAME,
  preparedFolder,
  removeDatabase,
  requireFlowblame,
  script,
} from './measure/prepared-data.ts';
import { type ProcessRun, runProcess } from './measure/run-process.ts';
import { requireEqualFacts, storeFacts } from './measure/store-facts.ts';
import { machine, markdownTable } from './measure/summary.ts';
import { count } from './options.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '5000000' },
    files: { type: 'string', default: '48' },
    runs: { type: 'string', default: '3' },
  },
});

async function main(): Promise<void> {
  requireFlowblame();
  const records = count(values.records, '--records');
  const files = count(values.files, '--files');
  const logs = await preparedFolder(`logs-v2-${records}-${files}`, (folder) =>
    makeLogs(folder, records, files),
  );
  const ours = { name: '`flowblame ingest`', runs: [] as ProcessRun[] };
  const csv = { name: "DuckDB `read_csv('*.gz')` into a file", runs: [] as ProcessRun[] };
  const gunzip = { name: '`cat *.gz \\| gunzip -c \\| wc -l`', runs: [] as ProcessRun[] };
  for (let run = 0; run < count(values.runs, '--runs'); run++) {
    gunzip.runs.push(await countLines(logs, records + files));
    ours.runs.push(await ingest(logs));
    csv.runs.push(await readCsv(logs));
    await compareStores(records);
  }
  console.log(`${records} records, ${files} gzip files; ${machine()}\n`);
  console.log(markdownTable([ours, csv, gunzip]));
}

const OUR_DATABASE = join(DATA_FOLDER, 'ingest-flowblame.duckdb');
const CSV_DATABASE = join(DATA_FOLDER, 'ingest-read-csv.duckdb');

async function makeLogs(folder: string, records: number, files: number): Promise<unknown> {
  const size = ['--records', String(records), '--files', String(files)];
  return runProcess('node', script('generate-logs.ts', ...size, '--gz', '--output', folder));
}

async function ingest(logs: string): Promise<ProcessRun> {
  removeDatabase(OUR_DATABASE);
  return runProcess('node', [
    FLOWBLAME,
    'ingest',
    logs,
    '--db',
    OUR_DATABASE,
    '--format',
    'json',
    '--no-progress',
  ]);
}

async function readCsv(logs: string): Promise<ProcessRun> {
  removeDatabase(CSV_DATABASE);
  return runProcess('node', [
    join(import.meta.dirname, 'measure/read-csv.mjs'),
    `${logs}/*.gz`,
    CSV_DATABASE,
  ]);
}

async function countLines(logs: string, expected: number): Promise<ProcessRun> {
  const run = await runProcess('sh', ['-c', 'cat "$1"/*.gz | gunzip -c | wc -l', 'sh', logs]);
  if (Number(run.stdout) !== expected)
    throw new Error(`Cannot trust the logs: ${run.stdout.trim()} lines, expected ${expected}`);
  return run;
}

async function compareStores(records: number): Promise<void> {
  const expected = await storeFacts(CSV_DATABASE);
  requireEqualFacts('DuckDB', { ...expected, records }, expected);
  requireEqualFacts('flowblame ingest', await storeFacts(OUR_DATABASE), expected);
}

await main();
