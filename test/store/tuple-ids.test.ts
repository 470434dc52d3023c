import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CodeColumn, tupleIds } from '../../src/store/tuple-ids.ts';

/** Numbers combinations by their text. */
function slowTupleIds(columns: readonly CodeColumn[], rows: number) {
  const numbers = new Map<string, number>();
  const firstRows: number[] = [];
  const ids = Array.from({ length: rows }, (_, row) => {
    const key = columns.map(({ codes }) => codes[row]).join(' ');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, firstRows.length);
    firstRows.push(row);
    return firstRows.length - 1;
  });
  return { ids, firstRows };
}

/** Cardinalities on both sides of the limit up to which a table is used instead of a hash. */
const cardinality = fc.oneof(
  fc.constantFrom(1, 2, 3),
  fc.integer({ min: 1, max: 2000 }),
  fc.constantFrom(1 << 20, (1 << 20) + 1, 1 << 30),
);

const columnsAndRows = fc.nat(120).chain((rows) =>
  fc.tuple(
    fc.array(
      cardinality.chain((size) =>
        fc
          .array(fc.oneof(fc.nat(Math.min(size - 1, 2)), fc.nat(size - 1), fc.constant(size - 1)), {
            minLength: rows,
            maxLength: rows,
          })
          .map((codes): CodeColumn => ({ codes: Int32Array.from(codes), cardinality: size })),
      ),
      { maxLength: 5 },
    ),
    fc.constant(rows),
  ),
);

it('numbers combinations in order of first sight, as a map by text does', () => {
  fc.assert(
    fc.property(columnsAndRows, ([columns, rows]) => {
      const { ids, firstRows } = tupleIds(columns, rows);
      expect({ ids: [...ids], firstRows }).toEqual(slowTupleIds(columns, rows));
    }),
    { numRuns: 300 },
  );
});

it('numbers many combinations, more of them at each column than a table holds', () => {
  const rows = 3000;
  const column = (step: number): CodeColumn => ({
    codes: Int32Array.from({ length: rows }, (_, row) => (row * step) % 1501),
    cardinality: 1501,
  });
  const columns = [column(1), column(7), column(13)];
  const { ids, firstRows } = tupleIds(columns, rows);
  expect({ ids: [...ids], firstRows }).toEqual(slowTupleIds(columns, rows));
  expect(firstRows).toHaveLength(1501);
});

it('knows one combination of no columns, and none of no rows', () => {
  expect(tupleIds([], 3)).toEqual({ ids: new Int32Array(3), firstRows: [0] });
  expect(tupleIds([], 0)).toEqual({ ids: new Int32Array(0), firstRows: [] });
});
