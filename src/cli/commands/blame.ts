import { type Command, Option } from 'commander';
import { documentHead } from '../document-head.ts';
import { type Effects, writeOutput } from '../effects.ts';
import { EXIT } from '../exit-code.ts';
import { stepNotes, withOpenStore } from '../open-store.ts';
import {
  checkWindow,
  chosenFormat,
  type CommonOptions,
  type WindowOptions,
  withOutput,
  withStore,
  withWindow,
} from '../options.ts';

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
  const { blameReport, coverage, coverageJson, coverageWarnings, judge, renderReport } = await import(
    '../../index.ts'
  );
  checkWindow(options);
  return withOpenStore(effects, options, { mustExist: true }, async (store) => {
    const known = await coverage(store);
    if (!options.quiet) effects.stderr.write(coverageWarnings(known));
    const window = { sinceS: options.since ?? null, untilS: options.until ?? null };
    await judge(store, window, stepNotes(effects, options));
    const format = chosenFormat(options);
    const groupBy = options.groupBy ?? (format === 'table' || format === 'md' ? 'rule' : 'flow');
    const head = documentHead('blame', options, coverageJson(known));
    await writeOutput(effects, options.output, renderReport(blameReport(store, groupBy, head), format));
    return EXIT.done;
  });
}
