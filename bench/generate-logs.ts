/**
 * Writes flow logs to measure with: `npx tsx bench/generate-logs.ts --output DIR [--records 5e6] [--files 48] [--gz]
 * [--version 2|3|4|5|8|11] [--reject-share 0.3] [--network FILE|none] [--seed 1] [--interfaces 500] [--jobs N] [--facts FILE]`.
 * FILE of --network is a describe-network-interfaces.json; `none` takes the network of `generate-network.ts` of that size
 * and seed. N processes share the work, by default one per core; the files are the same with any number of them.
 * --facts writes down what every reader of the logs must find.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchNetwork } from './generated/bench-network.ts';
import { loggedInterfaces } from './generated/draft.ts';
import { generateInProcesses } from './generated/generate-in-processes.ts';
import { lineFormat } from './generated/line-format.ts';
import { FactsTally, type LogFacts } from './generated/log-facts.ts';
import { writeLogFiles } from './generated/log-files.ts';
import { partsOf } from './generated/log-parts.ts';
import { readInterfaces } from './generated/read-interfaces.ts';
import { Traffic } from './generated/traffic.ts';
import { count, NETWORK_OPTIONS, networkSize, required } from './options.ts';
import { seedOfPart } from './seeded-random.ts';

const { values } = parseArgs({
  options: {
    ...NETWORK_OPTIONS,
    records: { type: 'string', default: '5000000' },
    files: { type: 'string', default: '48' },
    version: { type: 'string', default: '2' },
    gz: { type: 'boolean', default: false },
    network: { type: 'string', default: 'none' },
    'reject-share': { type: 'string', default: '0.3' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    output: { type: 'string' },
    facts: { type: 'string' },
    /** Which of the jobs this process is; set by the process that starts them. */
    job: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const jobs = Math.max(1, count(values.jobs, '--jobs'));
  if (values.job !== undefined) {
    console.log(JSON.stringify(await writeParts(count(values.job, '--job'), jobs)));
    return;
  }
  required(values.output, '--output');
  const facts =
    jobs === 1
      ? await writeParts(0, 1)
      : await generateInProcesses(import.meta.filename, process.argv.slice(2), jobs);
  if (values.facts !== undefined) writeFileSync(values.facts, `${JSON.stringify(facts)}\n`);
}

/** Writes every part whose number falls to this job. */
async function writeParts(job: number, jobs: number): Promise<LogFacts> {
  const size = networkSize(values);
  const interfaces =
    values.network === 'none' ? loggedInterfaces(benchNetwork(size)) : readInterfaces(values.network);
  const version = count(values.version, '--version');
  const format = lineFormat(version);
  const files = count(values.files, '--files');
  const options = {
    folder: required(values.output, '--output'),
    files,
    records: count(values.records, '--records'),
    gz: values.gz,
    format,
  };
  const tally = new FactsTally(version);
  const parts = partsOf(files);
  for (const [part, range] of parts.entries()) {
    if (part % jobs !== job) continue;
    const seed = seedOfPart(size.seed, part, parts.length);
    const traffic = new Traffic(interfaces, Number(values['reject-share']), seed);
    const write = (out: Parameters<typeof format.write>[0], _: number, from: number) => {
      const draft = traffic.next(from);
      tally.add(draft);
      format.write(out, draft);
    };
    // Two parts at a time would hold twice the memory for nothing: a process has one thread to write lines with.
    await writeLogFiles(options, write, range);
  }
  return tally.facts();
}

await main();
