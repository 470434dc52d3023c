import type { Command } from 'commander';
import { type Effects, writeResult } from '../effects.ts';
import { EXIT } from '../exit-code.ts';
import { type CommonOptions, pairs, parseTime, withOutput, withStore, storeOptions } from '../options.ts';

interface NetworkImportCliOptions extends CommonOptions {
  readonly capturedAt?: number;
  readonly skipUnknown?: boolean;
  readonly prefixList?: ReadonlyMap<string, string>;
}

const MOST_PROBLEMS = 20;

/** `flowblame network import PATH...` */
export function addNetwork(program: Command, effects: Effects, exit: (code: number) => void): void {
  const network = program.command('network').description('the network that the logs come from');
  const command = network
    .command('import')
    .description('read the JSON that `aws ec2 describe-*` prints')
    .argument(
      '<path...>',
      'files or folders of describe-* and get-managed-prefix-list-entries output, under any names',
    )
    .option(
      '--captured-at <time>',
      'when the configuration was in force (default: time of the newest file)',
      parseTime,
    )
    .option('--skip-unknown', 'go on without files that are not describe-* output')
    .option(
      '--prefix-list <id=file>',
      'the prefix list whose entries a file holds; repeatable (default: the id in the file name)',
      pairs('ID=FILE'),
    );
  withOutput(withStore(command), ['table', 'json']).action(
    async (paths: string[], options: NetworkImportCliOptions) =>
      exit(await runImport(effects, paths, options)),
  );
}

async function runImport(
  effects: Effects,
  paths: readonly string[],
  options: NetworkImportCliOptions,
): Promise<number> {
  const { importNetwork, NetworkImportError, networkJson, networkText, Store } = await import(
    '../../index.ts'
  );
  const store = await Store.open(options.db, storeOptions(options));
  try {
    const result = await importNetwork(store, paths, {
      ...(options.capturedAt === undefined ? {} : { capturedAtS: options.capturedAt }),
      ...(options.prefixList
        ? { prefixListFiles: new Map([...options.prefixList].map(([id, file]) => [file, id])) }
        : {}),
      skipUnknown: options.skipUnknown === true,
      now: effects.now,
    });
    if (!options.quiet) {
      const skipped = new Map(result.skipped.map(({ path, reason }) => [path, reason]));
      for (const [path, reason] of skipped) effects.stderr.write(`Skipped "${path}": ${reason}\n`);
    }
    await writeResult(effects, options, { json: networkJson(result), text: networkText(result) });
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof NetworkImportError)) throw error;
    effects.stderr.write(someProblems(error.problems));
    return EXIT.couldNotWork;
  } finally {
    store.close();
  }
}

/** A single wrong file can have a problem in each of its thousand members. */
function someProblems(problems: readonly string[]): string {
  const more = problems.length - MOST_PROBLEMS;
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => `${problem}\n`);
  return `${shown.join('')}${more > 0 ? `… and ${more} more\n` : ''}`;
}
