import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DuckDbEngine } from '../../src/engines/duckdb.ts';
import {
  namedQueries,
  type NamedQuery,
  QUERY_SECTIONS,
  type QueryParameter,
  renderParameters,
} from '../../src/queries/named-query.ts';
import type { Store } from '../../src/store/store.ts';
import { openStore } from '../store/stores.ts';

const PAGE = join(import.meta.dirname, '../../docs/queries.md');

/** What the introduction says of the parameters that many queries have. */
const USUAL = [
  'rows to show',
  'records that start at or after this time, Unix seconds',
  'records that start before this time, Unix seconds',
];

const INTRODUCTION = `# Named queries

\`flowblame query NAME\` asks one of these, each a file of [queries/](../queries) that may be copied and changed: \`flowblame query "$(cat mine.sql)"\`.
\`flowblame query --list\` shows them in short. This page is made from the headers of those files by \`npm run docs:queries\`.

Parameters are given as \`--param NAME=VALUE\`. Those that many queries have are

- \`since\` and \`until\`, Unix seconds: only records that start at or after, and before, these times. \`--since\` and \`--until\` take dates, too;
- \`limit\`: so many rows.

Fields have AWS's own names. What a log lacks is NULL, and a query that needs it has no rows, or one row for all that is not known.
Between two own interfaces both log a packet. What is told of a pair of addresses, or summed over pairs, counts it once: of the interfaces that log
the pair, the one that saw most stands for all. Other sums are of what each interface logged.
`;

async function section(heading: string, queries: readonly NamedQuery[], store: Store): Promise<string> {
  const entries: string[] = [];
  for (const query of queries) entries.push(await entry(query, store));
  return [`## ${heading}`, ...entries].join('\n\n');
}

async function entry(query: NamedQuery, store: Store): Promise<string> {
  const { name, answers, parameters } = query;
  const columns = (await columnsOf(query, store)).map((column) => `\`${column}\``).join(' ');
  return [
    `### [\`${name}\`](../queries/${name}.sql)`,
    answers,
    [
      ...(parameters.length === 0 ? [] : [`- parameters: ${parameters.map(parameter).join(' ')}`]),
      ...parameters
        .filter(({ meaning }) => !USUAL.includes(meaning))
        .map(({ name: own, type, meaning }) => `- \`${own}\` (${type}): ${meaning}`),
      `- columns: ${columns}`,
    ].join('\n'),
  ].join('\n\n');
}

function parameter({ name, defaultText }: QueryParameter): string {
  if (defaultText === undefined) return `\`${name}\` (must be given)`;
  return defaultText === null ? `\`${name}\`` : `\`${name}=${defaultText}\``;
}

async function columnsOf(query: NamedQuery, store: Store): Promise<readonly string[]> {
  const needed = query.parameters.filter(({ defaultText }) => defaultText === undefined);
  const parameters = renderParameters(query, new Map(needed.map(({ name }) => [name, ''])));
  const { columns } = await new DuckDbEngine(store).run(query.sql, parameters);
  return columns.map(({ name }) => name);
}

// `npm run docs:queries` writes the page again.
it('docs/queries.md says what the headers of the queries say, and the columns of their results', async () => {
  const store = await openStore();
  const sections: string[] = [];
  for (const heading of QUERY_SECTIONS) {
    const queries = namedQueries().filter((query) => query.section === heading);
    sections.push(await section(heading, queries, store));
  }
  await expect(`${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`).toMatchFileSnapshot(PAGE);
});
