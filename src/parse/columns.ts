import { type Field, FLOW_LOG_FIELDS, fieldNamed } from '../model/fields.ts';
import { TEXT } from './column-kind.ts';
import { IntegerColumn } from './integer-column.ts';
import { LongColumn } from './long-column.ts';
import { spellingOf } from './spelling.ts';
import { TextColumn } from './text-column.ts';

/** Where the values of one field go, one row after another. */
export type Column = IntegerColumn | LongColumn | TextColumn;

/** The version that only Transit Gateway flow logs have. */
const TRANSIT_GATEWAY_VERSION = 6;

/** The columns of a source. A column gets memory in those batches only whose lines have its field. */
export class Columns {
  private readonly known: (Column | undefined)[] = FLOW_LOG_FIELDS.map(() => undefined);
  private readonly unknown = new Map<string, TextColumn>();
  private inUse = new Set<Column>();

  constructor(readonly rows: number) {}

  /** The columns of these fields, ready to be written from `row` on. */
  use(names: readonly string[], row: number): Column[] {
    return names.map((name) => {
      const column = this.column(name);
      if (!this.inUse.has(column)) {
        column.renew(this.rows);
        column.validity.setNulls(0, row);
        this.inUse.add(column);
      }
      return column;
    });
  }

  /** Makes rows NULL in all columns but those written. */
  setAbsent(written: readonly Column[], from: number, to: number): void {
    if (from === to) return;
    for (const column of this.inUse) if (!written.includes(column)) column.validity.setNulls(from, to);
  }

  /** Lets go of the arrays of the batch that ends. */
  startBatch(): void {
    this.inUse = new Set();
  }

  /** Whether a dictionary has outgrown its bounds. Where the rows need none of it, it is emptied instead. */
  haveOutgrown(areInUse: boolean): boolean {
    let haveOutgrown = false;
    for (const column of this.inUse) {
      if (column.kind !== TEXT || !column.isOutgrown) continue;
      if (areInUse) haveOutgrown = true;
      else column.forget();
    }
    return haveOutgrown;
  }

  /** The columns of the field table in its order; undefined where no line of this batch has the field. */
  get knownColumns(): readonly (Column | undefined)[] {
    return this.known.map((column) => (column && this.inUse.has(column) ? column : undefined));
  }

  /** The columns of all unknown fields met so far, by name; undefined where no line of this batch has the field. */
  get unknownColumns(): ReadonlyMap<string, TextColumn | undefined> {
    return new Map(
      [...this.unknown].map(([name, column]) => [name, this.inUse.has(column) ? column : undefined]),
    );
  }

  private column(name: string): Column {
    const field = fieldNamed(name);
    if (!field) return this.unknownColumn(name);
    const index = FLOW_LOG_FIELDS.indexOf(field);
    return (this.known[index] ??= columnOf(field));
  }

  private unknownColumn(name: string): TextColumn {
    const column = this.unknown.get(name) ?? new TextColumn(spellingOf());
    this.unknown.set(name, column);
    return column;
  }
}

function columnOf(field: Field): Column {
  switch (field.kind) {
    case 'integer':
      return new IntegerColumn(field.max ?? 0, field.name === 'version' ? TRANSIT_GATEWAY_VERSION : -1);
    case 'count':
    case 'time':
      return new LongColumn(field.kind === 'time');
    case 'text':
    case 'word':
    case 'address':
      return new TextColumn(spellingOf(field));
  }
}
