/**
 * Times `flowblame blame` as a whole process with its peak memory:
 * `npx tsx bench/blame.ts [--keys 1000000] [--accepts 5000000] [--runs 3]`. The store with logs and network is made once per build.
 * A wrong number of verdicts ends it with exit code 1; times never do.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countVerdicts } from './measure/count-verdicts.ts';
import {
  DATA_FOLDER,
  FLOWBLAME,
  folderOfThisBuild,
  preparedFolder,
  removeDatabase,
  requireFlowblame,
  script,
} from './measure/prepared-data.ts';
import { type ProcessRun, runProcess } from './measure/run-process.ts';
import { machine, markdownTable } from './measure/summary.ts';
import { count } from './options.ts';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '1000000' },
    accepts: { type: 'string', default: '5000000' },
    runs: { type: 'string', default: '3' },
  },
});

const DATABASE = join(DATA_FOLDER, 'blame-run.duckdb');
const VERDICTS = join(DATA_FOLDER, 'blame-run.ndjson');
const STORE = 'store.duckdb';

async function main(): Promise<void> {
  requireFlowblame();
  const keys = count(values.keys, '--keys');
  const accepts = count(values.accepts, '--accepts');
  const logs = await preparedFolder(`blame-logs-${keys}-${accepts}`, (folder) =>
    makeLogs(folder, keys, accepts),
  );
  const network = await preparedFolder('blame-network', makeNetwork);
  const prepared = await folderOfThisBuild(`blame-store-${keys}-${accepts}`, (folder) =>
    makeStore(folder, logs, network),
  );
  const where = machine();
  const runs: ProcessRun[] = [];
  let verdicts: ReadonlyMap<string, number> = new Map();
  for (let run = 0; run < count(values.runs, '--runs'); run++) {
    runs.push(await blame(join(prepared, STORE)));
    verdicts = await countVerdicts(VERDICTS);
    requireLines(verdicts, keys);
  }
  console.log(`${keys} refused flows, ${accepts} accepted records; ${where}\n`);
  console.log(markdownTable([{ name: '`flowblame blame --format ndjson`', runs }]));
  console.log(`\n${[...verdicts].map(([verdict, lines]) => `${verdict} ${lines}`).join(', ')}`);
}

async function makeLogs(folder: string, keys: number, accepts: number): Promise<unknown> {
  const size = ['--keys', String(keys), '--accepts', String(accepts)];
  return runProcess('node', script('generate-blame-keys.ts', ...size, '--output', folder));
}

async function makeNetwork(folder: string): Promise<unknown> {
  return runProcess('node', script('generate-network.ts', '--output', folder));
}

async function makeStore(folder: string, logs: string, network: string): Promise<void> {
  const store = ['--db', join(folder, STORE)];
  await runProcess('node', [FLOWBLAME, 'ingest', logs, ...store, '--quiet']);
  const captured = ['--captured-at', '2026-03-02T00:00:00Z'];
  await runProcess('node', [FLOWBLAME, 'network', 'import', network, ...captured, ...store, '--quiet']);
}

/** Blame writes its verdicts into the store, so each run gets a copy. */
async function blame(store: string): Promise<ProcessRun> {
  removeDatabase(DATABASE);
  copyFileSync(store, DATABASE);
  return runProcess('node', [
    FLOWBLAME,
    'blame',
    '--db',
    DATABASE,
    '--format',
    'ndjson',
    '--output',
    VERDICTS,
    '--quiet',
  ]);
}

function requireLines(verdicts: ReadonlyMap<string, number>, keys: number): void {
  const lines = [...verdicts.values()].reduce((sum, n) => sum + n, 0);
  if (lines !== keys)
    throw new Error(`Cannot accept the result of flowblame blame: ${lines} verdicts, expected ${keys}`);
}

await main();
