import type { Command } from 'commander';
import type { IngestProgress, IngestResult, Source } from '../../index.ts';
import { type Effects, writeOutput } from '../effects.ts';
import { EXIT } from '../exit-code.ts';
import { type CommonOptions, withOutput, withStore } from '../options.ts';

interface IngestCliOptions extends CommonOptions {
  readonly fields?: string;
}

/** `flowblame ingest SOURCE...` */
export function addIngest(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('ingest')
    .description('read flow logs into the store')
    .argument('<source...>', 'file, folder, glob, or - for standard input')
    .option('--fields <names>', 'the fields, in order, of logs without a header: "version account-id …"')
    .addHelpText(
      'after',
      '\nPlain text and gzip are told apart by content. What the store has already is skipped, so a run that was cut off is\n' +
        'continued by running it again. Lines that are no record are kept in the table unparsed_lines with the reason.\n',
    );
  withOutput(withStore(command), ['table', 'json']).action(async (patterns: string[], options: IngestCliOptions) =>
    exit(await runIngest(effects, patterns, options)),
  );
}

async function runIngest(
  effects: Effects,
  patterns: readonly string[],
  options: IngestCliOptions,
): Promise<number> {
  const { ingest, ingestJson, ingestText, ingestWarnings, Store } = await import('../../index.ts');
  const fields = options.fields?.split(/[\s,]+/).filter((name) => name !== '');
  const { sources, leftOut } = await findSources(effects, patterns);
  const note = (text: string) => {
    if (!options.quiet) effects.stderr.write(text);
  };
  if (leftOut.length > 0) note(leftOutNote(leftOut));
  const store = await Store.open(options.db);
  const progress = progressLine(effects, options);
  try {
    const result: IngestResult = await ingest(store, sources, {
      ...(fields ? { fields } : {}),
      signal: effects.interrupted,
      now: effects.now,
      onProgress: progress.show,
    });
    progress.clear();
    for (const { object, reason } of result.failures) effects.stderr.write(`Cannot read "${object}": ${reason}\n`);
    note(ingestWarnings(result));
    const text = options.format === 'json' ? ingestJson(result) : ingestText(result);
    if (options.format === 'json' || !options.quiet) await writeOutput(effects, options.output, once(text));
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

function leftOutNote(leftOut: readonly string[]): string {
  const some = leftOut.slice(0, 3).join(', ');
  return `Left out ${leftOut.length} files that are not named like flow logs (${some}${leftOut.length > 3 ? ', …' : ''})\n`;
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

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
