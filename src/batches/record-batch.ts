import type { DataType, Int32, Int64 } from 'apache-arrow';
import { type Data, makeData, RecordBatch, Struct } from 'apache-arrow';
import { CONTEXT_FIELDS, FLOW_FIELDS, FLOW_LOG_FIELDS } from '../model/fields.ts';
import type { FlowColumn, RecordColumns } from '../parse/record-columns.ts';
import { absentData, bitmapBytes } from './absent-data.ts';
import { addressData } from './address-data.ts';
import { contextColumns } from './context-columns.ts';
import { EXTRA_COLUMN, FLOW_LOG_SCHEMA, flowLogSchema, type TextType } from './schema.ts';

/**
 * Records as a record batch of its own memory. `extraFields`: the unknown fields of all batches so far, in order of first
 * sight; those that this batch brings are added.
 */
export function recordBatch(records: RecordColumns, extraFields: string[]): RecordBatch {
  const { rows } = records;
  const contexts = contextColumns(records, extraFields);
  const children: Data[] = FLOW_LOG_FIELDS.map((field, i) => {
    const type = FLOW_LOG_SCHEMA.fields[i]?.type as Int32 | Int64 | TextType;
    const column = records.columns[FLOW_FIELDS.indexOf(field)];
    if (column) return column.nulls < rows ? flowData(column, type, rows) : absentData(type, rows);
    return contexts.data(CONTEXT_FIELDS.indexOf(field), type as Int32 | TextType) ?? absentData(type, rows);
  });
  const schema = flowLogSchema(extraFields);
  if (extraFields.length > 0) {
    const type = schema.fields.find((field) => field.name === EXTRA_COLUMN)?.type as Struct;
    const extra = type.children.map(
      ({ name, type: childType }) =>
        contexts.extraData(name, childType as TextType) ?? absentData(childType as TextType, rows),
    );
    children.push(makeData({ type, length: rows, nullCount: 0, children: extra }));
  }
  const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
  return new RecordBatch(schema, data);
}

function flowData(column: FlowColumn, type: DataType, rows: number): Data {
  if (column.kind === 'address') return addressData(column, type as TextType, rows);
  const nullBitmap = column.validity.slice(0, bitmapBytes(rows));
  const head = { length: rows, nullCount: column.nulls, nullBitmap };
  return column.kind === 'integer'
    ? makeData({ type: type as Int32, ...head, data: column.values.slice(0, rows) as Int32Array })
    : makeData({ type: type as Int64, ...head, data: column.values.slice(0, rows) as BigInt64Array });
}
