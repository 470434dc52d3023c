/**
 * Writes labelled days of a VPC: `npx tsx bench/labelled-days.ts --out FOLDER [--seed 1] [--days 1|8] [--aggregation 60|600]
 * [--no-flags] [--no-packet-addresses] [--no-rejects] [--lost-windows P] [--duplicates P] [--lateness SECONDS]
 * [--records N] [--difficulty easy|normal|hard] [--incidents all|none|N|ID,…] [--traps all|none|KIND,…]`.
 * N incidents are drawn by the seed, one for each detector first. --records is the size of a day, about.
 */
import { parseArgs } from 'node:util';
import { type DaysOptions, DEFAULT_DAYS, generateDays } from './labelled-days/generate-days.ts';
import { drawIncidents } from './labelled-days/incidents/incidents.ts';
import { loadFor } from './labelled-days/load.ts';
import { count, required } from './options.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '1' },
    aggregation: { type: 'string', default: '60' },
    'no-flags': { type: 'boolean', default: false },
    'no-packet-addresses': { type: 'boolean', default: false },
    'no-rejects': { type: 'boolean', default: false },
    'lost-windows': { type: 'string', default: '0' },
    duplicates: { type: 'string', default: '0' },
    lateness: { type: 'string', default: '60' },
    records: { type: 'string' },
    difficulty: { type: 'string', default: 'normal' },
    incidents: { type: 'string', default: 'all' },
    traps: { type: 'string', default: 'all' },
  },
});

function options(): DaysOptions {
  const seed = count(values.seed, '--seed');
  const aggregationS = count(oneOf(values.aggregation, ['60', '600'], '--aggregation'), '--aggregation');
  const load = values.records === undefined ? 1 : loadFor(count(values.records, '--records'), aggregationS);
  return {
    ...DEFAULT_DAYS,
    seed,
    folder: required(values.out, '--out'),
    days: count(oneOf(values.days, ['1', '8'], '--days'), '--days'),
    aggregationS,
    flags: !values['no-flags'],
    packetAddresses: !values['no-packet-addresses'],
    rejects: !values['no-rejects'],
    lostWindows: share(values['lost-windows'], '--lost-windows'),
    duplicates: share(values.duplicates, '--duplicates'),
    latenessS: count(values.lateness, '--lateness'),
    load,
    trapLoad: load,
    difficulty: oneOf(values.difficulty, ['easy', 'normal', 'hard'] as const, '--difficulty'),
    incidents: /^\d+$/.test(values.incidents)
      ? drawIncidents(seed, Number(values.incidents))
      : named(values.incidents, DEFAULT_DAYS.incidents),
    traps: named(values.traps, DEFAULT_DAYS.traps),
  };
}

function named(text: string, all: readonly string[]): readonly string[] {
  return text === 'all' ? all : text === 'none' ? [] : text.split(',');
}

function oneOf<T extends string>(text: string, words: readonly T[], option: string): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new Error(`Cannot use ${option} "${text}": expected ${words.join(' or ')}`);
  return found;
}

function share(text: string, option: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1))
    throw new Error(`Cannot use ${option} "${text}": expected a number from 0 to 1`);
  return value;
}

const { labels, tally } = await generateDays(options());
console.log(JSON.stringify({ ...tally, incidents: labels.incidents.length, traps: labels.traps.length }));
