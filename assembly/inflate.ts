/**
 * Decompresses DEFLATE streams (RFC 1951) piece by piece. Input and output lie in this memory; between two calls the caller
 * takes what has come out and puts in what is next. Codes are looked up by several bits at a time, and the input is read by
 * words of eight bytes, as Eric Biggers describes for libdeflate.
 */

/** What {@link inflate} comes to. */
const DONE = 0;
const NEEDS_INPUT = 1;
const OUTPUT_FULL = 2;
const BAD_BLOCK = -1;
const BAD_CODES = -2;
const BAD_SYMBOL = -3;
const BAD_DISTANCE = -4;
const BAD_STORED = -5;
const TRUNCATED = -6;

/** How far back a match may reach. */
const WINDOW: usize = 32 << 10;
/** Most input that one symbol, and most that the codes of a block take, with what is read ahead. */
const SYMBOL_INPUT: usize = 32;
const CODES_INPUT: usize = 640;
/** Most output of one turn: some literals and the longest match, which is written by vectors. */
const TURN_OUTPUT: usize = 320;

const LITLEN_SYMBOLS: u32 = 288;
const DISTANCE_SYMBOLS: u32 = 32;
const LITLEN_BITS: u32 = 11;
const DISTANCE_BITS: u32 = 8;
const LONGEST_CODE: u32 = 15;
/** Most entries that tables and subtables of such codes need. */
const LITLEN_ENTRIES: usize = 2342;
const DISTANCE_ENTRIES: usize = 402;

/**
 * An entry: bits that the code takes in the lowest byte; for lengths and distances also their extra bits. Then either a
 * literal, the base of a length or distance, or the place and width of a subtable, in the upper half.
 */
const LITERAL: u32 = 0x80000000;
const SPECIAL: u32 = 0x8000;
const SUBTABLE: u32 = 0x4000;
const END_OF_BLOCK: u32 = 0x2000;

const NO_BLOCK = 0;
const STORED_BLOCK = 1;
const CODED_BLOCK = 2;

let window: usize = 0;
let outputEnd: usize = 0;
let output: usize = 0;
let inputStart: usize = 0;
let input: usize = 0;
let inputEnd: usize = 0;
let isLastInput = false;

let bits: u64 = 0;
let bitCount: u32 = 0;
let block = NO_BLOCK;
let isFinalBlock = false;
let storedRest: usize = 0;

let litlenTable: usize = 0;
let distanceTable: usize = 0;
let lengths: usize = 0;
let counts: usize = 0;
let offsets: usize = 0;
let sorted: usize = 0;

