import type { DuckDBType } from '@duckdb/node-api';
import { type Field, FLOW_FIELDS } from '../model/fields.ts';
import type { FlowColumn } from '../parse/record-columns.ts';
import { BIGINT, INTEGER } from './duckdb.ts';

/** One column of the records table for one batch. */
export interface BatchColumn {
  /** Little-endian values on an ordinary ArrayBuffer; null for a column of NULLs. */
  readonly values: Int32Array | BigInt64Array | null;
  /** A validity bitmap (1 = valid, least significant bit first); null when every row has a value. */
  readonly validity: Uint8Array | null;
}

/** The columns of the table function, in the order of the records table. */
export const RECORD_COLUMNS: readonly { readonly name: string; readonly type: DuckDBType }[] = [
  { name: 'object_id', type: INTEGER },
  { name: 'context_id', type: INTEGER },
  ...FLOW_FIELDS.flatMap(tableColumns),
];

/** Rows as columns of the records table, without a copy. A row whose object is 0 is not to be stored. */
export function batchColumns(
  objectIds: Int32Array,
  contextIds: Int32Array,
  columns: readonly FlowColumn[],
): readonly BatchColumn[] {
  const rows = objectIds.length;
  return [
    { values: objectIds, validity: null },
    { values: contextIds, validity: null },
    ...columns.flatMap(({ values, lowerHalves, validity, nulls }) => {
      const arrays = lowerHalves ? [values, lowerHalves] : [values];
      return arrays.map((array) =>
        nulls === rows
          ? { values: null, validity: null }
          : { values: array, validity: nulls === 0 ? null : validity },
      );
    }),
  ];
}

function tableColumns({
  kind,
  column,
}: Field): readonly { readonly name: string; readonly type: DuckDBType }[] {
  if (kind !== 'address') return [{ name: column, type: kind === 'integer' ? INTEGER : BIGINT }];
  return [
    { name: `${column}_hi`, type: BIGINT },
    { name: `${column}_lo`, type: BIGINT },
  ];
}
