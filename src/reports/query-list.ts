import type { NamedQuery, QueryParameter } from '../queries/named-query.ts';
import type { Report } from './report.ts';
import { hanging } from './terminal-lines.ts';
import { jsonText } from './values.ts';

const COLUMNS = ['name', 'section', 'title', 'answers', 'parameters'] as const;

/** Parameters that most queries have; the list tells of them once. */
const COMMON = ['limit', 'since', 'until'];

/** The named queries: for a person a table of contents, or all that is to know when there is only one. */
export function queryListReport(
  queries: readonly NamedQuery[],
  head: Readonly<Record<string, unknown>>,
): Report {
  const [only] = queries;
  return {
    head,
    rowsName: 'queries',
    columns: COLUMNS,
    async *rows() {
      yield queries.map(({ name, section, title, answers, parameters }) => [
        name,
        section,
        title,
        answers,
        parameters.map(assignment).join(' '),
      ]);
    },
    async *jsonRows() {
      yield queries.map((query) => jsonText(queryJson(query)));
    },
    async *text() {
      yield queries.length === 1 && only ? wholeText(only) : contentsText(queries);
    },
  };
}

function queryJson({ name, section, title, answers, parameters }: NamedQuery): object {
  return { name, section, title, answers, parameters: parameters.map(parameterJson) };
}

function parameterJson({ name, type, defaultText, meaning }: QueryParameter): object {
  return { name, type, required: defaultText === undefined, default: defaultText ?? null, meaning };
}

function contentsText(queries: readonly NamedQuery[]): string {
  const width = Math.max(...queries.map(({ name }) => name.length));
  const sections = [...new Set(queries.map(({ section }) => section))];
  const chapters = sections.map((section) => {
    const own = queries.filter((query) => query.section === section);
    return `${section.toUpperCase()}\n${own.map((query) => entry(query, width)).join('')}\n`;
  });
  return chapters.join('') + commonParameters(queries);
}

/** The question without the remarks after it, and the parameters that few queries have. */
function entry({ name, answers, parameters }: NamedQuery, width: number): string {
  const [question = answers] = answers.split(/(?<=\?) /);
  const own = parameters.filter((parameter) => !COMMON.includes(parameter.name));
  const indent = ' '.repeat(width + 4);
  return (
    hanging(`  ${name.padEnd(width)}  `, question) +
    own.map((parameter) => hanging(`${indent}--param ${assignment(parameter)}  `, parameter.meaning)).join('')
  );
}

function commonParameters(queries: readonly NamedQuery[]): string {
  const unbounded = queries.filter(({ parameters }) => !parameters.some(({ name }) => name === 'since'));
  return (
    hanging(
      '--since TIME, --until TIME  ',
      `only records that start in this time; not of ${unbounded.map(({ name }) => name).join(', ')}`,
    ) +
    '--param limit=N             so many rows, where there may be many\n' +
    'NAME --list                 all that is to know of one of them\n'
  );
}

function wholeText({ name, title, section, answers, parameters }: NamedQuery): string {
  return (
    `${name}: ${title} (${section})\n\n${hanging('  ', answers)}\n` +
    parameters.map((parameter) => hanging(`  --param ${assignment(parameter)}  `, parameter.meaning)).join('')
  );
}

/** `limit=20`; `since=…` where there is no default, or it is NULL. */
function assignment({ name, defaultText }: QueryParameter): string {
  return `${name}=${defaultText ?? '…'}`;
}
