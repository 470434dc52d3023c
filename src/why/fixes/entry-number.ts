/** The last number that an entry can have. Source: EC2 API, CreateNetworkAclEntry: 32767 and above are reserved. */
const LAST_NUMBER = 32_766;

/** A free number between two taken ones, both excluded: the roundest there is, about half way; null when none is free. */
export function freeNumber(after: number, before: number): number | null {
  const middle = (after + before) / 2;
  for (const step of [10, 5, 1]) {
    const below = Math.floor(middle / step) * step;
    const [nearest] = [below, below + step]
      .filter((number) => number > after && number < before)
      .toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    if (nearest !== undefined) return nearest;
  }
  return null;
}

/** A number after the last taken one, 0 for none: the next hundred, ten or one; null when none is left. */
export function numberAtEnd(last: number): number | null {
  const next = [100, 10, 1].map((step) => (Math.floor(last / step) + 1) * step);
  return next.find((number) => number <= LAST_NUMBER) ?? null;
}
