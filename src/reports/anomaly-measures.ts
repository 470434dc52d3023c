import type { Finding, Measure } from '../anomalies/finding.ts';
import { amountWords, bytesWords } from './anomaly-amounts.ts';
import { duration } from './duration.ts';
import { counted } from './values.ts';

/** The value of the first of these measures that a finding has. */
export function measured({ measures }: Finding, ...names: readonly string[]): number | null {
  const found = names.map((name) => measures.find((measure) => measure.name === name));
  return found.find((measure) => measure !== undefined)?.value ?? null;
}

/** `failed ports 998 (threshold 15)`, each number beside the line that it crossed. */
export function measureWords(measure: Measure): string {
  const { name, value, threshold, atMost } = measure;
  const line = threshold === null ? '' : ` (${atMost ? '≤' : '≥'} ${inUnit(name, threshold)})`;
  return `${labelOf(name)} ${inUnit(name, value)}${line}`;
}

/** Numbers without a threshold that a terminal shows. */
const MOST_TOLD = 2;

/** The numbers that matter most: those that crossed a line, and the first of the others. */
export function mainMeasures({ measures }: Finding): readonly Measure[] {
  const crossed = measures.filter(({ threshold }) => threshold !== null);
  const told = measures.filter(({ threshold }) => threshold === null).slice(0, MOST_TOLD);
  return measures.filter((measure) => crossed.includes(measure) || told.includes(measure));
}

/** What the numbers are compared with, and how old that is. */
export function baselineWords({ baseline }: Finding): string {
  const { kind, value, ageDays, samples } = baseline;
  const usual = value === null ? '' : `usual ${amountWords(value)}, `;
  const of = samples === 0 ? '' : `${counted(samples, 'sample')}, `;
  switch (kind) {
    case 'none':
      return 'compared with fixed thresholds only';
    case 'peers':
      return `${usual}${of}of other hosts in the same window`;
    case 'earlier-days':
      return `${usual}${of}of ${counted(ageDays, 'earlier day')}`;
    case 'hour-of-day':
      return `${usual}${of}of the same hour on ${counted(ageDays, 'earlier day')}`;
    case 'hour-of-week':
      return `${usual}${of}of the same hour of the week on ${counted(ageDays, 'earlier day')}`;
  }
}

/** Names end in their unit: `median_interval_s`, `packet_bytes`; `bytes_up` is one of bytes as well. */
const BYTES = /^(?:[a-z]+_)?bytes(?:_up|_down)?$/;
const RATIO = /^times_/;

function labelOf(name: string): string {
  const unitless = BYTES.test(name) && !name.startsWith('bytes') ? name.replace(/_bytes$/, '') : name;
  return unitless.replace(/_s$/, '').replaceAll('_', ' ');
}

function inUnit(name: string, value: number): string {
  if (name.endsWith('_s')) return value < 60 ? `${amountWords(value)} s` : duration(value);
  return BYTES.test(name) && !RATIO.test(name) ? bytesWords(value) : amountWords(value);
}
