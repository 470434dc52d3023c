import { cpus, loadavg, totalmem, type } from 'node:os';
import type { ProcessRun } from './run-process.ts';

/** The runs of one contestant. */
export interface Contestant {
  readonly name: string;
  readonly runs: readonly ProcessRun[];
  /** What the ratio ought to be, such as `≥ 4`. */
  readonly target?: string;
}

const COLUMNS = ['what', 'runs', 'min s', 'median s', 'ratio', 'target', 'peak MiB', 'CPU s'];

/**
 * A Markdown table with one row per contestant. The ratio is the contestant's median time divided by that of the first
 * contestant, whose own is 1: above 1 the first contestant is faster, that many times.
 */
export function markdownTable(contestants: readonly Contestant[]): string {
  const baseline = median(contestants[0]?.runs.map((run) => run.seconds) ?? []);
  const rows = contestants.map(({ name, runs, target = '' }) => {
    const seconds = runs.map((run) => run.seconds);
    return [
      name,
      String(runs.length),
      Math.min(...seconds).toFixed(2),
      median(seconds).toFixed(2),
      (median(seconds) / baseline).toFixed(2),
      target,
      Math.max(...runs.map((run) => run.peakMib)).toFixed(0),
      median(runs.map((run) => run.cpuSeconds)).toFixed(1),
    ];
  });
  const alignment = COLUMNS.map((_, column) => (column === 0 ? '---' : '---:'));
  return [COLUMNS, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What it is measured on, and how busy that was in the minute before (the load average; 0 is idle). */
export function machine(): string {
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} cores (${processor}), ${gib} GiB, ${type()}, Node ${process.versions.node}, load ${load} before`;
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = (ordered.length - 1) / 2;
  return ((ordered[Math.floor(middle)] ?? Number.NaN) + (ordered[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
