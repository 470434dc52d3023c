import type { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { type BatchColumn, RECORD_COLUMNS } from './batch-columns.ts';
import { DuckDBTableFunction, INTEGER } from './duckdb.ts';

/** Rows of one DuckDB vector. */
const VECTOR_ROWS = 2048;
const ALL_NULL = new ArrayBuffer(VECTOR_ROWS / 8);

export interface BatchFunction {
  /** Sets the rows that the next `FROM flow_log_batch(lane)` reads. */
  offer(lane: number, columns: readonly BatchColumn[], rows: number): void;
}

interface Offer {
  readonly columns: readonly BatchColumn[];
  readonly rows: number;
  position: number;
}

const NOTHING: Offer = { columns: [], rows: 0, position: 0 };

/**
 * Registers `flow_log_batch(lane)`: DuckDB's own threads pull the batch that is offered in a lane vector by vector, each
 * column one memcpy. The copies are unchecked by DuckDB, so widths and lengths are checked here, once per batch.
 */
export function registerBatchFunction(connection: DuckDBConnection): BatchFunction {
  const offers = new Map<number, Offer>();
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name: 'flow_log_batch',
      parameterTypes: [INTEGER],
      bindFunction(info) {
        const offer = offers.get(Number(info.getParameter(0))) ?? NOTHING;
        for (const { name, type } of RECORD_COLUMNS) info.addResultColumn(name, type);
        info.setCardinality(offer.rows, true);
        info.setBindData(offer);
      },
      initFunction(info) {
        info.setMaxThreads(1);
      },
      mainFunction(info, output) {
        const offer = info.bindData as Offer;
        const count = Math.min(VECTOR_ROWS, offer.rows - offer.position);
        output.rowCount = count;
        if (count === 0) return;
        for (const [i, column] of offer.columns.entries()) {
          copyColumn(duckdb.data_chunk_get_vector(output.chunk, i), column, offer.position, count);
        }
        offer.position += count;
      },
    }),
  );
  return {
    offer(lane, columns, rows) {
      checkLayout(columns, rows);
      offers.set(lane, { columns, rows, position: 0 });
    },
  };
}
function copyColumn(
  vector: duckdb.Vector,
  { values, validity }: BatchColumn,
  from: number,
  count: number,
): void {
  if (values === null) {
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, ALL_NULL, 0, Math.ceil(count / 8));
    return;
  }
  const width = values.BYTES_PER_ELEMENT;
  duckdb.copy_data_to_vector(vector, 0, plainBuffer(values), values.byteOffset + from * width, count * width);
  if (validity) {
    duckdb.vector_ensure_validity_writable(vector);
    const bytes = Math.ceil(count / 8);
    duckdb.copy_data_to_vector_validity(
      vector,
      0,
      plainBuffer(validity),
      validity.byteOffset + from / 8,
      bytes,
    );
  }
}

function plainBuffer(array: Int32Array | BigInt64Array | Uint8Array): ArrayBuffer {
  if (array.buffer instanceof ArrayBuffer) return array.buffer;
  throw new TypeError('DuckDB copies from ordinary ArrayBuffers only');
}

function checkLayout(columns: readonly BatchColumn[], rows: number): void {
  if (columns.length !== RECORD_COLUMNS.length) {
    throw new TypeError(
      `a batch has ${columns.length} columns, the records table has ${RECORD_COLUMNS.length}`,
    );
  }
  for (const [i, { values, validity }] of columns.entries()) {
    const { name, type } = RECORD_COLUMNS[i] as (typeof RECORD_COLUMNS)[number];
    const width = type.toString() === 'BIGINT' ? 8 : 4;
    if (values !== null && values.BYTES_PER_ELEMENT !== width) {
      throw new TypeError(`column ${name} has ${values.BYTES_PER_ELEMENT}-byte values, expected ${width}`);
    }
    if (values !== null && values.length < rows)
      throw new TypeError(`column ${name} is shorter than ${rows} rows`);
    if (validity !== null && validity.length * 8 < rows)
      throw new TypeError(`validity of ${name} is too short`);
  }
}
