import type { DataType, Int32, Int64, Vector } from 'apache-arrow';
import { type Data, makeData, makeVector, RecordBatch, Struct, Utf8 } from 'apache-arrow';
import { INTEGER, LONG, TEXT } from '../parse/column-kind.ts';
import type { Column, Columns } from '../parse/columns.ts';
import type { TextColumn } from '../parse/text-column.ts';
import type { TokenTable } from '../parse/token-table.ts';
import { absentData, bitmapBytes } from './absent-data.ts';
import { EXTRA_COLUMN, FLOW_LOG_SCHEMA, flowLogSchema, type TextType } from './schema.ts';

/** The first `rows` rows of the columns as a record batch, which shares their memory. */
export function recordBatch(columns: Columns, rows: number): RecordBatch {
  const children: Data[] = columns.knownColumns.map((column, i) => {
    const type = FLOW_LOG_SCHEMA.fields[i]?.type as Int32 | Int64 | TextType;
    return column ? columnData(column, type, rows) : absentData(type, rows);
  });
  const unknown = columns.unknownColumns;
  const schema = flowLogSchema([...unknown.keys()]);
  if (unknown.size > 0) {
    const type = schema.fields.find((field) => field.name === EXTRA_COLUMN)?.type as Struct;
    children.push(extraData([...unknown.values()], type, rows));
  }
  const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
  return new RecordBatch(schema, data);
}

function extraData(columns: readonly (TextColumn | undefined)[], type: Struct, rows: number): Data<Struct> {
  const children = columns.map((column, i) => {
    const childType = type.children[i]?.type as TextType;
    return column ? columnData(column, childType, rows) : absentData(childType, rows);
  });
  return makeData({ type, length: rows, nullCount: 0, children });
}

function columnData(column: Column, type: DataType, rows: number): Data {
  const { bits, nulls } = column.validity;
  const head = { length: rows, nullCount: nulls, nullBitmap: bits.subarray(0, bitmapBytes(rows)) };
  switch (column.kind) {
    case INTEGER:
      return makeData({ type: type as Int32, ...head, data: column.values.subarray(0, rows) });
    case LONG:
      return makeData({ type: type as Int64, ...head, data: column.values.subarray(0, rows) });
    case TEXT: {
      const dictionary = textVector(column.dictionary);
      return makeData({ type: type as TextType, ...head, data: column.codes.subarray(0, rows), dictionary });
    }
  }
}

/** The values of a dictionary, in place: the table goes on behind them. */
function textVector(table: TokenTable): Vector<Utf8> {
  const valueOffsets = table.offsets.subarray(0, table.size + 1);
  const data = table.bytes.subarray(0, table.offsets[table.size]);
  return makeVector(makeData({ type: new Utf8(), length: table.size, nullCount: 0, valueOffsets, data }));
}
