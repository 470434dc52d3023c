/** Characters that end tokens and lines; every byte up to a space does. */
export const LINE_FEED: u8 = 0x0a;
export const CARRIAGE_RETURN: u8 = 0x0d;
export const SPACE: u8 = 0x20;
export const DASH: u8 = 0x2d;

/** So many bytes behind the text must be readable, for it is read by vectors. */
export const PADDING: usize = 16;

/** The position of the first byte from `at` on that ends a token. The text must have one. */
// @ts-ignore: AssemblyScript's own
@inline
export function tokenEnd(at: usize): usize {
  let ends = endsFrom(at);
  while (ends == 0) ends = endsFrom((at += 16));
  return at + ctz(ends);
}

/** Whether the token is the dash that stands for no value. */
// @ts-ignore: AssemblyScript's own
@inline
export function isDash(start: usize, end: usize): bool {
  return end == start + 1 && load<u8>(start) == DASH;
}

// @ts-ignore: AssemblyScript's own
@inline
function endsFrom(at: usize): i32 {
  return i8x16.bitmask(i8x16.le_u(v128.load(at), i8x16.splat(SPACE)));
}
