/**
 * Measures the anomaly report on labelled days: `npx tsx bench/anomalies.ts [--seeds 1-5] [--held-out 101-105] [--records 500000]
 * [--incidents 20] [--difficulty normal] [--parts days,orientation,beacons,traps,speed,captures] [--runs 3] [--captures FOLDER]`.
 * Prints the tables of bench/README.md. Seeds of --held-out are not to be looked at while thresholds are chosen.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { beaconGrid } from './anomalies/beacon-grid.ts';
import { captureReport } from './anomalies/captures.ts';
import { scoreDay } from './anomalies/match.ts';
import { type MeasureOptions, measureDay } from './anomalies/measure-day.ts';
import { negativeSuites } from './anomalies/negatives.ts';
import { speedTable } from './anomalies/speed.ts';
import {
  detectorTable,
  mistakes,
  orientationRow,
  type ScoredDay,
  summaryTable,
  table,
} from './anomalies/tables.ts';
import type { Difficulty } from './labelled-days/day.ts';
import { type DaysOptions, DEFAULT_DAYS } from './labelled-days/generate-days.ts';
import { drawIncidents } from './labelled-days/incidents/incidents.ts';
import { loadFor } from './labelled-days/load.ts';
import { DATA_FOLDER } from './measure/prepared-data.ts';
import { count } from './options.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-5' },
    'held-out': { type: 'string', default: '101-105' },
    records: { type: 'string', default: '500000' },
    incidents: { type: 'string', default: '20' },
    difficulty: { type: 'string', default: 'normal' },
    parts: { type: 'string', default: 'days,orientation,beacons,traps,captures' },
    runs: { type: 'string', default: '3' },
    captures: { type: 'string' },
  },
});

const FOLDER = join(DATA_FOLDER, 'labelled-days');

/** What logs may lack, and how it changes the result. */
const VARIANTS: readonly {
  readonly name: string;
  readonly change: Partial<DaysOptions>;
  readonly measure?: Partial<MeasureOptions>;
}[] = [
  { name: 'all fields, windows of 60 s', change: {} },
  { name: 'no tcp-flags', change: { flags: false } },
  { name: 'no REJECT records', change: { rejects: false } },
  { name: 'neither', change: { flags: false, rejects: false } },
  { name: 'neither, no network', change: { flags: false, rejects: false }, measure: { withNetwork: false } },
  { name: 'no packet addresses', change: { packetAddresses: false } },
  { name: 'windows of 600 s', change: { aggregationS: 600 } },
  { name: '2 % of windows lost', change: { lostWindows: 0.02 } },
  { name: 'a second flow log repeats 20 %', change: { duplicates: 0.2 }, measure: { dedupe: true } },
  { name: 'seven days of history', change: { days: 8 } },
];

async function main(): Promise<void> {
  const parts = values.parts.split(',');
  const [development, heldOut] = [seedsOf(values.seeds), seedsOf(values['held-out'])];
  if (parts.includes('days')) {
    for (const [title, seeds] of [
      ['Development seeds', development],
      ['Held-out seeds', heldOut],
    ] as const) {
      const days = await measured(seeds);
      print(`${title} (${seeds.join(', ')})`, summaryTable(days), detectorTable(days), mistakes(days));
    }
  }
  if (parts.includes('orientation')) print('Fewer fields', await variants(development.slice(0, 2)));
  if (parts.includes('beacons')) {
    for (const aggregationS of [60, 600]) {
      print(`Beacons, windows of ${aggregationS} s`, await beaconGrid(FOLDER, development, aggregationS));
    }
  }
  if (parts.includes('traps'))
    print('Traps, each alone', await negativeSuites(FOLDER, development.slice(0, 1)));
  if (parts.includes('speed')) {
    const [records, runs] = [count(values.records, '--records'), count(values.runs, '--runs')];
    print('Times', await speedTable(FOLDER, records, runs));
  }
  if (parts.includes('captures') && values.captures !== undefined) {
    print('Labelled captures', await captureReport(values.captures));
  }
}

async function measured(
  seeds: readonly number[],
  change: Partial<DaysOptions> = {},
  measure: Partial<MeasureOptions> = {},
): Promise<readonly ScoredDay[]> {
  const days: ScoredDay[] = [];
  for (const seed of seeds) {
    const aggregationS = change.aggregationS ?? DEFAULT_DAYS.aggregationS;
    const load = loadFor(count(values.records, '--records'), aggregationS);
    const options: DaysOptions = {
      ...DEFAULT_DAYS,
      seed,
      folder: FOLDER,
      load,
      trapLoad: load,
      difficulty: values.difficulty as Difficulty,
      incidents: drawIncidents(seed, count(values.incidents, '--incidents')),
      ...change,
    };
    const day = await measureDay(options, { withNetwork: true, dedupe: false, ...measure });
    days.push({ name: `seed ${seed}`, measured: day, score: scoreDay(day.report, day.day.labels) });
  }
  return days;
}

async function variants(seeds: readonly number[]): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const { name, change, measure } of VARIANTS) {
    const days = await measured(seeds, change, measure);
    const found = days.reduce((sum, { score }) => sum + score.found.length, 0);
    const all = found + days.reduce((sum, { score }) => sum + score.missed.length, 0);
    const wrong = days.flatMap(({ score }) => score.findings).filter(({ truth }) => truth === 'false').length;
    const orientation = orientationRow(
      name,
      days.map((day) => day.measured.orientation),
    );
    rows.push([...orientation, `${found} of ${all}`, String(wrong)]);
  }
  const head = [
    'logs',
    'records oriented',
    'connections oriented',
    'of connections',
    'incidents found',
    'false findings',
  ];
  return table(head, rows);
}

/** `1-5`, `7` or `1,3,9`. */
function seedsOf(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('-');
    const [from, to] = [count(first, '--seeds'), count(last, '--seeds')];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

function print(title: string, ...blocks: readonly string[]): void {
  console.log(`#### ${title}\n\n${blocks.join('\n\n')}\n`);
}

await main();
