import { type Command, Option } from 'commander';
import type { AllowEntry, AnomalyFormat, AnomalyReport, DetectorName, SeverityBand } from '../../index.ts';
import { documentHead } from '../document-head.ts';
import { type Effects, mayColour, writeOutput } from '../effects.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readJson, readText } from '../input-file.ts';
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

interface AnomaliesOptions extends Omit<CommonOptions, 'format'>, WindowOptions {
  readonly format?: AnomalyFormat;
  readonly failOn?: SeverityBand;
  readonly thresholds?: string;
  readonly allow?: string;
  readonly ipList?: string;
  readonly detector?: readonly string[];
  readonly all?: boolean;
}

/** The least severe first, as `--fail-on` takes them. */
const BANDS: readonly SeverityBand[] = ['info', 'low', 'medium', 'high', 'critical'];
const FORMATS: readonly AnomalyFormat[] = ['table', 'json', 'ndjson', 'csv', 'md', 'ocsf'];

/** `flowblame anomalies` */
export function addAnomalies(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('anomalies')
    .description(
      'find what is unusual: scans, guessed passwords, beacons, data that leaves, rules that broke something',
    )
    .addOption(
      new Option('--fail-on <severity>', 'end with exit code 3 when something is as severe, or more').choices(
        [...BANDS],
      ),
    )
    .option(
      '--thresholds <file>',
      'JSON of thresholds in the place of the detectors\' own: {"port-scan": {"failed_ports": 20}}',
    )
    .option(
      '--allow <file>',
      'JSON of what is expected: [{"detector": …, "actor": …, "target": …, "port": …, "until": …, "reason": …}]',
    )
    .option(
      '--ip-list <file>',
      'addresses and CIDR blocks, one on a line, that nobody should be in contact with',
    )
    .option('--detector <name...>', 'only these detectors')
    .option('--all', 'everything that was found, not just the 25 that weigh most')
    .addHelpText(
      'after',
      '\nThe first lines are what to look at first. Records before --since are history: with seven days of them the report also says what is\n' +
        'new. Each finding has a query for the connections behind it, and docs/anomalies.md tells what each detector sees and what fools it.\n',
    );
  withWindow(withOutput(withStore(command), FORMATS)).action(async (options: AnomaliesOptions) =>
    exit(await runAnomalies(effects, options)),
  );
}

async function runAnomalies(effects: Effects, options: AnomaliesOptions): Promise<number> {
  const { anomalies, coverage, coverageJson, coverageWarnings, expiredEntries, renderAnomalies } =
    await import('../../index.ts');
  checkWindow(options);
  const detectors = await knownDetectors(options.detector);
  const { thresholds, allow, list } = await readFiles(options);
  const { format: _, ...plain } = options;
  return withOpenStore(effects, plain, { mustExist: true }, async (store) => {
    const known = await coverage(store);
    if (!options.quiet) effects.stderr.write(coverageWarnings(known));
    const report = await anomalies(store, {
      window: { sinceS: options.since ?? null, untilS: options.until ?? null },
      ...(detectors === null ? {} : { detectors }),
      thresholds,
      allow,
      list,
      ...(options.all ? { most: null } : {}),
      onStep: stepNotes(effects, plain),
    });
    if (!options.quiet && report.toS !== null) {
      effects.stderr.write(expiryWarnings(expiredEntries(allow, report.toS), options.allow ?? ''));
    }
    const text = renderAnomalies(
      report,
      documentHead('anomalies', options, coverageJson(known)),
      formatAmong(FORMATS, options),
      { colour: mayColour(effects, options.output), db: options.db },
    );
    await writeOutput(effects, options.output, text);
    return failsOn(report, options.failOn) ? EXIT.answerIsNo : EXIT.done;
  });
}

/** @throws UsageError for a name that no detector has */
async function knownDetectors(names: readonly string[] | undefined): Promise<readonly DetectorName[] | null> {
  if (names === undefined) return null;
  const { DETECTORS } = await import('../../index.ts');
  return names.map((name) => {
    const found = DETECTORS.find((detector) => detector === name);
    if (found) return found;
    throw new UsageError(`--detector: there is no "${name}"; expected one of ${DETECTORS.join(', ')}`);
  });
}

/** @throws Error naming the file that cannot be read, or what is wrong in it and where */
async function readFiles({ thresholds, allow, ipList }: AnomaliesOptions) {
  const { parseAddressList, parseAllowList, parseThresholds } = await import('../../index.ts');
  const checked = (given: unknown) => {
    parseThresholds(given);
    return given;
  };
  return {
    thresholds: thresholds === undefined ? {} : await readJson(thresholds, 'detectors', checked),
    allow: allow === undefined ? [] : parseAllowList(await readText(allow), allow),
    list: ipList === undefined ? [] : parseAddressList(await readText(ipList), ipList),
  };
}

function expiryWarnings(entries: readonly AllowEntry[], path: string): string {
  return entries
    .map(({ reason, untilS }) => {
      const until = new Date((untilS ?? 0) * 1000).toISOString();
      return `"${path}": the entry "${reason}" ended at ${until}; what began later is shown\n`;
    })
    .join('');
}

/** Whether something is at least as severe, shown or not; a story is as severe as its gravest finding. */
function failsOn({ stories, findings, notShown }: AnomalyReport, least: SeverityBand | undefined): boolean {
  if (least === undefined) return false;
  const grave = BANDS.slice(BANDS.indexOf(least));
  return (
    [...stories, ...findings].some(({ band }) => grave.includes(band)) ||
    grave.some((band) => notShown[band] > 0)
  );
}
