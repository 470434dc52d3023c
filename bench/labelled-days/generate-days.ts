import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { itemAt, SeededRandom } from '../seeded-random.ts';
import { business } from './business.ts';
import { type Day, DAY, type Difficulty, randomly } from './day.ts';
import { DayLog, type DayTally } from './day-log.ts';
import { DayNetwork } from './day-network.ts';
import { describeDayNetwork } from './describe-day-network.ts';
import { request } from './exchanges.ts';
import { beacon } from './incidents/control.ts';
import { Claims, labelOf } from './incidents/incident.ts';
import { INCIDENTS } from './incidents/incidents.ts';
import type { Incident, Labels, Trap } from './labels.ts';
import { OutsidePools } from './outside-pools.ts';
import { TRAPS } from './traps/traps.ts';

/** 2026-03-09, a Monday, 00:00 UTC: the last of the generated days. */
export const JUDGED_DAY_S = 1_773_014_400;

export interface DaysOptions {
  readonly seed: number;
  readonly folder: string;
  /** 1, or 8: seven days of history before the one with incidents. */
  readonly days: number;
  readonly aggregationS: number;
  readonly flags: boolean;
  readonly packetAddresses: boolean;
  readonly rejects: boolean;
  readonly lostWindows: number;
  readonly duplicates: number;
  readonly latenessS: number;
  readonly fileS: number;
  /** How much business; 1 is an ordinary day. */
  readonly load: number;
  /** How much of each trap. */
  readonly trapLoad: number;
  readonly difficulty: Difficulty;
  /** Ids of incidents. */
  readonly incidents: readonly string[];
  /** Kinds of traps. */
  readonly traps: readonly string[];
  /** Calls to an address of their own, all day long, every so many seconds with that jitter; null: at random. */
  readonly calls?: readonly { readonly periodS: number; readonly jitter: number | null }[];
}

export const DEFAULT_DAYS: DaysOptions = {
  seed: 1,
  folder: '',
  days: 1,
  aggregationS: 60,
  flags: true,
  packetAddresses: true,
  rejects: true,
  lostWindows: 0,
  duplicates: 0,
  latenessS: 60,
  fileS: 300,
  load: 1,
  trapLoad: 1,
  difficulty: 'normal',
  incidents: INCIDENTS.map(({ id }) => id),
  traps: TRAPS.map(({ kind }) => kind),
};

/** What was generated. */
export interface GeneratedDays {
  readonly labels: Labels;
  readonly tally: DayTally;
  /** Folders and files below the one of the options. */
  readonly logs: string;
  readonly network: string;
  readonly openers: string;
}

/**
 * Writes labelled days into an empty folder: `logs/` (gzip'd flow logs), `network/` (describe-* JSON of the end of the
 * last day), `labels.json`, `allow-list.json`, and `openers.csv.gz` (who opened each 5-tuple). Equal options give equal files.
 *
 * @throws when an incident or trap has no such name
 */
export async function generateDays(options: DaysOptions): Promise<GeneratedDays> {
  requireKnown(
    'incident',
    options.incidents,
    INCIDENTS.map(({ id }) => id),
  );
  requireKnown(
    'trap',
    options.traps,
    TRAPS.map(({ kind }) => kind),
  );
  const { folder, seed } = options;
  const [logs, networkFolder] = [join(folder, 'logs'), join(folder, 'network')];
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(networkFolder, { recursive: true });
  const network = new DayNetwork(seed);
  const endS = JUDGED_DAY_S + DAY;
  const log = new DayLog({ ...options, startS: endS - options.days * DAY, endS }, network);
  const labels = play(options, network, log);
  await log.finish(logs);
  for (const [name, document] of describeDayNetwork(network)) {
    writeFileSync(join(networkFolder, name), `${JSON.stringify(document, null, 2)}\n`);
  }
  writeFileSync(join(folder, 'labels.json'), `${JSON.stringify(labels, null, 2)}\n`);
  writeFileSync(join(folder, 'allow-list.json'), `${JSON.stringify(allowList(labels), null, 2)}\n`);
  const openers = join(folder, 'openers.csv.gz');
  writeFileSync(openers, gzipSync(log.openers.csv(), { level: 1 }));
  return { labels, tally: log.tally, logs, network: networkFolder, openers };
}

