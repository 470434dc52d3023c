import { columnHeader, type HeaderColumn } from '../model/column-header.ts';

/** The values of a row of a Parquet file in the text of a line. */
export interface ParquetLine {
  /** The header line, without its line feed. */
  readonly header: string;
  readonly width: number;
  /** What stands for the values in SQL, where no text holds white space. */
  readonly values: string;
  /** The same where one may: its row becomes a line that is refused. */
  readonly markedValues: string;
}

const INTEGER = /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/;
const FRACTION = /^(?:FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const TIME = /^(?:DATE|TIMESTAMP.*)$/;

/**
 * How the columns of a Parquet file become a line.
 *
 * @throws Error when they are not those of a flow log
 */
export function parquetLine(
  columns: readonly { readonly name: string; readonly type: string }[],
): ParquetLine {
  const kept = columnHeader(
    columns.map(({ name }) => name),
    'a Parquet file',
  );
  const valuesIn = (text: string) =>
    kept.map((column) => {
      const { name = '', type = '' } = columns[column.index] ?? {};
      return `parquet_${macroOf(column, type, text)}("${name.replaceAll('"', '""')}")`;
    });
  return {
    header: kept.map(({ name }) => name).join(' '),
    width: kept.length,
    values: valuesIn('text').join(', '),
    markedValues: valuesIn('marked_text').join(', '),
  };
}

/** The macro that spells a column, without `parquet_`; `text` where it is plain text. */
function macroOf({ field, isEncoded }: HeaderColumn, type: string, text: string): string {
  if (INTEGER.test(type)) return field?.name === 'account-id' ? 'account_number' : 'number';
  if (isEncoded) return 'encoded_text';
  if (FRACTION.test(type)) return 'fraction';
  return TIME.test(type) ? 'time' : text;
}
