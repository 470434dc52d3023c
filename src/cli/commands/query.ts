import type { Command } from 'commander';
import type { NamedQuery, Report } from '../../index.ts';
import { documentHead } from '../document-head.ts';
import { type Effects, writeOutput } from '../effects.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { withOpenStore } from '../open-store.ts';
import {
  checkWindow,
  chosenFormat,
  type CommonOptions,
  pairs,
  type WindowOptions,
  withOutput,
  withStore,
  withWindow,
} from '../options.ts';
import { VERSION } from '../version.ts';

interface QueryOptions extends CommonOptions, WindowOptions {
  readonly param?: ReadonlyMap<string, string>;
  readonly list?: boolean;
}

/** `flowblame query NAME|"SQL"` */
export function addQuery(program: Command, effects: Effects, exit: (code: number) => void): void {
  const command = program
    .command('query')
    .description('ask a named question, or any question in SQL')
    .argument('[query]', 'a name of `flowblame query --list`, or SQL over the view flow_logs and the tables')
    .option('--list', 'list the named queries; with a name, all that is to know of that one')
    .option('--param <name=value>', 'value of a parameter of a named query; repeatable', pairs('NAME=VALUE'));
  withWindow(withOutput(withStore(command))).action(
    async (query: string | undefined, options: QueryOptions) => exit(await runQuery(effects, query, options)),
  );
}

async function runQuery(effects: Effects, text: string | undefined, options: QueryOptions): Promise<number> {
  const { namedQueries } = await import('../../index.ts');
  const queries = namedQueries();
  const named = queries.find(({ name }) => name === text);
  if (!named && text !== undefined && /^[\w-]+$/.test(text)) {
    throw new UsageError(`there is no query "${text}"; "flowblame query --list" shows the names`);
  }
  if (options.list) return listQueries(effects, named ? [named] : queries, options);
  checkWindow(options);
  if (text === undefined || text.trim() === '')
    throw new UsageError('expected the name of a query or SQL; `flowblame query --list` shows the names');
  await (named ? runNamed(effects, named, options) : runSql(effects, text, options));
  return EXIT.done;
}

async function listQueries(
  effects: Effects,
  queries: readonly NamedQuery[],
  options: QueryOptions,
): Promise<number> {
  const { queryListReport, renderReport } = await import('../../index.ts');
  const report = queryListReport(queries, { flowblame: VERSION, command: 'query' });
  await writeOutput(effects, options.output, renderReport(report, chosenFormat(options)));
  return EXIT.done;
}

async function runNamed(effects: Effects, query: NamedQuery, options: QueryOptions): Promise<void> {
  const { renderParameters } = await import('../../index.ts');
  const given = new Map(options.param);
  for (const bound of ['since', 'until'] as const) {
    if (options[bound] !== undefined) given.set(bound, String(options[bound]));
  }
  let parameters: ReturnType<typeof renderParameters>;
  try {
    parameters = renderParameters(query, given);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  await execute(effects, query.sql, parameters, query.name, options);
}

async function runSql(effects: Effects, sql: string, options: QueryOptions): Promise<void> {
  if (options.param) throw new UsageError('--param goes with a named query');
  if (options.since !== undefined || options.until !== undefined) {
    throw new UsageError('--since and --until go with a named query; in SQL, write them into WHERE');
  }
  await execute(effects, sql, {}, null, options);
}

async function execute(
  effects: Effects,
  sql: string,
  parameters: Readonly<Record<string, string | number | bigint | boolean | null>>,
  name: string | null,
  options: QueryOptions,
): Promise<void> {
  const { coverage, coverageJson, DuckDbEngine, renderReport } = await import('../../index.ts');
  await withOpenStore(effects, options, { readOnly: true }, async (store) => {
    const engine = new DuckDbEngine(store);
    const known = coverageJson(await coverage(store));
    const { columns, rows } = await engine.run(sql, parameters);
    const report: Report = {
      head: { ...documentHead('query', options, known), query: name },
      rowsName: 'rows',
      columns: columns.map((column) => column.name),
      rows: () => rows,
    };
    await writeOutput(effects, options.output, renderReport(report, chosenFormat(options)));
    if (options.verbose) effects.stderr.write(`${engine.stats().seconds.toFixed(3)} s\n`);
  });
}