/** What the owner of the network would tell the anomaly report beforehand. */
export function allowList({
  allowed,
}: Labels): readonly { readonly actor: string; readonly reason: string }[] {
  return allowed.map((actor) => ({ actor, reason: 'our own vulnerability scanner' }));
}

function play(options: DaysOptions, network: DayNetwork, log: DayLog): Labels {
  const { seed, days, difficulty } = options;
  // Both numbers belong to the piece and not to its place in the options: what else is played changes nothing in it.
  const dayOf = (ago: number, piece: number, load: number): Day => ({
    network,
    outside: new OutsidePools(piece),
    startS: JUDGED_DAY_S - ago * DAY,
    endS: JUDGED_DAY_S - ago * DAY + DAY,
    random: new SeededRandom(Math.imul(seed, 0x9e3779b1) + piece * 7919 + ago * 104_729),
    load,
    send: log.send,
    loseSpan: (...span) => log.loseSpan(...span),
  });
  const claims = new Claims();
  const incidents: Incident[] = [];
  const playIncidents = (first: boolean) => {
    for (const [number, incident] of INCIDENTS.entries()) {
      if ((incident.first === true) !== first || !options.incidents.includes(incident.id)) continue;
      const day = { ...dayOf(0, TRAPS.length + 1 + number, 1), claims, difficulty };
      incidents.push(labelOf(incident, incident.play(day)));
    }
  };
  const traps: Trap[] = [];
  const playTraps = (first: boolean) => {
    for (const [number, trap] of TRAPS.entries()) {
      if ((trap.first === true) !== first || !options.traps.includes(trap.kind)) continue;
      traps.push({ kind: trap.kind, hosts: trap.hosts(network).map((host) => host.address) });
      const earliest = trap.first === true ? 0 : days - 1;
      for (let ago = earliest; ago >= 0; ago--) trap.play(dayOf(ago, number + 1, options.trapLoad));
    }
  };
  // What takes records away must be known before they are written.
  playIncidents(true);
  playTraps(true);
  for (let ago = days - 1; ago >= 0; ago--) if (options.load > 0) business(dayOf(ago, 0, options.load));
  playTraps(false);
  playIncidents(false);
  const calls = playCalls(options, dayOf(0, TRAPS.length + INCIDENTS.length + 1, 1));
  return {
    seed,
    difficulty,
    fromS: JUDGED_DAY_S,
    toS: JUDGED_DAY_S + DAY,
    historyDays: days - 1,
    aggregationS: options.aggregationS,
    incidents,
    traps,
    calls,
    allowed: network.of('vuln-scanner').map((host) => host.address),
    names: Object.fromEntries(network.hosts.map((host) => [host.address, host.name])),
  };
}

function playCalls({ calls = [] }: DaysOptions, day: Day): Labels['calls'] {
  const callers = day.network.of('app', 'node', 'web', 'worker');
  return calls.map(({ periodS, jitter }, i) => {
    const [from, to] = [itemAt(callers, i % callers.length), day.outside.unique()];
    const [fromS, toS] = [day.startS + day.random.next() * periodS, day.endS - 120];
    if (jitter !== null) beacon(day, { from, to, port: 443, period: periodS, jitter, fromS, toS });
    else
      for (const at of randomly(day, periodS)) request(day, { from, to, port: 443, at, up: 620, down: 310 });
    return { id: `${periodS} ${jitter}`, address: to.address };
  });
}

function requireKnown(what: string, asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`Cannot play ${what} "${unknown}": expected one of ${known.join(', ')}`);
  }
}
