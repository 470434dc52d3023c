import { expect, it } from 'vitest';
import { type BatchColumn, RECORD_COLUMNS } from '../../src/store/batch-columns.ts';
import { registerBatchFunction } from '../../src/store/batch-function.ts';
import { openStore } from './stores.ts';

const columns = (rows: number): BatchColumn[] =>
  RECORD_COLUMNS.map(({ type }) => ({
    values: String(type) === 'BIGINT' ? new BigInt64Array(rows).fill(5n) : new Int32Array(rows).fill(7),
    validity: null,
  }));

function withColumn(rows: number, index: number, column: BatchColumn): readonly BatchColumn[] {
  return columns(rows).with(index, column);
}

it('hands DuckDB all rows once, and none when it is read again', async () => {
  const store = await openStore();
  const batch = registerBatchFunction(store.connection);
  const count = async () => Number((await store.rows('SELECT count(*) AS n FROM flow_log_batch(0)'))[0]?.n);
  for (const rows of [1, 2047, 2048, 2049, 5000]) {
    batch.offer(0, columns(rows), rows);
    expect(await count()).toBe(rows);
    expect(await count()).toBe(0);
  }
});

it('gives NULL for a column without values, and for the rows whose bit is off', async () => {
  const store = await openStore();
  const batch = registerBatchFunction(store.connection);
  const rows = 2051;
  const validity = new Uint8Array(Math.ceil(rows / 8)).fill(255);
  validity[0] = 0b11111101;
  validity[256] = 0b11111011;
  const offered = columns(rows)
    .with(2, { values: null, validity: null })
    .with(10, { values: new Int32Array(rows).fill(7), validity });
  batch.offer(0, offered, rows);
  const [row] = await store.rows(
    'SELECT count(*) AS n, count(srcaddr_hi) AS none, count(srcport) AS ports, sum(dstport) AS dst FROM flow_log_batch(0)',
  );
  expect(Object.values(row ?? {}).map(Number)).toEqual([rows, 0, rows - 2, 7 * rows]);
});

it('copies from where an array begins in its buffer', async () => {
  const store = await openStore();
  const batch = registerBatchFunction(store.connection);
  const values = Int32Array.from([100, 200, 300, 400]).subarray(2);
  batch.offer(0, withColumn(2, 0, { values, validity: null }), 2);
  expect(await store.rows('SELECT object_id FROM flow_log_batch(0)')).toEqual([
    { object_id: 300 },
    { object_id: 400 },
  ]);
});

it.each([
  ['too few columns', () => columns(4).slice(1), 'a batch has 17 columns, the records table has 18'],
  [
    'a narrow column',
    () => withColumn(4, 2, { values: new Int32Array(4), validity: null }),
    'column srcaddr_hi has 4-byte values, expected 8',
  ],
  [
    'a wide column',
    () => withColumn(4, 0, { values: new BigInt64Array(4), validity: null }),
    'column object_id has 8-byte values, expected 4',
  ],
  [
    'a short column',
    () => withColumn(4, 1, { values: new Int32Array(3), validity: null }),
    'column context_id is shorter than 4 rows',
  ],
  [
    'a short bitmap',
    () => withColumn(4, 1, { values: new Int32Array(4), validity: new Uint8Array(0) }),
    'validity of context_id is too short',
  ],
])('refuses %s', async (_, offered, message) => {
  const store = await openStore();
  const batch = registerBatchFunction(store.connection);
  expect(() => batch.offer(0, offered(), 4)).toThrow(message);
});