const LENGTH_BASES = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258, 0, 0,
]);
const LENGTH_EXTRA = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0, 0, 0,
]);
const DISTANCE_BASES = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
  12289, 16385, 24577, 0, 0,
]);
const DISTANCE_EXTRA = memory.data<u8>([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 0, 0,
]);
const PRECODE_ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** Takes memory: for so much input at a time, and so much output. */
export function place(inputBytes: usize, outputBytes: usize): void {
  litlenTable = (__heap_base + 15) & ~15;
  distanceTable = litlenTable + 4 * LITLEN_ENTRIES;
  lengths = distanceTable + 4 * DISTANCE_ENTRIES;
  counts = lengths + LITLEN_SYMBOLS + DISTANCE_SYMBOLS + 160;
  offsets = counts + 4 * 16;
  sorted = offsets + 4 * 16;
  inputStart = sorted + 2 * LITLEN_SYMBOLS;
  window = (inputStart + inputBytes + 64 + 15) & ~15;
  outputEnd = window + WINDOW + outputBytes;
  const end = outputEnd + TURN_OUTPUT + 16;
  const pages = <i32>((end + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
}

/** Begins a stream. What is there of input stays. */
export function begin(): void {
  output = window + WINDOW;
  bits = 0;
  bitCount = 0;
  block = NO_BLOCK;
  isFinalBlock = false;
}

/** Where more input goes, once what has not been read stands at the front. */
export function makeRoomForInput(): usize {
  giveBack();
  const rest = inputEnd - input;
  memory.copy(inputStart, input, rest);
  input = inputStart;
  inputEnd = inputStart + rest;
  return inputEnd;
}

/** So many bytes of input have been put there; nothing more comes after the last ones. */
export function addInput(bytes: usize, isLast: bool): void {
  inputEnd += bytes;
  isLastInput = isLast;
  memory.fill(inputEnd, 0, 64);
}

/** Where the input that has not been read begins: after a stream what follows it. */
export function inputAt(): usize {
  return input;
}

export function inputRest(): usize {
  return inputEnd - input;
}

/** Passes over input that is no part of a stream. */
export function skipInput(bytes: usize): void {
  input += bytes;
}

/** Forgets all input. */
export function forgetInput(): void {
  input = inputStart;
  inputEnd = inputStart;
  isLastInput = false;
  bits = 0;
  bitCount = 0;
}

export function outputAt(): usize {
  return window + WINDOW;
}

export function outputReached(): usize {
  return output;
}

/** Makes room for more output; what matches may reach back to is kept. */
export function takeOutput(): void {
  memory.copy(window, output - WINDOW, WINDOW);
  output = window + WINDOW;
}

/** Goes on until something is needed, or the stream has ended. `produced`: bytes of the stream that came out before, of many not all. */
export function inflate(produced: u32): i32 {
  let outcome = DONE;
  while (outcome == DONE) {
    // A turn may have gone somewhat beyond the end.
    if (output >= outputEnd) return OUTPUT_FULL;
    if (block == NO_BLOCK) {
      if (isFinalBlock) return endStream();
      if (!isLastInput && inputEnd - input < CODES_INPUT) return NEEDS_INPUT;
      outcome = beginBlock();
      if (outcome != DONE) break;
    }
    outcome = block == STORED_BLOCK ? copyStored() : decodeBlock(produced);
    if (outcome == DONE) block = NO_BLOCK;
  }
  return outcome < 0 && isLastInput && isOverrun() ? TRUNCATED : outcome;
}

function endStream(): i32 {
  giveBack();
  bits = 0;
  bitCount = 0;
  return input > inputEnd ? TRUNCATED : DONE;
}

/** Gives back the whole bytes that were read ahead: they may be the beginning of what is no code. */
function giveBack(): void {
  input -= bitCount >> 3;
  bitCount &= 7;
  bits &= ((<u64>1) << bitCount) - 1;
}

function refill(): void {
  bits |= load<u64>(input) << bitCount;
  input += (63 - bitCount) >> 3;
  bitCount |= 56;
}

function takeBits(count: u32): u32 {
  const value = <u32>(bits & (((<u64>1) << count) - 1));
  bits >>= count;
  bitCount -= count;
  return value;
}

/** Whether more bits were taken than the input has. */
function isOverrun(): bool {
  return input - (bitCount >> 3) > inputEnd;
}

function beginBlock(): i32 {
  refill();
  isFinalBlock = takeBits(1) != 0;
  const type = takeBits(2);
  if (type == 0) return beginStored();
  if (type == 3) return BAD_BLOCK;
  block = CODED_BLOCK;
  return type == 1 ? useFixedCodes() : readCodes();
}

function beginStored(): i32 {
  giveBack();
  bits = 0;
  bitCount = 0;
  if (input + 4 > inputEnd) return TRUNCATED;
  const length = load<u16>(input);
  if ((<u32>length ^ 0xffff) != <u32>load<u16>(input, 2)) return BAD_STORED;
  input += 4;
  storedRest = length;
  block = STORED_BLOCK;
  return 0;
}

function copyStored(): i32 {
  const length = min(storedRest, min(inputEnd - input, outputEnd - output));
  memory.copy(output, input, length);
  output += length;
  input += length;
  storedRest -= length;
  if (storedRest == 0) return DONE;
  if (output == outputEnd) return OUTPUT_FULL;
  return isLastInput ? TRUNCATED : NEEDS_INPUT;
}

function useFixedCodes(): i32 {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  buildTable(litlenTable, LITLEN_BITS, lengths, LITLEN_SYMBOLS, true);
  memory.fill(lengths, 5, DISTANCE_SYMBOLS);
  buildTable(distanceTable, DISTANCE_BITS, lengths, DISTANCE_SYMBOLS, false);
  return 0;
}

function readCodes(): i32 {
  const litlens = takeBits(5) + 257;
  const distances = takeBits(5) + 1;
  const precodes = takeBits(4) + 4;
  if (litlens > 286 || distances > 30) return BAD_CODES;
  memory.fill(lengths, 0, 19);
  for (let i: u32 = 0; i < precodes; i++) {
    refill();
    store<u8>(lengths + load<u8>(PRECODE_ORDER + i), <u8>takeBits(3));
  }
  if (!buildPrecodeTable()) return BAD_CODES;
  const all = litlens + distances;
  let at: u32 = 0;
  while (at < all) {
    refill();
    if (isOverrun()) return TRUNCATED;
    const entry = load<u32>(litlenTable + 4 * <usize>(<u32>bits & 127));
    if (entry == 0) return BAD_CODES;
    takeBits(entry & 255);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + at++, <u8>symbol);
      continue;
    }
    let value: u8 = 0;
    let repeat: u32;
    if (symbol == 16) {
      if (at == 0) return BAD_CODES;
      value = load<u8>(lengths + at - 1);
      repeat = takeBits(2) + 3;
    } else {
      repeat = symbol == 17 ? takeBits(3) + 3 : takeBits(7) + 11;
    }
    if (at + repeat > all) return BAD_CODES;
    memory.fill(lengths + at, value, repeat);
    at += repeat;
  }
  if (load<u8>(lengths + 256) == 0) return BAD_CODES;
  if (!buildTable(distanceTable, DISTANCE_BITS, lengths + litlens, distances, false)) return BAD_CODES;
  return buildTable(litlenTable, LITLEN_BITS, lengths, litlens, true) ? 0 : BAD_CODES;
}

