const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A length of time in its two largest units: `3 d 4 h`, `2 h 10 min`, `45 s`; the rest is cut off. */
export function duration(seconds: number): string {
  const first = UNITS.findIndex(([, unit]) => seconds >= unit);
  if (first < 0) return '0 s';
  let rest = seconds;
  const parts: string[] = [];
  for (const [name, unit] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(' ');
}
