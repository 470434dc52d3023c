/** A column of small whole numbers: 0 for NULL, else 1 to `cardinality - 1`. */
export interface CodeColumn {
  readonly codes: Int32Array;
  readonly cardinality: number;
}

export interface TupleIds {
  /** For each row the number of its combination, from 0 in order of first sight. */
  readonly ids: Int32Array;
  /** For each combination a row that has it. */
  readonly firstRows: readonly number[];
}

const LARGEST_TABLE = 1 << 20;

/** Numbers the distinct combinations of the columns' codes. */
export function tupleIds(columns: readonly CodeColumn[], rows: number): TupleIds {
  let current: TupleIds = { ids: new Int32Array(rows), firstRows: rows === 0 ? [] : [0] };
  for (const column of columns) current = combine(current, column, rows);
  return current;
}

/** Splits each combination by one more column. */
function combine(left: TupleIds, { codes, cardinality }: CodeColumn, rows: number): TupleIds {
  const ids = new Int32Array(rows);
  const firstRows: number[] = [];
  const size = left.firstRows.length * cardinality;
  // A direct table is several times faster than hashing, and combinations are few in nearly every log.
  const seen = size <= LARGEST_TABLE ? new DirectTable(size) : new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const key = (left.ids[row] as number) * cardinality + (codes[row] as number);
    let id = seen.get(key);
    if (id === undefined) {
      id = firstRows.length;
      seen.set(key, id);
      firstRows.push(row);
    }
    ids[row] = id;
  }
  return { ids, firstRows };
}

class DirectTable {
  readonly #ids: Int32Array;

  constructor(size: number) {
    this.#ids = new Int32Array(size).fill(-1);
  }

  get(key: number): number | undefined {
    const id = this.#ids[key] as number;
    return id < 0 ? undefined : id;
  }

  set(key: number, id: number): void {
    this.#ids[key] = id;
  }
}
