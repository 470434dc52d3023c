import { expect, test } from 'vitest';
import { Slabs } from '../../src/ingest/slabs.ts';
import { FLOW_KINDS } from '../../src/parse/plan-steps.ts';
import type { FlowColumn, RecordColumns } from '../../src/parse/record-columns.ts';

/** No multiple of what arrays are aligned to. */
const ROWS = 1001;

/** A batch in which every column has values, and its first row none. */
function fullBatch(rows = ROWS): RecordColumns {
  const columns = FLOW_KINDS.map((kind, i): FlowColumn => {
    const long = BigInt64Array.from({ length: rows }, (_, row) => BigInt(row * 100 + i));
    return {
      kind,
      values: kind === 'integer' ? Int32Array.from(long, Number) : long,
      lowerHalves: kind === 'address' ? long.map((half) => -half) : null,
      validity: new Uint8Array(Math.ceil(rows / 64) * 8).fill(0xff).fill(0xfe, 0, 1),
      nulls: 1,
    };
  });
  return { rows, contextIds: Int32Array.from({ length: rows }, (_, row) => row % 7), contexts: [], columns };
}

test('a slab holds a full batch of all columns, in one buffer', () => {
  const batch = fullBatch();
  const { contextIds, columns } = new Slabs(ROWS).copy(batch);
  expect(contextIds).toEqual(batch.contextIds);
  expect(columns).toEqual(batch.columns);
  const arrays = columns.flatMap(({ values, lowerHalves, validity }) => [values, lowerHalves, validity]);
  for (const array of arrays) expect(array === null || array.buffer === contextIds.buffer).toBe(true);
});

test('what is given back is used again, and what is NULL throughout takes no room', () => {
  const slabs = new Slabs(ROWS);
  const { contextIds } = slabs.copy(fullBatch());
  slabs.giveBack(contextIds.buffer);
  const batch = fullBatch(10);
  const again = slabs.copy({ ...batch, columns: batch.columns.map((column) => ({ ...column, nulls: 10 })) });
  expect(again.contextIds.buffer).toBe(contextIds.buffer);
  expect(again.columns.every(({ values, validity }) => values.length + validity.length === 0)).toBe(true);
});