/** The code of code lengths, in the place of the other table. Returns whether it is one. */
function buildPrecodeTable(): bool {
  memory.fill(litlenTable, 0, 4 * 128);
  let code: u32 = 0;
  let space: i32 = 128;
  for (let length: u32 = 1; length <= 7; length++) {
    for (let symbol: u32 = 0; symbol < 19; symbol++) {
      if (load<u8>(lengths + symbol) != length) continue;
      space -= 128 >> length;
      if (space < 0) return false;
      const reversed = reverse(code, length);
      for (let i = reversed; i < 128; i += 1 << length) {
        store<u32>(litlenTable + 4 * <usize>i, (symbol << 16) | length);
      }
      code++;
    }
    code <<= 1;
  }
  return space == 0;
}

function reverse(code: u32, length: u32): u32 {
  let reversed: u32 = 0;
  for (let i: u32 = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
  return reversed;
}

/**
 * Builds the table of a code from the lengths of its symbols. Returns whether they make one: a code may be incomplete only
 * when it has one symbol or none, as distances of a block without matches do.
 */
function buildTable(table: usize, tableBits: u32, from: usize, symbols: u32, isLitlen: bool): bool {
  memory.fill(counts, 0, 4 * 16);
  for (let i: u32 = 0; i < symbols; i++) {
    const count = counts + 4 * <usize>load<u8>(from + i);
    store<u32>(count, load<u32>(count) + 1);
  }
  let space: i32 = 1 << LONGEST_CODE;
  let used: u32 = 0;
  let offset: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST_CODE; length++) {
    const count = load<u32>(counts + 4 * <usize>length);
    store<u32>(offsets + 4 * <usize>length, offset);
    offset += count;
    used += count;
    space -= <i32>(count << (LONGEST_CODE - length));
    if (space < 0) return false;
  }
  memory.fill(table, 0, 4 << tableBits);
  if (space > 0 && (used > 1 || (used == 1 && load<u32>(counts + 4) != 1))) return false;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length: usize = load<u8>(from + symbol);
    if (length == 0) continue;
    const place = load<u32>(offsets + 4 * length);
    store<u16>(sorted + 2 * <usize>place, <u16>symbol);
    store<u32>(offsets + 4 * length, place + 1);
  }
  fillTable(table, tableBits, from, used, isLitlen);
  return true;
}

