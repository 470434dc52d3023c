import type { Command } from 'commander';
import { documentHead } from '../document-head.ts';
import { type Effects, writeOutput } from '../effects.ts';
import { EXIT } from '../exit-code.ts';
import { stepNotes, withOpenStore } from '../open-store.ts';
import {
  checkWindow,
  chosenFormat,
  type CommonOptions,
  type WindowOptions,
  wholeNumber,
  withOutput,
  withStore,
  withWindow,
} from '../options.ts';

interface ConnectivityOptions extends CommonOptions, WindowOptions {
  readonly limit?: number;
}

/** Pairs of each cause: what a screen holds, and what a script may want. */
const LIMITS = { table: 8, others: 1000 } as const;

/** `flowblame connectivity` */
export function addConnectivity(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('connectivity')
    .description('find the pairs of hosts that are let through one way only')
    .option(
      '--limit <n>',
      `most pairs of each cause, those with the most records first (default: ${LIMITS.table} in a table, else ${LIMITS.others})`,
      wholeNumber,
    )
    .addHelpText(
      'after',
      '\nA pair is a client, a server, a protocol and a port of the server. It is broken when requests were let through and then refused\n' +
        'further on (request-refused), when their answers were refused (reply-refused), or when nothing came back (unanswered). The rule\n' +
        'is the one that blame names, which is run first. Clients on the Internet are summed up, one row for each cause.\n',
    );
  withWindow(withOutput(withStore(command))).action(async (options: ConnectivityOptions) =>
    exit(await runConnectivity(effects, options)),
  );
}

async function runConnectivity(effects: Effects, options: ConnectivityOptions): Promise<number> {
  const {
    connectivityReport,
    coverage,
    coverageJson,
    coverageWarnings,
    findBrokenPairs,
    judge,
    renderReport,
  } = await import('../../index.ts');
  checkWindow(options);
  return withOpenStore(effects, options, { mustExist: true }, async (store) => {
    const known = await coverage(store);
    if (!options.quiet) effects.stderr.write(coverageWarnings(known));
    const window = { sinceS: options.since ?? null, untilS: options.until ?? null };
    const notes = stepNotes(effects, options);
    await judge(store, window, notes);
    const format = chosenFormat(options);
    const limit = options.limit ?? (format === 'table' ? LIMITS.table : LIMITS.others);
    const found = await findBrokenPairs(store, { window, limit }, notes);
    const head = documentHead('connectivity', options, coverageJson(known));
    await writeOutput(
      effects,
      options.output,
      renderReport(connectivityReport(found, head, options.db), format),
    );
    return EXIT.done;
  });
}
