/** The scores of a series of calls, from the formulas as they are written down, without any regard to speed. */
export interface Scores {
  readonly times: number;
  readonly sizes: number;
  readonly histogram: number;
  readonly duration: number;
  readonly medianS: number;
  readonly starts: number;
}

export interface Call {
  /** Seconds from the beginning of the window. */
  readonly at: number;
  readonly bytes: number;
}

/** Null where there are not three intervals. */
export function scores(calls: readonly Call[], windowS: number): Scores | null {
  const starts = calls.map(({ at }) => at).toSorted((a, b) => a - b);
  const intervals = starts
    .slice(1)
    .map((at, i) => at - (starts[i] ?? 0))
    .filter((interval) => interval > 0);
  if (intervals.length < 3) return null;
  const counts = Array.from(
    { length: 24 },
    (_, bin) => starts.filter((at) => Math.floor((24 * at) / windowS) === bin).length,
  );
  return {
    times: evenness(intervals, 1),
    sizes: evenness(
      calls.map(({ bytes }) => bytes),
      0,
    ),
    histogram: Math.max(flatness(counts), bimodality(counts)),
    duration: duration(counts, (starts.at(-1) ?? 0) - (starts[0] ?? 0), windowS),
    medianS: quantile(intervals, 0.5),
    starts: new Set(starts).size,
  };
}

function evenness(values: readonly number[], ofSmall: number): number {
  const [q1, q2, q3] = [quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)];
  const skewed = q3 - q1 >= 10 && q2 !== q1 && q2 !== q3;
  const bowley = skewed ? (q1 + q3 - 2 * q2) / (q3 - q1) : 0;
  const mad = quantile(
    values.map((value) => Math.abs(value - q2)),
    0.5,
  );
  const near = q2 < 1 ? ofSmall : Math.max(0, (q2 - mad) / q2);
  return (1 - Math.abs(bowley) + near) / 2;
}

function flatness(counts: readonly number[]): number {
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length;
  return Math.max(0, 1 - Math.sqrt(variance) / mean);
}

function bimodality(counts: readonly number[]): number {
  const bars = counts.filter((n) => n > 0);
  if (bars.length < 11) return 0;
  const step = Math.ceil(Math.max(...bars) * 0.05);
  const levels = bars.map((n) => Math.floor(n / step));
  const alike = [...new Set(levels)].map((level) => levels.filter((other) => other === level).length);
  const [first = 0, second = 0] = alike.toSorted((a, b) => b - a);
  return Math.min(1, (first + second) / (bars.length - 1));
}

function duration(counts: readonly number[], spanS: number, windowS: number): number {
  if (counts.filter((n) => n > 0).length < 6) return 0;
  const runs = counts.map((_, from) => {
    const empty = counts.findIndex((__, step) => counts[(from + step) % 24] === 0);
    return empty < 0 ? 24 : empty;
  });
  return Math.min(1, Math.max(spanS / windowS, Math.max(...runs) / 12));
}

/** Between the two values around it, in proportion. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}
