const DOT: u8 = 0x2e;
const COLON: u8 = 0x3a;
/** The highest bit of each half is turned, so that signed integers order as addresses do. */
const SIGN: u64 = 0x8000000000000000;
/** The lower half of ::ffff:0:0/96, where the IPv4 addresses stand (RFC 4291, section 2.5.5.2). */
const IPV4_PREFIX: u64 = 0x0000ffff00000000;
/** No spelling is longer: six groups of four and a dotted IPv4 address. */
const LONGEST: usize = 45;

/** The halves of the address that {@link readAddress} has read. */
export let addressHi: u64 = 0;
export let addressLo: u64 = 0;

let ipv4: u32 = 0;

/** Reads an IPv4 or IPv6 address. Returns whether the token spells one. */
// @ts-ignore: AssemblyScript's own
@inline
export function readAddress(start: usize, end: usize): bool {
  if (end - start <= 15 && readIpv4(start, end)) {
    addressHi = SIGN;
    addressLo = (IPV4_PREFIX | ipv4) ^ SIGN;
    return true;
  }
  return end - start <= LONGEST && readIpv6(start, end);
}

/** Dotted decimal without leading zeros. The three dots are found at once, and each byte is read without a branch. */
// @ts-ignore: AssemblyScript's own
@inline
function readIpv4(start: usize, end: usize): bool {
  const length = <i32>(end - start);
  let dots = i8x16.bitmask(i8x16.eq(v128.load(start), i8x16.splat(DOT))) & ((1 << length) - 1);
  if (popcnt(dots) != 3) return false;
  const first = ctz(dots);
  dots &= dots - 1;
  const second = ctz(dots);
  const third = ctz(dots & (dots - 1));
  const a = decimalByte(start, first);
  const b = decimalByte(start + first + 1, second - first - 1);
  const c = decimalByte(start + second + 1, third - second - 1);
  const d = decimalByte(start + third + 1, length - third - 1);
  ipv4 = (a << 24) | (b << 16) | (c << 8) | d;
  return (a | b | c | d) <= 255;
}

/** The value of one to three digits, or something above 255. */
// @ts-ignore: AssemblyScript's own
@inline
function decimalByte(start: usize, length: i32): u32 {
  if (<u32>(length - 1) > 2) return u32.MAX_VALUE;
  // Hundreds, tens and ones in the three upper bytes.
  const digits = (load<u32>(start) ^ 0x30303030) << (32 - 8 * length);
  if ((((digits + 0x76767676) | digits) & 0x80808080) != 0) return u32.MAX_VALUE;
  const value = ((digits >> 8) & 255) * 100 + ((digits >> 16) & 255) * 10 + (digits >> 24);
  const hasLeadingZero = length > 1 && ((digits >> (32 - 8 * length)) & 255) == 0;
  return hasLeadingZero ? u32.MAX_VALUE : value;
}

/** Groups of up to four hexadecimal digits, `::` once at most, and an IPv4 address in place of the last two groups. */
function readIpv6(start: usize, end: usize): bool {
  let upper: u64 = 0;
  let lower: u64 = 0;
  let groups = 0;
  // Groups before `::`, or -1.
  let gap = -1;
  let at = start;
  if (end - start >= 2 && load<u16>(at) == 0x3a3a) {
    gap = 0;
    at += 2;
  }
  while (at < end) {
    let group: u64 = 0;
    let digits = 0;
    const groupStart = at;
    for (; at < end; at++) {
      const digit = hexDigit(load<u8>(at));
      if (digit > 15) break;
      group = (group << 4) | digit;
      digits++;
    }
    if (at < end && load<u8>(at) == DOT) {
      if (groups > 6 || end - groupStart > 15 || !readIpv4(groupStart, end)) return false;
      upper = (upper << 32) | (lower >> 32);
      lower = (lower << 32) | ipv4;
      groups += 2;
      at = end;
      break;
    }
    if (digits == 0 || digits > 4 || groups == 8) return false;
    upper = (upper << 16) | (lower >> 48);
    lower = (lower << 16) | group;
    groups++;
    if (at == end) break;
    if (load<u8>(at) != COLON) return false;
    at++;
    if (at == end) return false;
    if (load<u8>(at) == COLON) {
      if (gap >= 0) return false;
      gap = groups;
      at++;
    }
  }
  if (gap < 0 ? groups != 8 : groups > 7) return false;
  if (gap >= 0) {
    // The groups behind the gap stand at the end already; those before it move to the front.
    const tail = 16 * (groups - gap);
    const move = 16 * (8 - groups);
    const tailLower = maskOf(min(tail, 64));
    const tailUpper = maskOf(max(tail - 64, 0));
    const headUpper = upper & ~tailUpper;
    const headLower = lower & ~tailLower;
    upper = (upper & tailUpper) | shiftedUpper(headUpper, headLower, move);
    lower = (lower & tailLower) | (move >= 64 ? 0 : headLower << move);
  }
  addressHi = upper ^ SIGN;
  addressLo = lower ^ SIGN;
  return true;
}

/** The lowest `bits` bits. */
function maskOf(bits: i32): u64 {
  return bits == 64 ? u64.MAX_VALUE : (<u64>1 << bits) - 1;
}

/** The upper half of a 128-bit number shifted to the left. */
function shiftedUpper(upper: u64, lower: u64, bits: i32): u64 {
  if (bits == 0) return upper;
  if (bits >= 64) return bits == 128 ? 0 : lower << (bits - 64);
  return (upper << bits) | (lower >> (64 - bits));
}

function hexDigit(byte: u8): u32 {
  const digit: u32 = byte - 0x30;
  if (digit <= 9) return digit;
  const letter: u32 = (byte | 0x20) - 0x61;
  return letter <= 5 ? letter + 10 : u32.MAX_VALUE;
}
