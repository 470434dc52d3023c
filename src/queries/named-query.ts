import { parseHeader, type QueryHeader, type QueryParameter } from '../sql/header.ts';
import { listSql, loadSql } from '../sql/load.ts';
import type { Parameters } from '../store/store.ts';

export type { QueryParameter } from '../sql/header.ts';

/** The headings under which questions are listed, in their order. */
export const QUERY_SECTIONS = [
  'Who and how much',
  'Where',
  'Which way, at what price',
  'What was refused',
  'What was not answered',
  'Who can reach what',
  'The log itself',
] as const;
export type QuerySection = (typeof QUERY_SECTIONS)[number];

/** A question that ships with flowblame: one file of `queries/`. */
export interface NamedQuery extends QueryHeader {
  readonly name: string;
  readonly section: QuerySection;
  readonly sql: string;
}

/** Files of `queries/` that are not questions. */
const NOT_QUERIES = new Set(['schema', 'session']);

/** All named queries, by section and name. */
export function namedQueries(): readonly NamedQuery[] {
  const queries = listSql('')
    .filter((name) => !NOT_QUERIES.has(name))
    .map((name) => namedQuery(name, loadSql(name)));
  return QUERY_SECTIONS.flatMap((section) => queries.filter((query) => query.section === section));
}

/** @throws Error for a header that cannot be read, or that names no section */
export function namedQuery(name: string, sql: string): NamedQuery {
  const header = parseHeader(name, sql);
  const section = QUERY_SECTIONS.find((known) => known === header.section);
  if (section !== undefined) return { ...header, name, section, sql };
  throw new Error(
    `Cannot read query "${name}": expected a section among "${QUERY_SECTIONS.join('", "')}", found "${header.section ?? ''}"`,
  );
}

/**
 * Typed values for all parameters of a query: those given as text, else the defaults.
 *
 * @throws Error for a parameter that the query does not have or lacks, or a text that is not of its type
 */
export function renderParameters(query: NamedQuery, given: ReadonlyMap<string, string>): Parameters {
  const names = query.parameters.map(({ name }) => name);
  for (const name of given.keys()) {
    if (!names.includes(name)) {
      const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
      throw new Error(`Query "${query.name}" has no parameter "${name}": ${known}`);
    }
  }
  return Object.fromEntries(
    query.parameters.map((parameter) => [
      parameter.name,
      parameterValue(parameter, given.get(parameter.name) ?? defaultOf(query, parameter)),
    ]),
  );
}

function defaultOf(query: NamedQuery, { name, defaultText, meaning }: QueryParameter): string | null {
  if (defaultText !== undefined) return defaultText;
  throw new Error(`Query "${query.name}" needs --param ${name}=…: ${meaning}`);
}

function parameterValue(
  { name, type }: QueryParameter,
  text: string | null,
): string | number | bigint | boolean | null {
  if (text === null) return null;
  switch (type) {
    case 'VARCHAR':
      return text;
    case 'BIGINT':
      if (/^-?[0-9]{1,18}$/.test(text)) return BigInt(text);
      throw new Error(`Parameter "${name}": expected a whole number, found "${text}"`);
    case 'DOUBLE':
      if (/^-?[0-9]+(?:\.[0-9]+)?$/.test(text)) return Number(text);
      throw new Error(`Parameter "${name}": expected a number, found "${text}"`);
    case 'BOOLEAN':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new Error(`Parameter "${name}": expected true or false, found "${text}"`);
  }
}
