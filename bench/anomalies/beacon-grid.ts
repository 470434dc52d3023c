import { measureDay } from './measure-day.ts';
import { allFindings } from './match.ts';
import { ratio, table } from './tables.ts';
import { DEFAULT_DAYS } from '../labelled-days/generate-days.ts';

const PERIODS = [60, 120, 300, 600, 900, 1800, 3600] as const;
const JITTERS = [0, 0.1, 0.2, 0.3, 0.4, 0.5] as const;

/** Recall of beacons by period and jitter over a day, and how many random callers are called strong or weak ones. */
export async function beaconGrid(
  folder: string,
  seeds: readonly number[],
  aggregationS: number,
): Promise<string> {
  const found = new Map<string, number>();
  for (const seed of seeds) {
    const calls = PERIODS.flatMap((periodS) => [...JITTERS, null].map((jitter) => ({ periodS, jitter })));
    const options = {
      ...DEFAULT_DAYS,
      seed,
      folder,
      aggregationS,
      load: 0.1,
      traps: [],
      incidents: [],
      calls,
    };
    const { day, report } = await measureDay(options);
    for (const { address, id } of day.labels.calls) {
      const finding = allFindings(report).find(
        ({ detector, target }) =>
          target.address === address && (detector === 'beacon' || detector === 'long-connection'),
      );
      const word = finding === undefined ? 'none' : (finding.variant ?? 'found');
      for (const key of finding === undefined ? [`${id} none`] : [`${id} any`, `${id} ${word}`]) {
        found.set(key, (found.get(key) ?? 0) + 1);
      }
    }
  }
  const count = (id: string, word: string) => found.get(`${id} ${word}`) ?? 0;
  const rows = PERIODS.map((period) => [
    `${period} s`,
    ...JITTERS.map((jitter) => ratio(count(`${period} ${jitter}`, 'any'), seeds.length)),
    ratio(count(`${period} null`, 'strong'), seeds.length),
    ratio(count(`${period} null`, 'weak'), seeds.length),
  ]);
  const head = [
    'period',
    ...JITTERS.map((jitter) => `jitter ${jitter * 100} %`),
    'random: strong',
    'random: weak',
  ];
  return table(head, rows);
}
