import { expect, test } from 'vitest';
import { NO_FACTS } from '../../bench/generated/log-facts.ts';
import type { IngestContestant } from '../../bench/ingest/contestant.ts';
import { takeTurns } from '../../bench/ingest/rounds.ts';
import { requireEqualFacts } from '../../bench/measure/store-facts.ts';
import { markdownTable } from '../../bench/measure/summary.ts';

const LOGS = { records: 0, files: 0, version: 2, folder: '', facts: NO_FACTS };
const took = (seconds: number) => ({ seconds, cpuSeconds: seconds * 2, peakMib: 10 * seconds, stdout: '' });

function contestant(key: string, turns: string[], wrong = false): IngestContestant {
  return {
    key,
    name: key,
    leaves: [],
    run: async () => {
      turns.push(key);
      return took(1);
    },
    check: async () => requireEqualFacts(key, { ...NO_FACTS, bytes: wrong ? 1 : 0 }, NO_FACTS),
  };
}

test('each round begins with another contestant, and some take part once', async () => {
  const turns: string[] = [];
  const three = ['a', 'b', 'c'].map((key) => contestant(key, turns));
  const measured = await takeTurns(three, LOGS, { runs: 3, once: new Set(['b']), keep: false });
  expect(turns.join(' ')).toBe('a b c c a c a');
  expect([...measured.values()].map((runs) => runs.length)).toEqual([3, 1, 3]);
});

test('a wrong result ends the measurement', async () => {
  const turns: string[] = [];
  const two = [contestant('a', turns, true), contestant('b', turns)];
  const rounds = takeTurns(two, LOGS, { runs: 1, once: new Set(), keep: false });
  await expect(rounds).rejects.toThrow('Cannot accept the result of a: bytes 1, expected 0');
  expect(turns).toEqual(['a']);
});

test('a ratio above 1 is a contestant that takes longer than the first', () => {
  const table = markdownTable([
    { name: 'ours', runs: [1, 2, 9].map(took) },
    { name: 'theirs', runs: [8, 7, 9, 10].map(took), target: '≥ 4' },
  ]);
  expect(table.split('\n').slice(2)).toEqual([
    '| ours | 3 | 1.00 | 2.00 | 1.00 |  | 90 | 4.0 |',
    '| theirs | 4 | 7.00 | 8.50 | 4.25 | ≥ 4 | 100 | 17.0 |',
  ]);
});
