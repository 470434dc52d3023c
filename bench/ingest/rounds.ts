import { spawnSync } from 'node:child_process';
import type { ProcessRun } from '../measure/run-process.ts';
import { type IngestContestant, removeResults } from './contestant.ts';
import type { PreparedLogs } from './prepared-logs.ts';

/** How often, and what happens to the results. */
export interface Rounds {
  readonly runs: number;
  /** Keys of contestants that take part in the first round only. */
  readonly once: ReadonlySet<string>;
  /** Leaves the results of the last round where they are. */
  readonly keep: boolean;
}

/** Lets contestants take turns, each round beginning with another one, and checks every result. Runs are in their order. */
export async function takeTurns(
  contestants: readonly IngestContestant[],
  logs: PreparedLogs,
  { runs, once, keep }: Rounds,
): Promise<ReadonlyMap<IngestContestant, readonly ProcessRun[]>> {
  const measured = new Map(contestants.map((contestant) => [contestant, [] as ProcessRun[]]));
  for (let round = 0; round < runs; round++) {
    for (const contestant of rotated(contestants, round)) {
      if (round > 0 && once.has(contestant.key)) continue;
      const run = await oneTurn(contestant, logs);
      measured.get(contestant)?.push(run);
      const isLast = round === runs - 1 || once.has(contestant.key);
      if (!(keep && isLast)) removeResults(contestant);
      console.error(`round ${round + 1} of ${runs}: ${contestant.key} ${run.seconds.toFixed(2)} s`);
    }
  }
  return measured;
}

async function oneTurn(contestant: IngestContestant, logs: PreparedLogs): Promise<ProcessRun> {
  removeResults(contestant);
  // What earlier results left to be written to disk would be written during this run.
  spawnSync('sync');
  const run = await contestant.run(logs);
  await contestant.check(logs, run);
  return run;
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
