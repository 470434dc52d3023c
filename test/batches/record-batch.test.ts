import { type Data, RecordBatchStreamWriter, tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { FLOW_LOG_SCHEMA } from '../../src/batches/schema.ts';
import { FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import { readAll, rowsOf } from '../parse/read-all.ts';

const TYPES = {
  integer: 'Int32',
  count: 'Int64',
  time: 'Int64',
  text: 'Dictionary<Int32, Utf8>',
  word: 'Dictionary<Int32, Utf8>',
  address: 'Dictionary<Int32, Utf8>',
};

test('the schema has all fields in order, nullable, typed by their kind', () => {
  const columns = FLOW_LOG_SCHEMA.fields.map((field) => [field.name, String(field.type), field.nullable]);
  expect(columns).toEqual(FLOW_LOG_FIELDS.map((field) => [field.column, TYPES[field.kind], true]));
});

describe('batches', () => {
  const header = 'srcport bytes srcaddr mood action';
  const record = (i: number) =>
    `${i % 3 ? i : '-'} ${i % 4 ? i : '-'} 10.0.0.${i} ${i % 2 ? 'glad' : '-'} REJECT`;
  const text = [header, ...Array.from({ length: 100 }, (_, i) => record(i))].join('\n');

  test('have all rows but the last one full', async () => {
    for (const [batchRows, sizes] of [
      [40, [40, 40, 20]],
      [50, [50, 50]],
      [1000, [100]],
    ] as const) {
      const { batches } = await readAll(text, { batchRows });
      expect(batches.map((batch) => batch.numRows)).toEqual(sizes);
    }
  });

  test('lie in memory as the store copies it', async () => {
    const { batches } = await readAll(text, { batchRows: 40 });
    for (const batch of batches) {
      expect(batch.schema.fields.map((field) => field.name)).toEqual([
        ...FLOW_LOG_FIELDS.map((f) => f.column),
        'extra',
      ]);
      for (let i = 0; i < FLOW_LOG_FIELDS.length; i++) {
        const column = batch.getChildAt(i);
        expect(column?.data).toHaveLength(1);
        const data = column?.data[0] as Data;
        expect(data.offset).toBe(0);
        expect(data.length).toBe(batch.numRows);
        expect(data.values.length).toBeGreaterThanOrEqual(batch.numRows);
        expect(data.values.buffer).toBeInstanceOf(ArrayBuffer);
        expect(bitsOf(data)).toEqual([...(column ?? [])].map((value) => value !== null));
        expect(data.nullCount).toBe(bitsOf(data).filter((isValid) => !isValid).length);
      }
    }
    const port = batches[0]?.getChild('srcport')?.data[0] as Data;
    expect(port.values).toBeInstanceOf(Int32Array);
    expect(port.nullCount).toBe(14);
    expect(batches[0]?.getChild('bytes')?.data[0]?.values).toBeInstanceOf(BigInt64Array);
  });

  test('share the memory of columns that the log lacks', async () => {
    const { batches } = await readAll(text, { batchRows: 40 });
    const absent = ['start', 'end', 'dstport', 'vpc_id'].flatMap((name) =>
      batches.map((batch) => batch.getChild(name)?.data[0]?.values.buffer as ArrayBuffer),
    );
    expect(new Set(absent).size).toBe(1);
  });

  test('are not written to once they are out', async () => {
    const { batches, rows } = await readAll(text, { batchRows: 7 });
    const again = await readAll(text, { batchRows: 1000 });
    expect(batches.flatMap(rowsOf)).toEqual(again.rows);
    expect(rows).toEqual(again.rows);
  });

  test('hold unknown fields in a struct from where they are met', async () => {
    const { batches } = await readAll('srcport\n1\n2\nsrcport mood\n3 glad\n', { batchRows: 2 });
    expect(batches.map((batch) => batch.schema.fields.length)).toEqual([54, 55]);
    expect(String(batches[1]?.schema.fields.at(-1)?.type)).toBe('Struct<{mood:Dictionary<Int32, Utf8>}>');
    expect(batches.flatMap(rowsOf)).toEqual([
      { srcport: 1 },
      { srcport: 2 },
      { srcport: 3, extra: { mood: 'glad' } },
    ]);
  });

  test('can be written as an Arrow stream', async () => {
    const { batches, rows } = await readAll(text);
    const table = tableFromIPC(await RecordBatchStreamWriter.writeAll(batches).toUint8Array());
    expect(table.batches.flatMap(rowsOf)).toEqual(rows);
  });
});

describe('dictionaries', () => {
  test('hold the values of their batch, each once', async () => {
    const values = [...Array.from({ length: 100 }, (_, i) => `eni-${i % 10}`), 'eni-3', 'eni-10'];
    const { batches, rows } = await readAll(`interface-id\n${values.join('\n')}\n`, { batchRows: 100 });
    expect(rows.map((row) => row['interface_id'])).toEqual(values);
    const sizes = batches.map((batch) => batch.getChild('interface_id')?.data[0]?.dictionary?.length);
    expect(sizes).toEqual([10, 2]);
  });

  test('end a batch early rather than grow without bounds', async () => {
    const values = Array.from({ length: 100 }, (_, i) => `${i}`.padEnd(900_000, 'x'));
    const { batches, rows } = await readAll(`interface-id\n${values.join('\n')}\n`);
    expect(rows.map((row) => row['interface_id'])).toEqual(values);
    expect(batches.length).toBeGreaterThan(1);
  });
});

function bitsOf(data: Data): boolean[] {
  if (data.nullCount === 0) return Array.from({ length: data.length }, () => true);
  return Array.from(
    { length: data.length },
    (_, i) => (((data.nullBitmap[i >> 3] ?? 0) >> (i & 7)) & 1) === 1,
  );
}
