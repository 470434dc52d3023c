import { type DataType, Dictionary, Field, Int32, Int64, Schema, Struct, Utf8 } from 'apache-arrow';
import { type FieldKind, FLOW_LOG_FIELDS } from '../model/fields.ts';

/** The Arrow type of all text: values as 32-bit codes into a dictionary. */
export type TextType = Dictionary<Utf8, Int32>;

/** Name of the last column, a struct of the fields that are not in {@link FLOW_LOG_FIELDS}. */
export const EXTRA_COLUMN = 'extra';

/** The columns of every batch: all fields in the order of the field table, all nullable. */
export const FLOW_LOG_SCHEMA: Schema = new Schema(
  FLOW_LOG_FIELDS.map((field, id) => new Field(field.column, arrowType(field.kind, id), true)),
);

/** {@link FLOW_LOG_SCHEMA} followed by `extra` when there are unknown fields, under the names of the header. */
export function flowLogSchema(unknownFields: readonly string[]): Schema {
  if (unknownFields.length === 0) return FLOW_LOG_SCHEMA;
  const children = unknownFields.map(
    (name, i) => new Field(name, textType(FLOW_LOG_FIELDS.length + i), true),
  );
  return new Schema([...FLOW_LOG_SCHEMA.fields, new Field(EXTRA_COLUMN, new Struct(children), true)]);
}

function arrowType(kind: FieldKind, dictionaryId: number): DataType {
  switch (kind) {
    case 'integer':
      return new Int32();
    case 'count':
    case 'time':
      return new Int64();
    case 'text':
    case 'word':
    case 'address':
      return textType(dictionaryId);
  }
}

function textType(id: number): TextType {
  return new Dictionary(new Utf8(), new Int32(), id);
}
