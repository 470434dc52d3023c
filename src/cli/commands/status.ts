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

interface StatusCliOptions extends CommonOptions, WindowOptions {
  /** Minutes. */
  readonly gap?: number;
  readonly limit?: number;
}

/** Members of each list: what a screen holds, and what a script may want. */
const LIMITS = { table: 10, others: 1000 } as const;

/** `flowblame status` */
export function addStatus(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('status')
    .description('tell what the store holds and what is missing: gaps, SKIPDATA, fields, unparsed lines')
    .option(
      '--gap <minutes>',
      'longest silence that is no gap (default: twice the aggregation interval, at least 20)',
      wholeNumber,
    )
    .option(
      '--limit <n>',
      `most rows of each list, the worst first (default: ${LIMITS.table} in a table, else ${LIMITS.others})`,
      wholeNumber,
    )
    .addHelpText(
      'after',
      '\nA gap is a silence of an interface that logged before and after it, without even a NODATA record, or of all interfaces\n' +
        'of an account in a region. With --since and --until, silences at the edges of the window are gaps of the latter kind.\n' +
        'csv, ndjson and md have one row per interface; json has everything.\n',
    );
  withWindow(withOutput(withStore(command))).action(async (options: StatusCliOptions) =>
    exit(await runStatus(effects, options)),
  );
}

async function runStatus(effects: Effects, options: StatusCliOptions): Promise<number> {
  const { coverage, coverageJson, interfaceStatuses, renderReport, statusReport, storeStatus } = await import(
    '../../index.ts'
  );
  checkWindow(options);
  return withOpenStore(effects, options, { readOnly: true }, async (store) => {
    const format = chosenFormat(options);
    const asked = {
      sinceS: options.since ?? null,
      untilS: options.until ?? null,
      gapS: options.gap === undefined ? null : options.gap * 60,
      limit: options.limit ?? (format === 'table' ? LIMITS.table : LIMITS.others),
    };
    const status = await storeStatus(store, asked, stepNotes(effects, options));
    const known = await coverage(store);
    const head = documentHead('status', options, coverageJson(known));
    const report = statusReport(status, known, () => interfaceStatuses(store), head);
    await writeOutput(effects, options.output, renderReport(report, format));
    return EXIT.done;
  });
}
