import { spawn } from 'node:child_process';
import { addFacts, type LogFacts, NO_FACTS } from './log-facts.ts';

/** Runs a generator script once for each job, side by side, with `--job I`; each writes the facts of its part to stdout. */
export async function generateInProcesses(
  script: string,
  args: readonly string[],
  jobs: number,
): Promise<LogFacts> {
  const facts = await Promise.all(
    Array.from({ length: jobs }, (_, job) => generate(script, [...args, '--job', String(job)])),
  );
  return facts.reduce(addFacts, NO_FACTS);
}

function generate(script: string, args: readonly string[]): Promise<LogFacts> {
  return new Promise((resolve, reject) => {
    const command = ['--import', 'tsx', script, ...args];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as LogFacts);
      else reject(new Error(`Cannot generate with "${args.join(' ')}": exit code ${code}`));
    });
  });
}
