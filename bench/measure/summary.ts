import { cpus, totalmem } from 'node:os';
import type { ProcessRun } from './run-process.ts';

/** The runs of one contestant. */
export interface Contestant {
  readonly name: string;
  readonly runs: readonly ProcessRun[];
}

/** A Markdown table with one row per contestant; ratios are of medians, the first contestant's being 1. */
export function markdownTable(contestants: readonly Contestant[]): string {
  const baseline = median(contestants[0]?.runs.map((run) => run.seconds) ?? []);
  const rows = contestants.map(({ name, runs }) => {
    const seconds = runs.map((run) => run.seconds);
    const peak = Math.max(...runs.map((run) => run.peakMib));
    const cells = [
      name,
      Math.min(...seconds).toFixed(2),
      median(seconds).toFixed(2),
      (median(seconds) / baseline).toFixed(2),
    ];
    return `| ${[...cells, peak.toFixed(0)].join(' | ')} |`;
  });
  return ['| what | min s | median s | ratio | peak MiB |', '|---|---:|---:|---:|---:|', ...rows].join('\n');
}

/** What it was measured on. */
export function machine(): string {
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  return `${cpus().length} cores, ${gib} GiB, Node ${process.versions.node}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = (ordered.length - 1) / 2;
  return ((ordered[Math.floor(middle)] ?? Number.NaN) + (ordered[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
