/**
 * Times `flowblame ingest` against others on the same generated files, whole processes in turns: `npx tsx bench/ingest.ts
 * [--records 5000000] [--files 288] [--version 2|5] [--runs 5] [--against read-csv,gunzip,…] [--once NAMES] [--s3]
 * [--concurrency N] [--keep]`. Wrong rows end it with exit code 1; times never do. See bench/README.md.
 */
import { parseArgs } from 'node:util';
import type { IngestContestant } from './ingest/contestant.ts';
import { flowblame, flowblameS3 } from './ingest/flowblame.ts';
import { PEER_CONTESTANTS } from './ingest/peers.ts';
import { type PreparedLogs, preparedLogs } from './ingest/prepared-logs.ts';
import { takeTurns } from './ingest/rounds.ts';
import { startS3Server } from './ingest/s3-server.ts';
import { requireFlowblame } from './measure/prepared-data.ts';
import { machine, markdownTable } from './measure/summary.ts';
import { count } from './options.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '5000000' },
    files: { type: 'string', default: '288' },
    version: { type: 'string', default: '2' },
    runs: { type: 'string', default: '5' },
    against: { type: 'string', default: PEER_CONTESTANTS.map(({ key }) => key).join(',') },
    once: { type: 'string', default: '' },
    concurrency: { type: 'string' },
    s3: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  requireFlowblame();
  const runs = count(values.runs, '--runs');
  const { present, notes } = peersHere(values.against);
  for (const note of notes) console.error(note);
  const logs = await preparedLogs({
    records: count(values.records, '--records'),
    files: count(values.files, '--files'),
    version: oneOf(values.version, ['2', '5']),
  });
  const where = machine();
  const args = values.concurrency === undefined ? [] : ['--concurrency', values.concurrency];
  const server = values.s3 ? await startS3Server(logs.folder) : undefined;
  try {
    const ours = server ? [flowblame(args), flowblameS3(args, server)] : [flowblame(args)];
    const once = new Set(names(values.once));
    const measured = await takeTurns([...ours, ...present], logs, { runs, once, keep: values.keep });
    console.log(`${title(logs)}; ${where}\n`);
    console.log(
      markdownTable(
        [...measured].map(([{ name, target }, done]) => ({
          name,
          ...(target ? { target } : {}),
          runs: done,
        })),
      ),
    );
    console.log(`\n${RATIO}`);
    for (const note of notes) console.log(note);
  } finally {
    server?.stop();
  }
}

const RATIO =
  "Ratio: median time divided by flowblame's. Above 1, flowblame is faster, so many times. Wrong rows would have ended this.";

function title({ records, files, version }: PreparedLogs): string {
  return `${records} records of version ${version}, ${files} gzip files`;
}

/** Those of the named peers that are installed, and a line about each that is not. */
function peersHere(against: string): { present: IngestContestant[]; notes: string[] } {
  const present: IngestContestant[] = [];
  const notes: string[] = [];
  for (const name of names(against)) {
    const contestant = PEER_CONTESTANTS.find(({ key }) => key === name);
    if (!contestant)
      throw new Error(
        `Cannot measure against "${name}": expected ${PEER_CONTESTANTS.map(({ key }) => key).join(', ')}`,
      );
    const reason = contestant.missing?.();
    if (reason === undefined) present.push(contestant);
    else notes.push(`Not measured: ${name}, ${reason}.`);
  }
  return { present, notes };
}

function names(list: string): string[] {
  return list.split(',').filter((name) => name !== '');
}

function oneOf(text: string, allowed: readonly string[]): number {
  if (!allowed.includes(text))
    throw new Error(`Cannot use --version "${text}": expected ${allowed.join(' or ')}`);
  return Number(text);
}

await main();
