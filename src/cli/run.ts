import { Command, CommanderError } from 'commander';
import { addAnomalies } from './commands/anomalies.ts';
import { addBlame } from './commands/blame.ts';
import { addConnectivity } from './commands/connectivity.ts';
import { addIngest } from './commands/ingest.ts';
import { addNetwork } from './commands/network.ts';
import { addQuery } from './commands/query.ts';
import { addReport } from './commands/report.ts';
import { addStatus } from './commands/status.ts';
import { addWhy } from './commands/why.ts';
import type { Effects } from './effects.ts';
import { EXIT, UsageError } from './exit-code.ts';
import { VERSION } from './version.ts';

/** Runs the command line and gives the exit code. Nothing is thrown. */
export async function run(args: readonly string[], effects: Effects): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command('flowblame')
    .description('Reads AWS VPC flow logs and names the rule that refused the traffic.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => effects.stdout.write(text),
      writeErr: (text) => effects.stderr.write(text),
      outputError: (text, write) => write(usageLine(text)),
    });
  const exit = (outcome: number) => {
    code = outcome;
  };
  for (const add of [
    addIngest,
    addNetwork,
    addBlame,
    addConnectivity,
    addAnomalies,
    addReport,
    addWhy,
    addQuery,
    addStatus,
  ])
    add(program, effects, exit);
  inheritSettings(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, effects, args.includes('--verbose'));
  }
}

/** Subcommands keep their own output and exit settings unless told otherwise. */
function inheritSettings(command: Command): void {
  for (const sub of command.commands) {
    sub.copyInheritedSettings(command);
    inheritSettings(sub);
  }
}

/** Commander's `error: …`, and its suggestions, in one line. */
function usageLine(text: string): string {
  const problem = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');
  return `${problem} (--help shows what is expected)\n`;
}

function failure(error: unknown, effects: Effects, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (effects.interrupted.aborted) {
    effects.stderr.write('Interrupted: what was finished is kept; the same command goes on from there\n');
    return EXIT.couldNotWork;
  }
  if (isClosedPipe(error)) return EXIT.done;
  const message = error instanceof Error ? error.message : String(error);
  effects.stderr.write(
    `${verbose && error instanceof Error ? (error.stack ?? message) : firstLines(message)}\n`,
  );
  return error instanceof UsageError ? EXIT.usage : EXIT.couldNotWork;
}

/** DuckDB adds the statement and a pointer to it; the first paragraph says what is wrong. */
function firstLines(message: string): string {
  const paragraph = message.replace(/^Failed to extract statements: /, '').split('\n\n')[0] ?? message;
  return paragraph.trim().replaceAll('\n', ' ');
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
