import { type Command, InvalidArgumentError, Option } from 'commander';
import type { IngestOptions, IngestResult, InputFormat } from '../../index.ts';
import { type Effects, writeResult } from '../effects.ts';
import { EXIT } from '../exit-code.ts';
import { findSources, type SourceOptions } from '../find-sources.ts';
import {
  checkWindow,
  type CommonOptions,
  parseBytes,
  storeOptions,
  withOutput,
  withStore,
  withWindow,
} from '../options.ts';
import { progressDisplay } from '../progress.ts';

interface IngestCliOptions extends CommonOptions, SourceOptions {
  readonly inputFormat: InputFormat | 'auto';
  readonly fields?: readonly string[];
  readonly concurrency?: number;
  readonly dedupe?: boolean;
  readonly maxDecodedBytes?: number;
  readonly account?: readonly string[];
  readonly regionFilter?: readonly string[];
}

const FORMATS: readonly IngestCliOptions['inputFormat'][] = [
  'auto',
  'text',
  'csv',
  'cloudwatch',
  'firehose',
  'parquet',
];

/** `flowblame ingest SOURCE...` */
export function addIngest(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('ingest')
    .description('read flow logs into the store')
    .argument('<source...>', 'file, folder, glob, s3://bucket/prefix, or - for standard input')
    .addOption(
      new Option('--input-format <format>', 'the form that records come in; auto tells it by content')
        .choices(FORMATS)
        .default('auto'),
    )
    .option(
      '--fields <names>',
      'the fields, in order, of logs without a header: "version account-id …"',
      fieldNames,
    )
    .option('--concurrency <n>', 'objects read at the same time (default: one for each core)', threads)
    .option(
      '--max-decoded-bytes <size>',
      'most that one object may decompress to, like 20GB (default: 64GiB)',
      parseBytes,
    )
    .option('--dedupe', 'leave out records that the store has already, as overlapping flow logs bring them')
    .option('--account <id...>', 'only flow logs that these accounts made, as keys of S3 name them')
    .option('--region-filter <region...>', 'only flow logs of these regions, as keys of S3 name them')
    .option('--endpoint-url <url>', 'of an S3-compatible server')
    .option('--region <region>', "the bucket's region, when neither environment nor profile names it")
    .option('--requester-pays', 'agree to pay for requests to a bucket of somebody else')
    .option('--progress <form>', 'json: a JSON object per second on standard error', progressForm)
    .addHelpText(
      'after',
      '\nText, CSV, JSON of CloudWatch and Firehose, and Parquet, plain or gzip, are told apart by content. What the store\n' +
        'has already is skipped, so a run that was cut off is continued by running it again. Lines that are no record are\n' +
        'kept in the table unparsed_lines with the reason. --since, --until, --account and --region-filter choose objects by\n' +
        'where they lie and how they are named, as AWS delivers them; they leave out no record of an object that is read.\n' +
        'S3 is reached with the ordinary credentials of the AWS SDK: environment, profile, SSO, or role.\n',
    );
  withWindow(withOutput(withStore(command), ['table', 'json']), 'objects that may have records').action(
    async (patterns: string[], options: IngestCliOptions) =>
      exit(await runIngest(effects, patterns, options)),
  );
}

async function runIngest(
  effects: Effects,
  patterns: readonly string[],
  options: IngestCliOptions,
): Promise<number> {
  checkWindow(options);
  const { defaultConcurrency, ingest, ingestJson, ingestText, ingestWarnings, Store } = await import(
    '../../index.ts'
  );
  const { account, regionFilter, ...others } = options;
  const found = await findSources(effects, patterns, {
    ...others,
    ...(account ? { accounts: account } : {}),
    ...(regionFilter ? { regions: regionFilter } : {}),
  });
  const note = (text: string) => {
    if (!options.quiet) effects.stderr.write(text);
  };
  const { leftOut } = found;
  if (leftOut.length > 0) note(leftOutNote(leftOut, 'not named like flow logs'));
  if (options.fields) note(await unknownFieldsNote(options.fields));
  const progress = progressDisplay(effects, options);
  try {
    const store = await Store.open(options.db, {
      ...memoryOptions(options, defaultConcurrency()),
      ...storeOptions(options),
    });
    let result: IngestResult;
    try {
      result = await ingest(store, found.sources, {
        ...ingestOptions(effects, options),
        onProgress: (state) => progress.show(state),
      });
    } finally {
      store.close();
    }
    progress.end();
    const { failures, foreignObjects } = result;
    for (const { object, reason } of failures) effects.stderr.write(`Cannot read "${object}": ${reason}\n`);
    if (foreignObjects.length > 0) note(leftOutNote(foreignObjects, 'no flow logs'));
    note(ingestWarnings(result));
    await writeResult(effects, options, {
      json: ingestJson(result),
      text: ingestText(result, { stages: options.verbose === true }),
    });
    return failures.length > 0 ? EXIT.couldNotWork : EXIT.done;
  } finally {
    progress.end();
    found.close();
  }
}

/** So much holds what one lane has not committed yet. More would only fill up with what has been written. */
const LANE_MEGABYTES = 64;
/** Comparing records takes more, and goes to disk beyond it. */
const DEDUPE_MEGABYTES = 1000;

/** What the store may take when nothing is said; one in memory has nowhere to go. */
function memoryOptions(
  { db, dedupe, concurrency }: IngestCliOptions,
  defaultConcurrency: number,
): { readonly memoryLimit?: string } {
  if (db === ':memory:') return {};
  const lanes = LANE_MEGABYTES * Math.max(2, concurrency ?? defaultConcurrency);
  return { memoryLimit: `${Math.max(lanes, dedupe ? DEDUPE_MEGABYTES : 0)}MB` };
}

function ingestOptions(effects: Effects, options: IngestCliOptions): IngestOptions {
  const { fields, inputFormat, concurrency, maxDecodedBytes, dedupe } = options;
  return {
    dedupe,
    fields,
    inputFormat: inputFormat === 'auto' ? undefined : inputFormat,
    concurrency,
    maxDecodedBytes,
    signal: effects.interrupted,
    now: effects.now,
  };
}

function fieldNames(text: string): readonly string[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('expected the names of fields');
  return names;
}

function threads(text: string): number {
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 to 99');
}

function progressForm(text: string): 'json' {
  if (text === 'json') return text;
  throw new InvalidArgumentError('expected json');
}

/** A misspelt name is taken for a new field, and nothing else would tell. */
async function unknownFieldsNote(fields: readonly string[]): Promise<string> {
  const { FLOW_LOG_FIELDS } = await import('../../index.ts');
  const known = new Set<string>(FLOW_LOG_FIELDS.map(({ name }) => name));
  const unknown = fields.map((name) => name.replaceAll('_', '-')).filter((name) => !known.has(name));
  return unknown.length === 0
    ? ''
    : `No field of AWS, so kept in the column "extra": ${unknown.join(', ')}\n`;
}

function leftOutNote(leftOut: readonly string[], why: string): string {
  const some = leftOut.slice(0, 3).join(', ');
  const what = leftOut.length === 1 ? '1 file that is' : `${leftOut.length} files that are`;
  return `Left out ${what} ${why} (${some}${leftOut.length > 3 ? ', …' : ''})\n`;
}
