const UNITS = ['', ' k', ' M', ' G', ' T'] as const;

/** `850`, `1.2 k`, `35 M`: a number of things in little room. */
export function compactNumber(value: number): string {
  let [amount, unit] = [value, 0];
  while (Math.abs(amount) >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${Number(amount.toFixed(unit > 0 && Math.abs(amount) < 100 ? 1 : 0))}${UNITS[unit]}`;
}
