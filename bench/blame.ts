/**
 * Times `flowblame blame` as a whole process with its peak memory:
 * `npx tsx bench/blame.ts [--keys 1000000] [--accepts 5000000] [--runs 3]`. The store with logs and network is made once per build.
 * A wrong number of verdicts ends it with exit code 1; times never do.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countVerdicts } from './measure/count-verdicts.ts';
import { judgedStore } from './measure/judged-store.ts';
import { DATA_FOLDER, FLOWBLAME, removeDatabase, requireFlowblame } from './measure/prepared-data.ts';
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

async function main(): Promise<void> {
  requireFlowblame();
  const keys = count(values.keys, '--keys');
  const accepts = count(values.accepts, '--accepts');
  const prepared = await judgedStore(keys, accepts);
  const where = machine();
  const runs: ProcessRun[] = [];
  let verdicts: ReadonlyMap<string, number> = new Map();
  for (let run = 0; run < count(values.runs, '--runs'); run++) {
    runs.push(await blame(prepared));
    verdicts = await countVerdicts(VERDICTS);
    requireLines(verdicts, keys);
  }
  console.log(`${keys} refused flows, ${accepts} accepted records; ${where}\n`);
  console.log(markdownTable([{ name: '`flowblame blame --format ndjson`', runs }]));
  console.log(`\n${[...verdicts].map(([verdict, lines]) => `${verdict} ${lines}`).join(', ')}`);
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
