import { expect, test } from 'vitest';
import { below, type Dice, dice } from '../../dice.ts';
import { cases } from '../../thorough.ts';
import { type ConnectionRow, DAY_START_S } from '../connection-rows.ts';
import { type Call, scores } from './beacon-oracle.ts';
import { detect, measured } from './detect.ts';

const DAY = 86_400;

/** Everything that has scores is found. */
const ALL = {
  starts: 0,
  weak_starts: 0,
  many_starts: 0,
  score: 0,
  strong_score: 0,
  least_interval_s: 0,
  bucket_interval_s: 0,
};

test('the scores are those of the formulas', async () => {
  const roll = dice(1);
  const series = Array.from({ length: cases(150, 2000) }, () => randomSeries(roll));
  const found = await detect('beacon', { connections: series.flatMap(connections) }, ALL);
  const byServer = new Map(found.map((finding) => [finding.whereSql.split("'")[3], finding]));
  let compared = 0;
  for (const [n, calls] of series.entries()) {
    const finding = byServer.get(server(n));
    const expected = scores(calls, DAY);
    expect(finding === undefined, `series ${n}`).toBe(expected === null);
    if (!expected) continue;
    compared++;
    const actual = {
      times: measured(finding, 'interval_score'),
      sizes: measured(finding, 'size_score'),
      histogram: measured(finding, 'histogram_score'),
      duration: measured(finding, 'duration_score'),
      medianS: measured(finding, 'median_interval_s'),
      starts: measured(finding, 'starts'),
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(
        Math.abs((actual[name as keyof typeof actual] ?? NaN) - value),
        `${name} of series ${n}, ${value}`,
      ).toBeLessThan(1e-5 * Math.max(1, value));
    }
    const mean = (expected.times + expected.sizes + expected.histogram + expected.duration) / 4;
    expect(measured(finding, 'beacon_score')).toBeCloseTo(mean, 5);
  }
  expect(compared).toBeGreaterThan(series.length / 2);
});

/** Few or many calls, even, jittered or random, in a part of the day or all of it, of sizes that are equal, few or any. */
function randomSeries(roll: Dice): readonly Call[] {
  const from = below(roll, 3) === 0 ? below(roll, DAY / 2) : 0;
  const to = below(roll, 3) === 0 ? from + below(roll, DAY - from) : DAY;
  const count = [4, 12, 40, 150, 400][below(roll, 5)] ?? 4;
  const period = (to - from) / count;
  const jitter = [0, 0.1, 0.5, 3][below(roll, 4)] ?? 0;
  const sizes = [1, 3, 5000][below(roll, 3)] ?? 1;
  const hole = below(roll, 24);
  return Array.from({ length: count }, (_, n) => ({
    at: Math.floor(Math.min(to - 1, Math.max(from, from + (n + (roll() - 0.5) * jitter) * period))),
    bytes: 40 * below(roll, 2) + 7 * below(roll, sizes),
  })).filter(({ at }) => Math.floor((24 * at) / DAY) !== hole && below(roll, 20) > 0);
}

function connections(calls: readonly Call[], n: number): readonly ConnectionRow[] {
  return calls.map(({ at, bytes }) => ({
    client: '10.0.0.1',
    server: server(n),
    start_s: DAY_START_S + at,
    bytes_up: bytes,
  }));
}

function server(n: number): string {
  return `198.18.${Math.floor(n / 250)}.${1 + (n % 250)}`;
}
