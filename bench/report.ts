/**
 * Times `flowblame report` as a whole process with its peak memory on a store of a day:
 * `npx tsx bench/report.ts [--keys 1000000] [--accepts 9000000] [--runs 3] [--memory-limit 1GB]`. The store with logs and network is
 * made once per build. A report whose refusals are not as many as the flows ends it with exit code 1; times never do.
 */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgedStore } from './measure/judged-store.ts';
import { DATA_FOLDER, FLOWBLAME, removeDatabase, requireFlowblame } from './measure/prepared-data.ts';
import { type ProcessRun, runProcess } from './measure/run-process.ts';
import { machine, markdownTable } from './measure/summary.ts';
import { count } from './options.ts';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '1000000' },
    accepts: { type: 'string', default: '9000000' },
    runs: { type: 'string', default: '3' },
    'memory-limit': { type: 'string', default: '1GB' },
  },
});

const DATABASE = join(DATA_FOLDER, 'report-run.duckdb');
const DOCUMENT = join(DATA_FOLDER, 'report-run.json');

async function main(): Promise<void> {
  requireFlowblame();
  const [keys, accepts] = [count(values.keys, '--keys'), count(values.accepts, '--accepts')];
  const prepared = await judgedStore(keys, accepts);
  const where = machine();
  const limit = values['memory-limit'];
  const runs: ProcessRun[] = [];
  for (let run = 0; run < count(values.runs, '--runs'); run++) {
    runs.push(await report(prepared, limit));
    requireFlows(readFileSync(DOCUMENT, 'utf8'), keys);
  }
  console.log(`${keys} refused flows, ${accepts} accepted records; ${where}\n`);
  console.log(markdownTable([{ name: `\`flowblame report --memory-limit ${limit}\``, runs }]));
}

/** The report leaves its tables in the store, so each run gets a copy. */
async function report(store: string, limit: string): Promise<ProcessRun> {
  removeDatabase(DATABASE);
  copyFileSync(store, DATABASE);
  const output = ['--format', 'json', '--output', DOCUMENT, '--quiet'];
  return runProcess('node', [FLOWBLAME, 'report', '--db', DATABASE, '--memory-limit', limit, ...output]);
}

function requireFlows(text: string, keys: number): void {
  const { refused } = JSON.parse(text) as { readonly refused: { readonly flows: number } };
  if (refused.flows !== keys)
    throw new Error(`Cannot accept the result of flowblame report: ${refused.flows} flows, expected ${keys}`);
}

await main();
