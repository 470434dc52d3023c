import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellText } from '../../src/reports/values.ts';

const FOLDER = join(import.meta.dirname, 'cases');
export const DAY_S = 86_400;

/**
 * A named query on records of its own: `cases/NAME.txt` holds a sentence with the parameters under it, a flow log, and the rows
 * that are expected, with an empty line between them. Times in the log, and `until`, are seconds of the case's own day.
 */
export interface QueryCase {
  readonly query: string;
  readonly why: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly log: string;
  /** When the case's day begins. Whatever else is in the store lies on other days. */
  readonly dayS: number;
  /** The columns, and then each row; see {@link comparable}. */
  readonly expected: readonly (readonly string[])[];
}

/** All cases, each on a day of its own. */
export function queryCases(): readonly QueryCase[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((file, i) =>
      queryCase(file.replace(/\.txt$/, ''), readFileSync(join(FOLDER, file), 'utf8'), (i + 1) * DAY_S),
    );
}

function queryCase(query: string, text: string, dayS: number): QueryCase {
  const [head = '', log = '', rows = ''] = text.split('\n\n');
  const [why = '', ...assignments] = head.split('\n');
  const given = new Map(
    assignments.map((line): [string, string] => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]),
  );
  const window = { since: String(dayS), until: String(dayS + Number(given.get('until') ?? DAY_S)) };
  return {
    query,
    why,
    parameters: new Map([...given, ...Object.entries(window)]),
    log: onDay(log, dayS),
    dayS,
    expected: rows
      .trim()
      .split('\n')
      .map((line) => line.split(' ')),
  };
}

/** The log with its times on the given day. Lines that are no records stay as they are. */
function onDay(log: string, dayS: number): string {
  const [header = '', ...lines] = log.split('\n');
  const fields = header.split(' ');
  const moved = lines.map((line) => {
    const tokens = line.split(' ');
    if (tokens.length !== fields.length) return line;
    return tokens
      .map((token, i) => (['start', 'end'].includes(fields[i] ?? '') ? Number(token) + dayS : token))
      .join(' ');
  });
  return `${[header, ...moved].join('\n')}\n`;
}

/** A cell as cases have it: `-` for NULL, `_` for a space, times on the first day of 1970. */
export function comparable(column: string, cell: unknown, dayS: number): string {
  if (cell === null) return '-';
  if (typeof cell === 'number' && /_(?:seen|accepted|rejected)_s$/.test(column)) return String(cell - dayS);
  const text = cellText(cell);
  if (/^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(text)) {
    return new Date(Date.parse(text) - dayS * 1000).toISOString().replace('.000Z', 'Z');
  }
  return text.replaceAll(' ', '_');
}
