import { PADDING } from './tokens';

/**
 * The contexts met so far, each known by the very bytes of its tokens, run by run, under its plan. A context gets the
 * next number when it is learnt. Everything stands in one stretch of memory that only grows until it is forgotten.
 */

const SEED: u64 = 0x9e3779b97f4a7c15;
const FACTOR: u64 = 0xff51afd7ed558ccd;
/** Bytes of an entry: the lower half of the hash, and where the key stands. */
const ENTRY: usize = 8;

/** The runs of the line under way: start and length of each. */
let runs: usize = 0;
let runCount: i32 = 0;
let plan: u32 = 0;
let hash: u64 = 0;

/** Open addressing, half full at most: number of the context + 1, or 0 where free. */
let slots: usize = 0;
let slotMask: u32 = 0;
let entries: usize = 0;
let count: u32 = 0;
let keys: usize = 0;
let nextKey: usize = 0;
let keysEnd: usize = 0;

/** Takes memory for `most` contexts, a power of two, whose keys fill `keyBytes` at most. Returns the end of it. */
export function placeContexts(at: usize, most: u32, keyBytes: usize): usize {
  runs = at;
  slots = runs + 8 * 64;
  slotMask = 2 * most - 1;
  entries = slots + 4 * <usize>(2 * most);
  keys = entries + ENTRY * <usize>most;
  keysEnd = keys + keyBytes;
  return keysEnd + PADDING;
}

/** Begins anew with number 0. */
export function forgetContexts(): void {
  memory.fill(slots, 0, 4 * (<usize>slotMask + 1));
  count = 0;
  nextKey = keys;
}

/** Begins the runs of a line under a plan. */
// @ts-ignore: AssemblyScript's own
@inline
export function beginContext(planNumber: u32): void {
  plan = planNumber;
  runCount = 0;
  hash = SEED ^ planNumber;
}

/** The next run of a line's tokens that make its context. */
// @ts-ignore: AssemblyScript's own
@inline
export function addRun(start: usize, end: usize): void {
  const entry = runs + 8 * runCount++;
  store<u32>(entry, <u32>start);
  store<u32>(entry, <u32>(end - start), 4);
  let at = start;
  for (; at + 8 <= end; at += 8) hash = (hash ^ load<u64>(at)) * FACTOR;
  const rest = end - at;
  hash ^= load<u64>(at) & (((<u64>1) << (8 * rest)) - 1);
  hash = (hash ^ (hash >> 32)) * FACTOR;
}

/** The number of the context of the line under way, or -1. */
export function findContext(): i32 {
  const short = <u32>(hash >> 32);
  let slot = short & slotMask;
  let number = load<u32>(slots + 4 * <usize>slot);
  while (number != 0) {
    const entry = entries + ENTRY * <usize>(number - 1);
    if (load<u32>(entry) == short && holdsRuns(load<u32>(entry, 4))) return number - 1;
    slot = (slot + 1) & slotMask;
    number = load<u32>(slots + 4 * <usize>slot);
  }
  return -1;
}

/** Gives the context of the line under way the next number, or returns -1 when there is no room. */
export function learnContext(): i32 {
  let bytes: usize = 4;
  for (let i = 0; i < runCount; i++) bytes += 4 + load<u32>(runs + 8 * i, 4);
  if (count * 2 > slotMask || nextKey + bytes > keysEnd) return -1;
  const entry = entries + ENTRY * <usize>count;
  const short = <u32>(hash >> 32);
  store<u32>(entry, short);
  store<u32>(entry, <u32>nextKey, 4);
  store<u32>(nextKey, plan);
  nextKey += 4;
  for (let i = 0; i < runCount; i++) {
    const length = load<u32>(runs + 8 * i, 4);
    store<u32>(nextKey, length);
    memory.copy(nextKey + 4, load<u32>(runs + 8 * i), length);
    nextKey += 4 + <usize>length;
  }
  let slot = short & slotMask;
  while (load<u32>(slots + 4 * <usize>slot) != 0) slot = (slot + 1) & slotMask;
  store<u32>(slots + 4 * <usize>slot, ++count);
  return <i32>count - 1;
}

function holdsRuns(key: usize): bool {
  if (load<u32>(key) != plan) return false;
  key += 4;
  for (let i = 0; i < runCount; i++) {
    const start: usize = load<u32>(runs + 8 * i);
    const length = load<u32>(runs + 8 * i, 4);
    if (load<u32>(key) != length || !isSame(key + 4, start, length)) return false;
    key += 4 + <usize>length;
  }
  return true;
}

function isSame(a: usize, b: usize, length: u32): bool {
  let rest = length;
  for (; rest >= 16; rest -= 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    a += 16;
    b += 16;
  }
  const different = i8x16.bitmask(i8x16.ne(v128.load(a), v128.load(b)));
  return (different & ((1 << rest) - 1)) == 0;
}
