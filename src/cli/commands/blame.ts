import { type Command, Option } from 'commander';
import { type Effects, writeOutput } from '../effects.ts';
import { EXIT } from '../exit-code.ts';
import {
  checkWindow,
  chosenFormat,
  type CommonOptions,
  type WindowOptions,
  windowJson,
  withOutput,
  withStore,
  withWindow,
  storeOptions,
} from '../options.ts';
import { VERSION } from '../version.ts';

interface BlameOptions extends CommonOptions, WindowOptions {
  readonly groupBy?: 'rule' | 'flow';
}

/** `flowblame blame` */
export function addBlame(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('blame')
    .description('name the rule behind every REJECT')
    .addOption(
      new Option(
        '--group-by <what>',
        'rule: sums by deciding rule and target (default of table and md); flow: every flow',
      ).choices(['rule', 'flow']),
    )
    .addHelpText(
      'after',
      '\nEvery distinct refused flow gets a verdict: nacl-deny, nacl-implicit-deny, sg-no-allow, late-packet, bpa, encryption-control,\n' +
        'rules-allow, indeterminate or unknown-interface. They stay in the store as the view verdicts.\n',
    );
  withWindow(withOutput(withStore(command))).action(async (options: BlameOptions) =>
    exit(await runBlame(effects, options)),
  );
}

async function runBlame(effects: Effects, options: BlameOptions): Promise<number> {
  const { blameReport, coverage, coverageJson, coverageWarnings, judge, renderReport, Store } = await import(
    '../../index.ts'
  );
  checkWindow(options);
  const store = await Store.open(options.db, { ...storeOptions(options), mustExist: true });
  const stop = () => store.interrupt();
  effects.interrupted.addEventListener('abort', stop);
  try {
    const known = await coverage(store);
    if (!options.quiet) effects.stderr.write(coverageWarnings(known));
    await judge(
      store,
      { sinceS: options.since ?? null, untilS: options.until ?? null },
      (step, milliseconds) => {
        effects.interrupted.throwIfAborted();
        if (options.verbose) effects.stderr.write(`${milliseconds.toFixed(0).padStart(6)} ms  ${step}\n`);
      },
    );
    const format = chosenFormat(options);
    const groupBy = options.groupBy ?? (format === 'table' || format === 'md' ? 'rule' : 'flow');
    const head = {
      flowblame: VERSION,
      command: 'blame',
      window: windowJson(options),
      coverage: coverageJson(known),
    };
    await writeOutput(effects, options.output, renderReport(blameReport(store, groupBy, head), format));
    return EXIT.done;
  } finally {
    effects.interrupted.removeEventListener('abort', stop);
    store.close();
  }
}