function fillTable(table: usize, tableBits: u32, from: usize, used: u32, isLitlen: bool): void {
  let code: u32 = 0;
  let lastLength: u32 = 0;
  let nextSubtable: u32 = 1 << tableBits;
  let subtablePrefix: u32 = u32.MAX_VALUE;
  let subtable: u32 = 0;
  let subtableBits: u32 = 0;
  for (let i: u32 = 0; i < used; i++) {
    const symbol: u32 = load<u16>(sorted + 2 * <usize>i);
    const length: u32 = load<u8>(from + symbol);
    code <<= length - lastLength;
    lastLength = length;
    const reversed = reverse(code++, length);
    const entry = isLitlen ? litlenEntry(symbol) : distanceEntry(symbol);
    if (length <= tableBits) {
      const full = withCode(entry, length);
      for (let at = reversed; at < 1 << tableBits; at += 1 << length) store<u32>(table + 4 * <usize>at, full);
      store<u32>(counts + 4 * <usize>length, load<u32>(counts + 4 * <usize>length) - 1);
      continue;
    }
    const prefix = reversed & ((1 << tableBits) - 1);
    if (prefix != subtablePrefix) {
      subtablePrefix = prefix;
      subtable = nextSubtable;
      // As wide as the codes that are left of this length, and then of longer ones, need.
      subtableBits = length - tableBits;
      let left = load<u32>(counts + 4 * <usize>length);
      while (subtableBits + tableBits < LONGEST_CODE && left < 1 << subtableBits) {
        subtableBits++;
        left = (left << 1) + load<u32>(counts + 4 * <usize>(tableBits + subtableBits));
      }
      nextSubtable = subtable + (1 << subtableBits);
      store<u32>(
        table + 4 * <usize>prefix,
        (subtable << 16) | SPECIAL | SUBTABLE | (subtableBits << 8) | tableBits,
      );
    }
    store<u32>(counts + 4 * <usize>length, load<u32>(counts + 4 * <usize>length) - 1);
    const full = withCode(entry, length - tableBits);
    const step: u32 = 1 << (length - tableBits);
    for (let at = reversed >> tableBits; at < 1 << subtableBits; at += step) {
      store<u32>(table + 4 * <usize>(subtable + at), full);
    }
  }
}

/** Adds the length of the code: once to be told from the extra bits, once to be taken together with them. */
function withCode(entry: u32, length: u32): u32 {
  return entry + (length << 8) + length;
}

function litlenEntry(symbol: u32): u32 {
  if (symbol < 256) return LITERAL | (symbol << 16);
  if (symbol == 256) return SPECIAL | END_OF_BLOCK;
  const index = <usize>(symbol - 257);
  const base: u32 = load<u16>(LENGTH_BASES + 2 * index);
  return (base << 16) | load<u8>(LENGTH_EXTRA + index);
}

function distanceEntry(symbol: u32): u32 {
  const base: u32 = load<u16>(DISTANCE_BASES + 2 * <usize>symbol);
  return (base << 16) | load<u8>(DISTANCE_EXTRA + symbol);
}

