import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DailyFormat, TimeWindow } from '../../index.ts';
import { documentHead } from '../document-head.ts';
import { type Effects, mayColour, writeOutput } from '../effects.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readJson } from '../input-file.ts';
import { stepNotes, withOpenStore } from '../open-store.ts';
import {
  checkWindow,
  type CommonOptions,
  formatAmong,
  type WindowOptions,
  withOutput,
  withStore,
  withWindow,
} from '../options.ts';

interface ReportOptions extends Omit<CommonOptions, 'format'>, WindowOptions {
  readonly format?: DailyFormat;
  /** Unix seconds at which the day begins. */
  readonly day?: number;
  readonly prices?: string;
}

const FORMATS: readonly DailyFormat[] = ['table', 'json', 'md', 'html'];
const DAY_S = 86_400;

/** `flowblame report` */
export function addReport(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('report')
    .description(
      'a day in one document: what was refused by which rule, who talks to whom, what the Internet reached, what is unusual, what it costs',
    )
    .addOption(
      new Option(
        '--day <date>',
        'this day, UTC, like 2026-03-02 (default: the last whole day in the store)',
      ).argParser(parseDay),
    )
    .option(
      '--prices <file>',
      'JSON of prices in the place of the list prices: {"asOf": "2026-10-02", "usdPerGb": {"eu-west-1": {"nat-processing": 0.048}}}',
    )
    .addHelpText(
      'after',
      '\nWithout --day, --since or --until it is about the last whole day in the store, or about all of it when it holds none. Blame is run\n' +
        'first. Changes and what is new need earlier days in the same store. What cannot be told is listed at the end, with the reason.\n',
    );
  withWindow(withOutput(withStore(command), FORMATS)).action(async (options: ReportOptions) =>
    exit(await runReport(effects, options)),
  );
}

async function runReport(effects: Effects, options: ReportOptions): Promise<number> {
  const { coverage, coverageJson, coverageWarnings, dailyReport, parsePrices, renderDaily } = await import(
    '../../index.ts'
  );
  checkWindow(options);
  const window = askedWindow(options);
  const prices =
    options.prices === undefined ? {} : { prices: await readJson(options.prices, 'prices', parsePrices) };
  const { format: _, ...plain } = options;
  return withOpenStore(effects, plain, { mustExist: true }, async (store) => {
    const known = await coverage(store);
    if (!options.quiet) effects.stderr.write(coverageWarnings(known));
    const report = await dailyReport(store, window, { ...prices, onStep: stepNotes(effects, plain) });
    const { sinceS, untilS } = report.window;
    const chosen = {
      ...(sinceS === null ? {} : { since: sinceS }),
      ...(untilS === null ? {} : { until: untilS }),
    };
    const head = documentHead('report', chosen, coverageJson(known));
    const text = renderDaily(report, head, formatAmong(FORMATS, options), {
      colour: mayColour(effects, options.output),
      db: options.db,
    });
    await writeOutput(effects, options.output, text);
    return EXIT.done;
  });
}

/** @throws UsageError for a day together with a window */
function askedWindow({ day, since, until }: ReportOptions): TimeWindow | null {
  if (day !== undefined) {
    if (since !== undefined || until !== undefined)
      throw new UsageError('--day cannot be used together with --since or --until');
    return { sinceS: day, untilS: day + DAY_S };
  }
  return since === undefined && until === undefined ? null : { sinceS: since ?? null, untilS: until ?? null };
}

function parseDay(text: string): number {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 30 February is a date to JavaScript: the first of March.
  const isDay = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
  if (!isDay) throw new InvalidArgumentError('expected a date like 2026-03-02');
  return milliseconds / 1000;
}
