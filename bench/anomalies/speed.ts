import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { anomalies } from '../../src/anomalies/anomalies.ts';
import { importNetwork } from '../../src/import-network.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { localSources } from '../../src/sources/local.ts';
import { Store } from '../../src/store/store.ts';
import { DEFAULT_DAYS, generateDays } from '../labelled-days/generate-days.ts';
import { loadFor } from '../labelled-days/load.ts';
import { table } from './tables.ts';

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const STAGES: readonly (readonly [name: string, isOf: (step: string) => boolean])[] = [
  ['blame', (step) => step.startsWith('blame/') || step.startsWith('evaluate/')],
  ['connections', (step) => step.startsWith('anomalies/connections/')],
  ['all detectors', (step) => /^(?:anomalies\/(?:steps|baselines|detectors)|status)\//.test(step)],
  ['findings', (step) => step === 'anomalies/findings'],
];

/**
 * Times and processor times of a report on a day of so many records, beside those of reading the same day into a new file.
 * Processor times are of both threads, and vary less where others use the machine.
 */
export async function speedTable(folder: string, records: number, runs: number): Promise<string> {
  const load = loadFor(records, DEFAULT_DAYS.aggregationS);
  const day = await generateDays({ ...DEFAULT_DAYS, folder, load, trapLoad: load });
  const rounds: Map<string, Cost>[] = [];
  for (let run = 0; run < runs; run++) rounds.push(await round(day.logs, day.network, day.labels.toS));
  const names = [...(rounds[0]?.keys() ?? [])];
  const best = (name: string, of: keyof Cost) =>
    Math.min(...rounds.map((costs) => costs.get(name)?.[of] ?? 0));
  const [whole, cpu] = [best('ingest', 'seconds'), best('ingest', 'cpuSeconds')];
  const rows = names.map((name) => [
    name,
    best(name, 'seconds').toFixed(1),
    (best(name, 'seconds') / whole).toFixed(2),
    best(name, 'cpuSeconds').toFixed(1),
    (best(name, 'cpuSeconds') / cpu).toFixed(2),
  ]);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  return (
    `${table(['stage', 's', 'by ingest', 'processor s', 'by ingest'], rows)}\n\n` +
    `${day.tally.records} records, the best of ${runs}; at most ${peak} MiB of memory, generator included.`
  );
}

async function round(logs: string, network: string, capturedAtS: number): Promise<Map<string, Cost>> {
  const folder = mkdtempSync(join(logs, '../store-'));
  const costs = new Map<string, Cost>();
  const store = await Store.open(join(folder, 'day.duckdb'));
  try {
    const { sources } = await localSources(logs);
    costs.set('ingest', await costOf(() => ingest(store, sources)));
    await importNetwork(store, [network], { capturedAtS });
    let before = now();
    const report = await costOf(() =>
      anomalies(store, {
        onStep: (step) => {
          const stage = STAGES.find(([, isOf]) => isOf(step))?.[0] ?? 'others';
          const { seconds, cpuSeconds } = costs.get(stage) ?? { seconds: 0, cpuSeconds: 0 };
          const after = now();
          costs.set(stage, {
            seconds: seconds + after.seconds - before.seconds,
            cpuSeconds: cpuSeconds + after.cpuSeconds - before.cpuSeconds,
          });
          before = after;
        },
      }),
    );
    return costs.set('the whole report', report);
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = now();
  await work();
  const after = now();
  return { seconds: after.seconds - before.seconds, cpuSeconds: after.cpuSeconds - before.cpuSeconds };
}

function now(): Cost {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 };
}
