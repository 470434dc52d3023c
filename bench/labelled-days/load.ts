/** Measured on days with all traps and incidents: what there is at any load, and what load 1 adds. */
const SIZES: ReadonlyMap<number, { readonly always: number; readonly perLoad: number }> = new Map([
  [60, { always: 375_000, perLoad: 1_480_000 }],
  [600, { always: 285_000, perLoad: 1_250_000 }],
]);
const LEAST = 0.01;

/** The load of a day of about so many records; what is always there makes days of fewer than 300,000 larger than asked for. */
export function loadFor(records: number, aggregationS: number): number {
  const size = SIZES.get(aggregationS);
  if (!size) throw new Error(`Cannot size a day of windows of ${aggregationS} s: expected 60 or 600`);
  return Math.max(LEAST, (records - size.always) / size.perLoad);
}
