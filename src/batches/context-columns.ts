import { type Data, type Int32, makeData } from 'apache-arrow';
import type { Context } from '../parse/context.ts';
import type { RecordColumns } from '../parse/record-columns.ts';
import { bitmapBytes } from './absent-data.ts';
import type { TextType } from './schema.ts';
import { textVector } from './text-vector.ts';

type Value = string | number | null | undefined;

/** The contexts of a batch, spread over its rows again. */
export interface ContextColumns {
  /** The column of one of `CONTEXT_FIELDS`, or null when all of it is NULL. */
  data(field: number, type: Int32 | TextType): Data | null;
  /** The column of an unknown field. */
  extraData(name: string, type: TextType): Data | null;
}

/** The columns of a batch that stand in its contexts. Names of unknown fields are added to `extraFields`. */
export function contextColumns(
  { rows, contextIds, contexts }: RecordColumns,
  extraFields: string[],
): ContextColumns {
  const used = [...new Set(contextIds)];
  const known = new Set(extraFields);
  for (const id of used) {
    for (const [name] of (contexts[id] as Context).extra) {
      if (!known.has(name)) extraFields.push(name);
      known.add(name);
    }
  }
  const column = (type: Int32 | TextType, valueOf: (context: Context) => Value) => {
    const values = new Map(used.map((id) => [id, valueOf(contexts[id] as Context) ?? null]));
    if ([...values.values()].every((value) => value === null)) return null;
    return spread(type, rows, contextIds, values);
  };
  return {
    data: (field, type) => column(type, ({ values }) => values[field]),
    extraData: (name, type) => column(type, ({ extra }) => extra.find(([key]) => key === name)?.[1]),
  };
}

function spread(
  type: Int32 | TextType,
  rows: number,
  contextIds: Int32Array,
  values: ReadonlyMap<number, string | number | null>,
): Data {
  const texts = [...new Set(values.values())].filter((value) => typeof value === 'string');
  const codes = new Map(texts.map((text, code) => [text, code]));
  const codeOf = new Int32Array(contextIds.reduce((largest, id) => Math.max(largest, id), -1) + 1).fill(-1);
  for (const [id, value] of values) {
    if (value !== null) codeOf[id] = typeof value === 'number' ? value : (codes.get(value) as number);
  }
  const data = new Int32Array(rows);
  const nullBitmap = new Uint8Array(bitmapBytes(rows)).fill(255);
  let nullCount = 0;
  for (let row = 0; row < rows; row++) {
    const code = codeOf[contextIds[row] as number] as number;
    if (code >= 0) {
      data[row] = code;
    } else {
      nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) & ~(1 << (row & 7));
      nullCount++;
    }
  }
  const head = { length: rows, nullCount, nullBitmap, data };
  return 'dictionary' in type
    ? makeData({ type, ...head, dictionary: textVector(texts) })
    : makeData({ type, ...head });
}
