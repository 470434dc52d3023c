import { expect, test } from 'vitest';
import { below, type Dice, dice } from '../dice.ts';
import { cases } from '../thorough.ts';
import { connectionsOf, type LogRecord } from './connections-made.ts';
import { oracleConnections } from './connections-oracle.ts';

const RECORDS = 400;
const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.0.9', '10.0.1.7', '200.1.1.1', '203.0.113.5'];
const PORTS = [22, 80, 123, 443, 1023, 1024, 5000, 8080, 32_767, 32_768, 50_000, 60_000];
const FLAGS = [null, 0, 1, 2, 2, 3, 4, 6, 16, 18, 18, 19, 22];

/** Records of few ends, so that tuples, windows, vantages and repeats meet. */
function randomRecords(roll: Dice, spanS: number, lengthS: number): readonly LogRecord[] {
  const pick = <T>(values: readonly T[]): T => values[below(roll, values.length)] as T;
  const drawn: LogRecord[] = [];
  while (drawn.length < RECORDS) {
    const earlier = drawn.length > 0 && roll() < 0.7 ? pick(drawn) : undefined;
    if (earlier && roll() < 0.05) {
      drawn.push({ ...earlier, packets: 1 + below(roll, 4) });
      continue;
    }
    const protocol = earlier?.protocol ?? pick([6, 6, 6, 17, 1]);
    const start =
      earlier && roll() < 0.6 ? earlier.start + below(roll, 500) : 1_772_409_600 + below(roll, spanS);
    const [src, dst] = earlier?.pkt ?? [pick(ADDRESSES), pick(ADDRESSES)];
    if (src === dst) continue;
    const [sport, dport] = earlier
      ? [earlier.sport ?? 0, earlier.dport ?? 0]
      : protocol === 1
        ? [0, 0]
        : [pick(PORTS), pick(PORTS)];
    const turned = roll() < 0.5;
    const pkt: readonly [string, string] = turned ? [dst, src] : [src, dst];
    const egress = roll() < 0.5;
    const shown = roll() < 0.15 ? '10.0.0.9' : null;
    drawn.push({
      eni: pick(['eni-1', 'eni-2', 'eni-3']),
      instance: null,
      pkt,
      src: egress ? (shown ?? pkt[0]) : pkt[0],
      dst: egress ? pkt[1] : (shown ?? pkt[1]),
      sport: turned ? dport : sport,
      dport: turned ? sport : dport,
      protocol,
      egress,
      packets: 1 + below(roll, 4),
      bytes: 40 + below(roll, 1000),
      start,
      end: start + below(roll, lengthS),
      refused: roll() < 0.2,
      flags: protocol === 6 ? pick(FLAGS) : null,
      status: roll() < 0.02 ? 'NODATA' : 'OK',
    });
  }
  // An interface is of an instance or not.
  return drawn.map((record) => ({ ...record, instance: record.eni === 'eni-3' ? 'i-3' : null }));
}

const LOGS = Array.from({ length: cases(6, 60) }, (_, i) => i + 1);

test.each(LOGS)('a slow reader of records finds the same connections in random log %d', async (seed) => {
  const roll = dice(Number(process.env['FLOWBLAME_SEED'] ?? Date.now()) + seed);
  const records = randomRecords(roll, seed % 2 ? 4000 : 60_000, seed % 3 ? 60 : 600);
  const expected = oracleConnections(records);
  const found = await connectionsOf({ logs: [records.slice(0, 150), records.slice(150)] });
  const columns = Object.keys(expected[0] ?? {}) as (keyof (typeof expected)[number])[];
  const text = (row: object) =>
    columns.map((column) => `${column}=${String((row as Record<string, unknown>)[column])}`).join(' ');
  expect(found.map(text).toSorted()).toEqual(expected.map(text).toSorted());
  expect(found.length).toBeGreaterThan(20);
  expect(found.some(({ records: count }) => Number(count) > 2)).toBe(true);
  expect(found.map(({ connection_id }) => Number(connection_id))).toEqual(found.map((_, i) => i + 1));
});
