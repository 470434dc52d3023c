import { type Command, InvalidArgumentError } from 'commander';
import type { IngestProgress, IngestResult, Source } from '../../index.ts';
import { type Effects, writeResult } from '../effects.ts';
import { EXIT } from '../exit-code.ts';
import { type CommonOptions, withOutput, withStore, storeOptions } from '../options.ts';

interface IngestCliOptions extends CommonOptions {
  readonly fields?: readonly string[];
}

/** `flowblame ingest SOURCE...` */
export function addIngest(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('ingest')
    .description('read flow logs into the store')
    .argument('<source...>', 'file, folder, glob, or - for standard input')
    .option(
      '--fields <names>',
      'the fields, in order, of logs without a header: "version account-id …"',
      fieldNames,
    )
    .addHelpText(
      'after',
      '\nPlain text and gzip are told apart by content. What the store has already is skipped, so a run that was cut off is\n' +
        'continued by running it again. Lines that are no record are kept in the table unparsed_lines with the reason.\n',
    );
  withOutput(withStore(command), ['table', 'json']).action(
    async (patterns: string[], options: IngestCliOptions) =>
      exit(await runIngest(effects, patterns, options)),
  );
}

async function runIngest(
  effects: Effects,
  patterns: readonly string[],
  options: IngestCliOptions,
): Promise<number> {
  const { ingest, ingestJson, ingestText, ingestWarnings, Store } = await import('../../index.ts');
  const { sources, leftOut } = await findSources(effects, patterns);
  const note = (text: string) => {
    if (!options.quiet) effects.stderr.write(text);
  };
  if (leftOut.length > 0) note(leftOutNote(leftOut));
  if (options.fields) note(await unknownFieldsNote(options.fields));
  const store = await Store.open(options.db, storeOptions(options));
  const progress = progressLine(effects, options);
  try {
    const result: IngestResult = await ingest(store, sources, {
      ...(options.fields ? { fields: options.fields } : {}),
      signal: effects.interrupted,
      now: effects.now,
      onProgress: (state) => progress.show(state),
    });
    progress.clear();
    for (const { object, reason } of result.failures)
      effects.stderr.write(`Cannot read "${object}": ${reason}\n`);
    note(ingestWarnings(result));
    await writeResult(effects, options, { json: ingestJson(result), text: ingestText(result) });
    return result.failures.length > 0 ? EXIT.couldNotWork : EXIT.done;
  } finally {
    progress.clear();
    store.close();
  }
}

async function findSources(
  effects: Effects,
  patterns: readonly string[],
): Promise<{ readonly sources: readonly Source[]; readonly leftOut: readonly string[] }> {
  const { localSources, streamSource } = await import('../../index.ts');
  const sources = new Map<string, Source>();
  const leftOut: string[] = [];
  for (const pattern of patterns) {
    const found =
      pattern === '-'
        ? { sources: [streamSource(effects.stdin, 'stdin')], leftOut: [] }
        : await localSources(pattern);
    for (const source of found.sources) sources.set(source.name, source);
    leftOut.push(...found.leftOut);
  }
  return { sources: [...sources.values()], leftOut };
}

function fieldNames(text: string): readonly string[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('expected the names of fields');
  return names;
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

function leftOutNote(leftOut: readonly string[]): string {
  const some = leftOut.slice(0, 3).join(', ');
  const what = leftOut.length === 1 ? '1 file that is' : `${leftOut.length} files that are`;
  return `Left out ${what} not named like flow logs (${some}${leftOut.length > 3 ? ', …' : ''})\n`;
}

/** One line on a terminal's standard error, rewritten at most ten times a second. */
function progressLine(effects: Effects, options: IngestCliOptions) {
  const shown = options.progress && !options.quiet && effects.stderr.isTTY === true;
  let last = 0;
  return {
    show({ object, objectsDone, objectsTotal, records }: IngestProgress): void {
      const now = effects.now().getTime();
      if (!shown || now - last < 100) return;
      last = now;
      effects.stderr.write(`\r\u001b[K${objectsDone + 1}/${objectsTotal} ${object}: ${records} records`);
    },
    clear(): void {
      if (shown) effects.stderr.write('\r\u001b[K');
    },
  };
}
