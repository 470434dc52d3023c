/**
 * Times `flowblame why` as a whole process on a store of a day: `npx tsx bench/why.ts [--keys 1000000] [--accepts 9000000] [--runs 5]`.
 * The refused flow with the most records is asked about, then its interface from the Internet, then the same without a port. An
 * answer that does not hold the refusal ends it with exit code 1; times never do.
 */
import { parseArgs } from 'node:util';
import { judgedStore } from './measure/judged-store.ts';
import { FLOWBLAME, requireFlowblame } from './measure/prepared-data.ts';
import { type ProcessRun, runProcess } from './measure/run-process.ts';
import { machine, markdownTable } from './measure/summary.ts';
import { count } from './options.ts';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '1000000' },
    accepts: { type: 'string', default: '9000000' },
    runs: { type: 'string', default: '5' },
  },
});

/** Between interfaces of the network, so that both ends have stages. */
const MOST_REFUSED = `
  SELECT srcaddr, dstaddr, dstport, interface_id FROM flow_logs
  WHERE action = 'REJECT' AND protocol = 6 AND flow_direction = 'ingress'
  GROUP BY ALL ORDER BY count(*) DESC, srcaddr, dstaddr, dstport LIMIT 1`;

interface RefusedFlow {
  readonly srcaddr: string;
  readonly dstaddr: string;
  readonly dstport: number;
  readonly interface_id: string;
}

async function main(): Promise<void> {
  requireFlowblame();
  const [keys, accepts] = [count(values.keys, '--keys'), count(values.accepts, '--accepts')];
  const store = await judgedStore(keys, accepts);
  const flow = await mostRefused(store);
  const port = ['--port', String(flow.dstport)];
  const questions: readonly (readonly string[])[] = [
    [flow.srcaddr, flow.interface_id, ...port],
    ['internet', flow.interface_id, ...port],
    [flow.srcaddr, flow.interface_id],
  ];
  const runs = questions.map((): ProcessRun[] => []);
  for (let run = 0; run < count(values.runs, '--runs'); run++) {
    for (const [i, question] of questions.entries()) runs[i]?.push(await why(store, question));
  }
  requireRefusal(runs[0]?.[0]?.stdout ?? '');
  console.log(`${keys} refused flows, ${accepts} accepted records; ${machine()}\n`);
  const named = questions.map((question, i) => ({
    name: `\`flowblame why ${question.join(' ')}\``,
    runs: runs[i] ?? [],
  }));
  console.log(markdownTable(named));
}

async function mostRefused(store: string): Promise<RefusedFlow> {
  const { stdout } = await runProcess('node', [
    FLOWBLAME,
    'query',
    MOST_REFUSED,
    '--db',
    store,
    '--format',
    'ndjson',
  ]);
  return JSON.parse(stdout) as RefusedFlow;
}

/** Exit code 3 says that the destination cannot be reached, which is an answer. */
function why(store: string, question: readonly string[]): Promise<ProcessRun> {
  const command = ['node', FLOWBLAME, 'why', ...question, '--db', store, '--format', 'json'];
  return runProcess('bash', ['-c', '"$@" || [ $? -eq 3 ]', 'bash', ...command]);
}

function requireRefusal(document: string): void {
  const answer = JSON.parse(document) as {
    readonly observed: { readonly legs: readonly { readonly rejected: { readonly records: number } }[] };
  };
  if (answer.observed.legs.every(({ rejected }) => rejected.records === 0))
    throw new Error(
      'Cannot accept the result of flowblame why: the refused flow is not in what the logs saw',
    );
}

await main();