/** Decodes the symbols of a block. */
function decodeBlock(produced: u32): i32 {
  let buffer = bits;
  let count = bitCount;
  let from = input;
  let to = output;
  const litlen = litlenTable;
  const distances = distanceTable;
  const lastFrom = isLastInput ? inputEnd + 16 : inputEnd - SYMBOL_INPUT;
  const lastTo = outputEnd;
  const isShort = produced < <u32>WINDOW;
  let outcome = DONE;
  for (;;) {
    if (to >= lastTo) {
      outcome = OUTPUT_FULL;
      break;
    }
    if (from > lastFrom) {
      outcome = isLastInput ? TRUNCATED : NEEDS_INPUT;
      break;
    }
    buffer |= load<u64>(from) << count;
    from += (63 - count) >> 3;
    count |= 56;
    let entry = load<u32>(litlen + 4 * <usize>(<u32>buffer & ((1 << LITLEN_BITS) - 1)));
    // Three literals at most fit what one reading ahead gives.
    if (entry & LITERAL) {
      buffer >>= entry & 63;
      count -= entry & 63;
      store<u8>(to++, <u8>(entry >> 16));
      entry = load<u32>(litlen + 4 * <usize>(<u32>buffer & ((1 << LITLEN_BITS) - 1)));
      if (entry & LITERAL) {
        buffer >>= entry & 63;
        count -= entry & 63;
        store<u8>(to++, <u8>(entry >> 16));
        entry = load<u32>(litlen + 4 * <usize>(<u32>buffer & ((1 << LITLEN_BITS) - 1)));
        if (entry & LITERAL) {
          buffer >>= entry & 63;
          count -= entry & 63;
          store<u8>(to++, <u8>(entry >> 16));
          continue;
        }
      }
      buffer |= load<u64>(from) << count;
      from += (63 - count) >> 3;
      count |= 56;
    }
    if (entry & SPECIAL) {
      if (entry & SUBTABLE) {
        const index = <u32>(buffer >> LITLEN_BITS) & ((1 << ((entry >> 8) & 15)) - 1);
        buffer >>= LITLEN_BITS;
        count -= LITLEN_BITS;
        entry = load<u32>(litlen + 4 * <usize>((entry >> 16) + index));
        if (entry & LITERAL) {
          buffer >>= entry & 63;
          count -= entry & 63;
          store<u8>(to++, <u8>(entry >> 16));
          continue;
        }
      }
      if (entry & END_OF_BLOCK) {
        buffer >>= entry & 63;
        count -= entry & 63;
        break;
      }
    }
    if (entry == 0 || entry >> 16 == 0) {
      outcome = BAD_SYMBOL;
      break;
    }
    const length =
      (entry >> 16) + (<u32>((buffer & (((<u64>1) << (entry & 63)) - 1)) >> ((entry >> 8) & 15)));
    buffer >>= entry & 63;
    count -= entry & 63;

    let distanceEntry = load<u32>(distances + 4 * <usize>(<u32>buffer & ((1 << DISTANCE_BITS) - 1)));
    if (distanceEntry & SPECIAL) {
      const index = <u32>(buffer >> DISTANCE_BITS) & ((1 << ((distanceEntry >> 8) & 15)) - 1);
      buffer >>= DISTANCE_BITS;
      count -= DISTANCE_BITS;
      distanceEntry = load<u32>(distances + 4 * <usize>((distanceEntry >> 16) + index));
    }
    const distance: usize =
      (distanceEntry >> 16) +
      <u32>((buffer & (((<u64>1) << (distanceEntry & 63)) - 1)) >> ((distanceEntry >> 8) & 15));
    buffer >>= distanceEntry & 63;
    count -= distanceEntry & 63;
    if (distanceEntry >> 16 == 0 || (isShort && distance > <usize>produced + (to - window - WINDOW))) {
      outcome = BAD_DISTANCE;
      break;
    }
    copyMatch(to, distance, length);
    to += length;
  }
  bits = buffer & (((<u64>1) << count) - 1);
  bitCount = count;
  input = from;
  output = to;
  return isLastInput && isOverrun() ? TRUNCATED : outcome;
}

/** Copies what lies `distance` behind; up to fifteen bytes more than asked for are written. */
function copyMatch(to: usize, distance: usize, length: usize): void {
  const end = to + length;
  let from = to - distance;
  if (distance >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < end);
  } else if (distance >= 8) {
    do {
      store<u64>(to, load<u64>(from));
      to += 8;
      from += 8;
    } while (to < end);
  } else if (distance == 1) {
    memory.fill(to, load<u8>(from), length);
  } else {
    do store<u8>(to++, load<u8>(from++));
    while (to < end);
  }
}
