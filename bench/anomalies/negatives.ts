import { DEFAULT_DAYS, type DaysOptions } from '../labelled-days/generate-days.ts';
import { TRAPS } from '../labelled-days/traps/traps.ts';
import { isAtLeast, scoreDay } from './match.ts';
import { measureDay } from './measure-day.ts';
import { describeFinding, table } from './tables.ts';

/** A day on which only these harmless things happen beside a little business. */
export function trapDay(traps: readonly string[], options: Partial<DaysOptions>): DaysOptions {
  return { ...DEFAULT_DAYS, load: 0.05, incidents: [], traps, ...options };
}

/** The findings of Medium and above on the day of a trap, in words; there ought to be none. */
export async function alarms(options: DaysOptions): Promise<readonly string[]> {
  const { day, report } = await measureDay(options);
  return scoreDay(report, day.labels)
    .findings.filter(({ truth, finding }) => truth !== 'expected' && isAtLeast(finding.band, 'medium'))
    .map(({ finding }) => describeFinding(finding));
}

/** Each trap alone, at full size. */
export async function negativeSuites(folder: string, seeds: readonly number[]): Promise<string> {
  const rows: string[][] = [];
  for (const { kind } of TRAPS) {
    const found: string[] = [];
    for (const seed of seeds) found.push(...(await alarms(trapDay([kind], { seed, folder }))));
    rows.push([kind, String(found.length), found.slice(0, 3).join('<br>')]);
  }
  return table(['trap', 'Medium and above', 'which'], rows);
}
