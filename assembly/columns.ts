/**
 * The columns of a batch in memory. Each flow column has values, one after another, and a validity bitmap (1 = valid,
 * least significant bit first), as Arrow has them; addresses have two arrays of values, upper and lower half.
 */

/** Flow columns: four addresses, four whole numbers of 32 bits, four of 64 bits. */
const FLOW_COLUMNS: usize = 12;
const ADDRESS_COLUMNS: usize = 4;
const INTEGER_COLUMNS: usize = 4;

let capacity: usize = 0;
let contexts: usize = 0;
/** Values of a column, and of addresses their upper halves. */
let values: usize = 0;
let bitmaps: usize = 0;
let bitmapBytes: usize = 0;

/** Takes memory for batches of `rows` rows. Returns the end of it. */
export function placeColumns(at: usize, rows: usize): usize {
  capacity = (rows + 63) & ~63;
  contexts = at;
  values = contexts + 4 * capacity;
  const valuesEnd = values + (16 * ADDRESS_COLUMNS + 4 * INTEGER_COLUMNS + 8 * 4) * capacity;
  bitmaps = valuesEnd;
  bitmapBytes = capacity / 8;
  return bitmaps + FLOW_COLUMNS * bitmapBytes;
}

/** Begins a batch, in which no row is NULL yet. */
export function beginBatch(): void {
  memory.fill(bitmaps, 0xff, FLOW_COLUMNS * bitmapBytes);
}

export function contextsAt(): usize {
  return contexts;
}

export function valuesOf(column: usize): usize {
  if (column < ADDRESS_COLUMNS) return values + 16 * capacity * column;
  const integers = values + 16 * capacity * ADDRESS_COLUMNS;
  if (column < ADDRESS_COLUMNS + INTEGER_COLUMNS) return integers + 4 * capacity * (column - ADDRESS_COLUMNS);
  return integers + 4 * capacity * INTEGER_COLUMNS + 8 * capacity * (column - ADDRESS_COLUMNS - INTEGER_COLUMNS);
}

/** The lower halves of an address column. */
export function lowerHalvesOf(column: usize): usize {
  return valuesOf(column) + 8 * capacity;
}

export function bitmapOf(column: usize): usize {
  return bitmaps + bitmapBytes * column;
}

/** How many of the first `rows` rows of a column are NULL. */
export function nullsOf(column: usize, rows: usize): i32 {
  const bitmap = bitmapOf(column);
  const words = rows >> 6;
  let valid: u64 = 0;
  for (let word: usize = 0; word < words; word++) valid += popcnt(load<u64>(bitmap + 8 * word));
  const rest = ((<u64>1) << (rows & 63)) - 1;
  if (rest != 0) valid += popcnt(load<u64>(bitmap + 8 * words) & rest);
  return <i32>rows - <i32>valid;
}

/** Makes a row NULL in every column of the mask. */
export function setNulls(columns: u32, row: i32): void {
  while (columns != 0) {
    const column: usize = ctz(columns);
    columns &= columns - 1;
    const byte = bitmapOf(column) + (row >> 3);
    i32.store8(byte, i32.load8_u(byte) & ~(1 << (row & 7)));
  }
}

/** Makes the rows `from` to `to` - 1, none of which is NULL yet, NULL in every column of the mask. */
export function setAbsent(columns: u32, from: i32, to: i32): void {
  while (from < to && (from & 7) != 0) setNulls(columns, from++);
  while (from < to && (to & 7) != 0) setNulls(columns, --to);
  if (from == to) return;
  for (; columns != 0; columns &= columns - 1) {
    const column: usize = ctz(columns);
    memory.fill(bitmapOf(column) + (from >> 3), 0, (to - from) >> 3);
  }
}

/** Moves the rows from `from` on, `rows` in all, to the front; what was there is gone, and so is what is behind them. */
export function moveToFront(from: usize, rows: usize): void {
  memory.copy(contexts, contexts + 4 * from, 4 * rows);
  for (let column: usize = 0; column < FLOW_COLUMNS; column++) {
    const width: usize = column >= ADDRESS_COLUMNS && column < ADDRESS_COLUMNS + INTEGER_COLUMNS ? 4 : 8;
    moveRows(valuesOf(column), width, from, rows);
    if (column < ADDRESS_COLUMNS) moveRows(lowerHalvesOf(column), width, from, rows);
    moveBitmap(column, from, rows);
  }
}

function moveRows(at: usize, width: usize, from: usize, rows: usize): void {
  memory.copy(at, at + width * from, width * rows);
}

function moveBitmap(column: usize, from: usize, rows: usize): void {
  if (nullsOf(column, from + rows) == 0) return;
  const bitmap = bitmapOf(column);
  for (let row: usize = 0; row < rows; row++) {
    const source = <i32>(from + row);
    const isNull = (i32.load8_u(bitmap + (source >> 3)) >> (source & 7)) & 1 ^ 1;
    const byte = bitmap + (row >> 3);
    const bit = 1 << (<i32>row & 7);
    const others = i32.load8_u(byte) | bit;
    i32.store8(byte, isNull ? others ^ bit : others);
  }
  // Behind the rows no row is NULL yet.
  const whole = rows >> 3;
  if (whole == bitmapBytes) return;
  i32.store8(bitmap + whole, i32.load8_u(bitmap + whole) | (0xff << (<i32>rows & 7)));
  memory.fill(bitmap + whole + 1, 0xff, bitmapBytes - whole - 1);
}
