/**
 * Reads lines of flow-log records into columns: the inner loop of the whole program. It knows records of the plainest
 * form only, tokens parted by single spaces, and stops at every line that is another; the caller looks at those.
 */
import { addressHi, addressLo, readAddress } from './addresses';
import { placeColumns, beginBatch, contextsAt, lowerHalvesOf, setNulls, valuesOf } from './columns';
import { addRun, beginContext, findContext, forgetContexts, placeContexts } from './contexts';
import { NO_NUMBER, readNumber } from './numbers';
import { CARRIAGE_RETURN, isDash, LINE_FEED, PADDING, SPACE, tokenEnd } from './tokens';

export { beginBatch, bitmapOf, contextsAt, lowerHalvesOf, moveToFront, nullsOf, setAbsent, valuesOf } from './columns';
export { forgetContexts, learnContext } from './contexts';

/** What a step of a plan reads. */
const RUN: u32 = 0;
const ADDRESS: u32 = 1;
const INTEGER: u32 = 2;
const COUNT: u32 = 3;
const TIME: u32 = 4;

/** Bytes of a step: kind, flow column (of a run: tokens), largest value, where the column's values are. */
const STEP: usize = 16;
const MOST_STEPS: usize = 1024;

/** Why {@link readRecords} stopped. */
const TEXT_ENDS = 0;
const OTHER_LINE = 1;
const NEW_CONTEXT = 2;

const LAST_SECOND: i64 = 2_147_483_647;

let text: usize = 0;
let steps: usize = 0;
/** Where reading stopped: the start of a line. */
let position: usize = 0;
let rowReached: i32 = 0;

/** Takes memory: for `textBytes` of lines, batches of `rows` rows, and so many contexts with so many bytes of keys. */
export function place(textBytes: usize, rows: usize, contexts: u32, keyBytes: usize): void {
  text = (__heap_base + 15) & ~15;
  steps = (text + textBytes + PADDING + 15) & ~15;
  const columns = steps + STEP * MOST_STEPS;
  const end = placeContexts(placeColumns(columns, rows), contexts, keyBytes);
  const pages = <i32>((end + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
  forgetContexts();
  beginBatch();
}

export function textAt(): usize {
  return text;
}

export function stepsAt(): usize {
  return steps;
}

export function positionReached(): usize {
  return position;
}

export function rowsReached(): i32 {
  return rowReached;
}

/**
 * Reads the lines from `start` to `end`, the last of which ends with a line feed, into the rows from `row` to `rows` - 1,
 * by the steps from number `firstStep` on, under this number of a plan. `mayHaveTimestamp`: a line may have an ISO
 * timestamp in front of its record.
 */
export function readRecords(
  start: usize,
  end: usize,
  row: i32,
  rows: i32,
  firstStep: u32,
  stepCount: u32,
  plan: u32,
  mayHaveTimestamp: bool,
): i32 {
  const first = steps + STEP * <usize>firstStep;
  const last = first + STEP * <usize>stepCount;
  const contexts = contextsAt();
  const lowerHalves = lowerHalvesOf(0) - valuesOf(0);
  let line = start;
  while (line < end && row < rows) {
    position = line;
    rowReached = row;
    let at = mayHaveTimestamp ? afterTimestamp(line) : line;
    let nulls: u32 = 0;
    beginContext(plan);
    for (let step = first; step < last; step += STEP) {
      if (step > first) {
        if (load<u8>(at) != SPACE) return OTHER_LINE;
        at++;
      }
      const kind = load<u32>(step);
      const token = at;
      if (kind == RUN) {
        at = runEnd(at, load<u32>(step, 4));
        if (at == 0) return OTHER_LINE;
        addRun(token, at);
        continue;
      }
      at = tokenEnd(at);
      if (at == token) return OTHER_LINE;
      const column = load<i32>(step, 4);
      if (isDash(token, at)) {
        nulls |= 1 << column;
        continue;
      }
      const values: usize = load<u32>(step, 12);
      if (kind == ADDRESS) {
        if (!readAddress(token, at)) return OTHER_LINE;
        store<u64>(values + 8 * row, addressHi);
        store<u64>(values + lowerHalves + 8 * row, addressLo);
        continue;
      }
      let value = readNumber(token, at);
      if (kind == TIME && value > LAST_SECOND) value /= 1000;
      if (value == NO_NUMBER || (kind != COUNT && value > load<u32>(step, 8))) return OTHER_LINE;
      if (kind == INTEGER) store<i32>(values + 4 * row, <i32>value);
      else store<i64>(values + 8 * row, value);
    }
    if (load<u8>(at) == CARRIAGE_RETURN) at++;
    if (load<u8>(at) != LINE_FEED) return OTHER_LINE;
    const context = findContext();
    if (context < 0) return NEW_CONTEXT;
    store<i32>(contexts + 4 * row, context);
    if (nulls != 0) setNulls(nulls, row);
    row++;
    line = at + 1;
  }
  position = line;
  rowReached = row;
  return TEXT_ENDS;
}

/** The end of so many tokens, or 0 when they are not parted by single spaces. */
function runEnd(start: usize, tokens: u32): usize {
  let at = tokenEnd(start);
  if (at == start) return 0;
  for (let i: u32 = 1; i < tokens; i++) {
    if (load<u8>(at) != SPACE) return 0;
    const next = at + 1;
    at = tokenEnd(next);
    if (at == next) return 0;
  }
  return at;
}

/**
 * The position after an ISO timestamp in UTC (`2018-09-22T20:28:14.000Z`) and a space, as CloudWatch exports put it in
 * front of each record, or `start` when there is none.
 */
function afterTimestamp(start: usize): usize {
  if (load<u8>(start, 4) != 0x2d || load<u8>(start, 10) != 0x54) return start;
  const end = tokenEnd(start);
  if (end < start + 20 || load<u8>(end - 1) != 0x5a || load<u8>(end) != SPACE) return start;
  if (load<u8>(start, 7) != 0x2d || load<u8>(start, 13) != 0x3a || load<u8>(start, 16) != 0x3a) return start;
  if (readNumber(start, start + 4) < 0 || readNumber(start + 5, start + 7) < 0) return start;
  if (readNumber(start + 8, start + 10) < 0 || readNumber(start + 11, start + 13) < 0) return start;
  if (readNumber(start + 14, start + 16) < 0 || readNumber(start + 17, start + 19) < 0) return start;
  const hasFraction = end > start + 20;
  if (hasFraction && load<u8>(start, 19) != 0x2e) return start;
  if (end > start + 21 && readNumber(start + 20, end - 1) < 0) return start;
  return end + 1;
}
