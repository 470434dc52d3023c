import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import { type AddressList, isListed } from './address-list.ts';
import type { Candidate } from './candidate.ts';
import { DETECTOR_FACTS } from './detectors.ts';
import { type Host, loadParties, MANY } from './parties.ts';
import type { Sighting } from './sighting.ts';

/** Equal parts of the window that a histogram has. */
export const HISTOGRAM_PARTS = 24;

/** How far a connection's direction is trusted, when most of a sighting's connections are of that kind. */
const ORIENTATION = { clear: 1, likely: 0.9, unclear: 0.8 } as const;

/** The candidates with what the tables of the run say of their ends and of the connections behind them. */
export async function sight(
  store: Store,
  candidates: readonly Candidate[],
  list: AddressList,
): Promise<readonly Sighting[]> {
  const ends = candidates.flatMap(({ actorNo, targetNo }) => [actorNo, targetNo]);
  const hosts = await loadParties(
    store,
    ends.filter((end) => end !== null),
  );
  await lookBehind(store, candidates);
  const rows = await store.rows(loadSql('anomalies/findings/traits'));
  return candidates.map((candidate, i) => withTraits(candidate, hosts, new RowReader(rows[i] ?? {}), list));
}

/**
 * Connections or bytes of each candidate in equal parts of a window of Unix seconds. The parts of what has no connections
 * are zeros.
 */
export async function histograms(
  store: Store,
  candidates: readonly Candidate[],
  fromS: number,
  toS: number,
): Promise<readonly (readonly number[])[]> {
  await lookBehind(store, candidates);
  const rows = await store.rows(loadSql('anomalies/findings/histograms'), {
    from_s: BigInt(fromS),
    to_s: BigInt(toS),
    parts: BigInt(HISTOGRAM_PARTS),
  });
  const drawn = candidates.map(() => Array.from({ length: HISTOGRAM_PARTS }, () => 0));
  for (const row of rows.map((found) => new RowReader(found))) {
    const bars = drawn[row.numberOrNull('sighting') ?? -1];
    if (bars) bars[row.numberOrNull('part') ?? 0] = row.numberOrNull('amount') ?? 0;
  }
  return drawn;
}

/** Leaves the connections behind the candidates in a view that others read. */
async function lookBehind(store: Store, candidates: readonly Candidate[]): Promise<void> {
  const sightings = candidates.map((candidate, i) => ({
    sighting: i,
    actor_no: candidate.actorNo,
    target_no: candidate.targetNo,
    port: candidate.port,
    protocol: candidate.protocol,
    first_s: candidate.firstS,
    last_s: candidate.lastS,
    drawn: DETECTOR_FACTS[candidate.detector].drawn,
    either_end: DETECTOR_FACTS[candidate.detector].eitherEnd,
  }));
  await store.run(loadSql('anomalies/findings/sightings'), { sightings: JSON.stringify(sightings) });
  await store.run(loadSql('anomalies/findings/sighted-connections'));
}

function withTraits(
  candidate: Candidate,
  hosts: ReadonlyMap<number, Host>,
  traits: RowReader,
  list: AddressList,
): Sighting {
  const host = (no: number | null) => (no === null ? MANY : (hosts.get(no) ?? MANY));
  const [actor, target] = [host(candidate.actorNo), host(candidate.targetNo)];
  return {
    ...candidate,
    actor: actor.party,
    target: { ...target.party, awsService: traits.textOrNull('aws_service') },
    targetPorts: target.declaredPorts,
    firstDay: traits.numberOrNull('first_day'),
    orientation: orientationOf(traits),
    listed: [actor, target].some(({ party }) => isListed(list, party.address)),
  };
}

function orientationOf(traits: RowReader): number {
  const count = (column: string) => traits.numberOrNull(column) ?? 0;
  const half = count('connections') / 2;
  if (count('clear') >= half) return ORIENTATION.clear;
  return count('likely') >= half ? ORIENTATION.likely : ORIENTATION.unclear;
}
