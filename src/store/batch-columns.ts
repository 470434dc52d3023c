import { BIGINT, type DuckDBType, INTEGER } from '@duckdb/node-api';
import type { Data, RecordBatch } from 'apache-arrow';
import { addressHalves } from './address-halves.ts';
import { columnData } from './arrow-columns.ts';

/** One column of the records table for one batch. */
export interface BatchColumn {
  /** Little-endian values on an ordinary ArrayBuffer; null for a column of NULLs. */
  readonly values: Int32Array | BigInt64Array | null;
  /** Arrow's validity bitmap, which is DuckDB's too; null when every row has a value. */
  readonly validity: Uint8Array | null;
}

/** The columns of the table function, in the order of the records table. */
export const RECORD_COLUMNS: readonly { readonly name: string; readonly type: DuckDBType }[] = [
  { name: 'object_id', type: INTEGER },
  { name: 'context_id', type: INTEGER },
  ...['srcaddr', 'dstaddr', 'pkt_srcaddr', 'pkt_dstaddr'].flatMap((name) => [
    { name: `${name}_hi`, type: BIGINT },
    { name: `${name}_lo`, type: BIGINT },
  ]),
  ...['srcport', 'dstport', 'protocol'].map((name) => ({ name, type: INTEGER })),
  ...['packets', 'bytes', 'start', 'end'].map((name) => ({ name, type: BIGINT })),
  { name: 'tcp_flags', type: INTEGER },
];

/** The batch as columns of the records table. Buffers are the batch's own wherever their layout is DuckDB's. */
export function recordColumns(
  batch: RecordBatch,
  objectId: number,
  contextIds: Int32Array,
): readonly BatchColumn[] {
  const plain = (name: string) => plainColumn(columnData(batch, name));
  return [
    { values: new Int32Array(batch.numRows).fill(objectId), validity: null },
    { values: contextIds, validity: null },
    ...['srcaddr', 'dstaddr', 'pkt_srcaddr', 'pkt_dstaddr'].flatMap((name) =>
      addressColumns(columnData(batch, name)),
    ),
    ...['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end', 'tcp_flags'].map(plain),
  ];
}

function plainColumn(data: Data | null): BatchColumn {
  if (!data) return { values: null, validity: null };
  return { values: data.values as Int32Array | BigInt64Array, validity: validityOf(data) };
}

function addressColumns(data: Data | null): readonly BatchColumn[] {
  if (!data) return [plainColumn(null), plainColumn(null)];
  const { hi, lo } = addressHalves(data);
  const validity = validityOf(data);
  return [
    { values: hi, validity },
    { values: lo, validity },
  ];
}

function validityOf(data: Data): Uint8Array | null {
  return data.nullCount === 0 ? null : data.nullBitmap;
}
