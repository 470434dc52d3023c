import { NotFlowLogsError } from './not-flow-logs.ts';
import { FLOW_LOG_FIELDS, type Field, fieldNamed, isTag } from './fields.ts';

/** One column of a table of records (CSV, Parquet), under the name that a header line of text gives it. */
export interface HeaderColumn {
  /** Position among the columns of the table. */
  readonly index: number;
  /** AWS's name with dashes of a known field; any other name in lower case, in characters that a header may have. */
  readonly name: string;
  readonly field: Field | undefined;
  /**
   * Whether white space in its values is to be percent-encoded: tags are read so, and columns that are no field must
   * not cost their row. Of other fields a value with white space is none.
   */
  readonly isEncoded: boolean;
}

/** How tables spell "no value", besides NULL. */
export const EMPTY_VALUES: readonly string[] = ['', 'None'];

/** CloudWatch Logs Insights has its own names for the fields that AWS calls `start` and `end`. */
const INSIGHTS_NAMES: readonly (readonly [string, string])[] = [
  ['starttime', 'start'],
  ['endtime', 'end'],
];
const BY_LETTERS: ReadonlyMap<string, Field> = new Map([
  ...FLOW_LOG_FIELDS.map((field) => [lettersOf(field.name), field] as const),
  ...INSIGHTS_NAMES.flatMap(([letters, name]) => {
    const field = fieldNamed(name);
    return field ? [[letters, field] as const] : [];
  }),
]);
/** Parts of the path of an object in Hive's and Athena's way; they say where a record lies and nothing of it. */
const PARTITIONS: ReadonlySet<string> = new Set(
  ['aws-account-id', 'aws-service', 'aws-region', 'year', 'month', 'day', 'hour', 'date'].map(lettersOf),
);
const SHOWN_COLUMNS = 8;

/** The field that a column is named for, in any case, with dashes, underscores or neither: `srcAddr`, `vpc_id`. */
export function fieldOfColumn(column: string): Field | undefined {
  return BY_LETTERS.get(lettersOf(column));
}

/**
 * The columns that are handed on, in their order. Those that name a partition or begin with `@` (CloudWatch's own) are
 * left out. `what` is the table, for the error.
 *
 * @throws NotFlowLogsError when no column is a field or more are unknown than known
 * @throws Error when one stands there twice
 */
export function columnHeader(columns: readonly string[], what: string): readonly HeaderColumn[] {
  const kept = columns
    .map((column, index) => headerColumn(column, index))
    .filter((column) => column !== null);
  const known = kept.filter(({ field }) => field !== undefined).length;
  if (known === 0 || 2 * known < kept.length) {
    const shown = columns.slice(0, SHOWN_COLUMNS).map((column) => JSON.stringify(column));
    const more = columns.length > SHOWN_COLUMNS ? `, … (${columns.length} in all)` : '';
    throw new NotFlowLogsError(
      `${what} with columns ${shown.join(', ')}${more}: expected names of VPC flow log fields, found ${known}`,
    );
  }
  const twice = kept.find(({ name }, i) => kept.findIndex((column) => column.name === name) !== i);
  if (twice) throw new Error(`${what} has two columns for the field "${twice.name}"`);
  return kept;
}

function headerColumn(column: string, index: number): HeaderColumn | null {
  const field = fieldOfColumn(column);
  if (field) return { index, name: field.name, field, isEncoded: isTag(field) };
  if (column.startsWith('@') || PARTITIONS.has(lettersOf(column))) return null;
  const name = column.toLowerCase().replace(/[^a-z0-9_-]/g, '_');
  return { index, name: /^[a-z]/.test(name) ? name : `x${name}`, field, isEncoded: true };
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}
