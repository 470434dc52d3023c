import { expect, test } from 'vitest';
import { type Dice, dice } from '../../dice.ts';
import { cases } from '../../thorough.ts';
import { type ConnectionRow, DAY_START_S } from '../connection-rows.ts';
import { detect } from './detect.ts';

const DAY = 86_400;
const PERIODS = [60, 120, 300, 600, 900, 1800, 3600];
const JITTERS = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
const NOISE = [12, 16, 24, 48, 96, 200, 600];

interface Series {
  readonly name: string;
  readonly starts: readonly number[];
}

test('beacons of each period and jitter are found, over a day', async () => {
  const roll = dice(2);
  const series = PERIODS.flatMap((period) =>
    JITTERS.flatMap((jitter) =>
      // Slow ones have fewer calls, so that more of them take no longer.
      Array.from({ length: cases(4, 30) + Math.floor(period / 100) }, (_, n) => ({
        name: `${period} ${jitter}`,
        starts: beacon(roll, period, jitter, n % 2 === 0),
      })),
    ),
  );
  const shares = await foundShares(roll, series, ['strong', 'weak']);
  const rows = PERIODS.map((period) => JITTERS.map((jitter) => shares.get(`${period} ${jitter}`) ?? 0));
  print('beacon recall, period in seconds by jitter', JITTERS, PERIODS, rows);
  const upTo = rows.slice(0, -1).flat();
  expect(upTo.reduce((sum, share) => sum + share, 0) / upTo.length).toBeGreaterThanOrEqual(0.95);
  for (const [i, row] of rows.entries()) {
    const mean = row.reduce((sum, share) => sum + share, 0) / row.length;
    expect(mean, `period ${PERIODS[i]}`).toBeGreaterThanOrEqual(PERIODS[i] === 3600 ? 0.85 : 0.95);
  }
});

test('random calls are no strong beacons', async () => {
  const roll = dice(3);
  const each = cases(60, 400);
  const series = NOISE.flatMap((count) =>
    Array.from({ length: each }, () => ({
      name: String(count),
      starts: Array.from({ length: count }, () => Math.floor(roll() * DAY)),
    })),
  );
  const strong = await foundShares(roll, series, ['strong']);
  const rows = [NOISE.map((count) => strong.get(String(count)) ?? 0)];
  print('strong findings of random calls, by their number', NOISE, ['share'], rows);
  const shares = rows.flat();
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThanOrEqual(0.03);
  expect(Math.max(...shares)).toBeLessThanOrEqual(0.05);
});

/** Calls all day; jitter makes a pause longer or shorter, or shorter only, as tools of attackers do. */
function beacon(roll: Dice, period: number, jitter: number, both: boolean): readonly number[] {
  const starts: number[] = [];
  for (let at = roll() * period; at < DAY; at += period * (1 + jitter * (both ? 2 * roll() - 1 : -roll()))) {
    starts.push(Math.floor(at));
  }
  return starts;
}

/** The share of the series of each name that are found as one of the variants; every series has hosts of its own. */
async function foundShares(
  roll: Dice,
  series: readonly Series[],
  variants: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const connections = series.flatMap(({ starts }, n) =>
    starts.map(
      (at): ConnectionRow => ({
        client: `10.0.${Math.floor(n / 250)}.${1 + (n % 250)}`,
        server: `198.18.${Math.floor(n / 250)}.${1 + (n % 250)}`,
        start_s: DAY_START_S + at,
        bytes_up: 620 + Math.floor(40 * roll()),
      }),
    ),
  );
  const found = await detect('beacon', { connections });
  const clients = new Set(
    found
      .filter(({ variant }) => variants.includes(variant ?? ''))
      .map(({ whereSql }) => whereSql.split("'")[1]),
  );
  const names = [...new Set(series.map(({ name }) => name))];
  return new Map(
    names.map((name) => {
      const places = series.flatMap((each, n) => (each.name === name ? [n] : []));
      const hits = places.filter((n) => clients.has(`10.0.${Math.floor(n / 250)}.${1 + (n % 250)}`));
      return [name, hits.length / places.length];
    }),
  );
}

function print(
  title: string,
  columns: readonly (number | string)[],
  names: readonly (number | string)[],
  rows: readonly (readonly number[])[],
): void {
  const line = (cells: readonly (number | string)[]) =>
    cells.map((cell) => String(cell).padStart(6)).join('');
  const body = rows.map((row, i) => line([names[i] ?? '', ...row.map((share) => share.toFixed(2))]));
  process.stdout.write(`${[title, line(['', ...columns]), ...body].join('\n')}\n`);
}
