import type { DuckDBValue } from '@duckdb/node-api';
import { formatAddressKey } from '../model/address.ts';
import {
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from './duckdb.ts';

/** A row as {@link Store.rows} gives it, read by column name. */
export class RowReader {
  readonly #row: Readonly<Record<string, DuckDBValue>>;

  constructor(row: Readonly<Record<string, DuckDBValue>>) {
    this.#row = row;
  }

  textOrNull(column: string): string | null {
    const value = this.#row[column];
    return value === null || value === undefined ? null : String(value);
  }

  text(column: string): string {
    return this.textOrNull(column) ?? '';
  }

  /** A whole number below 2^53. */
  numberOrNull(column: string): number | null {
    const value = this.#row[column];
    return value === null || value === undefined ? null : Number(value);
  }

  /** The address that a pair of columns holds, in canonical text. */
  addressText(hiColumn: string, loColumn: string): string {
    return formatAddressKey(this.#row[hiColumn] as bigint, this.#row[loColumn] as bigint);
  }

  texts(column: string): readonly string[] {
    const value = this.#row[column];
    return value instanceof DuckDBListValue ? value.items.map(String) : [];
  }
}

/**
 * A DuckDB value as plain JavaScript: numbers, bigint once they pass 2^53, text, true and false, null, arrays, and
 * objects for structs and maps. Times become ISO 8601 UTC text.
 */
export function plainValue(value: DuckDBValue): unknown {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    typeof value === 'number'
  ) {
    return value;
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(plainValue);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, member]) => [name, plainValue(member)]),
    );
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(
      value.entries.map(({ key, value: member }) => [String(key), plainValue(member)]),
    );
  }
  const milliseconds = millisecondsOf(value);
  if (milliseconds !== null) return isoTimestamp(milliseconds) ?? String(value);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return String(value);
}

/** Unix milliseconds of a point in time, null of anything else. */
function millisecondsOf(value: DuckDBValue): number | null {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return Number(value.micros / 1000n);
  }
  if (value instanceof DuckDBTimestampSecondsValue) return Number(value.seconds) * 1000;
  if (value instanceof DuckDBTimestampMillisecondsValue) return Number(value.millis);
  return value instanceof DuckDBTimestampNanosecondsValue ? Number(value.nanos / 1_000_000n) : null;
}

/** Null for infinity and for what lies further off than dates in JavaScript. */
function isoTimestamp(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z');
}
