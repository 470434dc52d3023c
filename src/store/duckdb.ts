/**
 * The DuckDB client, as far as the store uses it. It is CommonJS in nearly two hundred files, and `import` reads each of them twice, to
 * find its exports first: that took as long as everything else at the start of a command. `require` does not.
 */
import { createRequire } from 'node:module';
import type * as DuckDb from '@duckdb/node-api';

const api = createRequire(import.meta.url)('@duckdb/node-api') as typeof DuckDb;

export const {
  BIGINT,
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTableFunction,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  INTEGER,
  listValue,
  MAP,
  mapValue,
  timestampValue,
  VARCHAR,
} = api;

export type DuckDBInstance = DuckDb.DuckDBInstance;
