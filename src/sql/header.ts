/** A parameter of a named query. */
export interface QueryParameter {
  readonly name: string;
  readonly type: 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'BOOLEAN';
  /** Text of the default; null for NULL; none when the parameter must be given. */
  readonly defaultText?: string | null;
  readonly meaning: string;
}

/** The comment on top of a named query. */
export interface QueryHeader {
  readonly title: string;
  /** The heading under which a named query is listed. */
  readonly section?: string;
  /** The question that the query answers. */
  readonly answers: string;
  readonly parameters: readonly QueryParameter[];
}

const PARAMETER = /^(\w+) (BIGINT|DOUBLE|VARCHAR|BOOLEAN)(?: = ('[^']*'|\S+))?: (.+)$/;

/**
 * Reads a query's header: `-- title: …`, `-- section: …` where it is listed, `-- answers: …`, and for each parameter
 * `-- $name TYPE = default: meaning`, without the default where the parameter must be given.
 *
 * @throws Error naming the line that is not of this form
 */
export function parseHeader(name: string, sql: string): QueryHeader {
  const lines = sql.split('\n').filter((line) => line.startsWith('-- '));
  const optional = (key: string) =>
    lines.find((line) => line.startsWith(`-- ${key}: `))?.slice(`-- ${key}: `.length);
  const member = (key: string) =>
    optional(key) ?? fail(`Cannot read query "${name}": its header has no "${key}"`);
  const parameters = lines
    .filter((line) => line.startsWith('-- $'))
    .map(
      (line) => parseParameter(line.slice('-- $'.length)) ?? fail(`Cannot read query "${name}": "${line}"`),
    );
  const section = optional('section');
  return {
    title: member('title'),
    ...(section === undefined ? {} : { section }),
    answers: member('answers'),
    parameters,
  };
}

function parseParameter(text: string): QueryParameter | null {
  const match = PARAMETER.exec(text);
  if (!match) return null;
  const [, name = '', type = '', value, meaning = ''] = match;
  const parameter = { name, type: type as QueryParameter['type'], meaning };
  if (value === undefined) return parameter;
  return { ...parameter, defaultText: value === 'NULL' ? null : value.replace(/^'(.*)'$/, '$1') };
}

function fail(message: string): never {
  throw new Error(message);
}
