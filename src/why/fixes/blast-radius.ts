import type { NetworkResources } from '../../network/aws/resources.ts';
import { loadSql } from '../../sql/load.ts';
import type { Store } from '../../store/store.ts';
import { RowReader } from '../../store/store-values.ts';
import type { BlastRadius } from '../answer.ts';
import type { Probe, ProbeDecisions, RuleScratch } from '../rule-scratch.ts';
import { applyChange } from './apply-change.ts';
import {
  isOfRules,
  matchedBy,
  placesOf,
  type RuleChange,
  type ShownChange,
  type ShownRuleChange,
} from './matched-by.ts';
import { type Touched, touchedBy } from './touched-interfaces.ts';

/** The network as it is, and its rules, ready to be asked. */
export interface PresentNetwork {
  readonly resources: NetworkResources;
  readonly scratch: RuleScratch;
}

/** Which records count: those that start from one time on, and before another, Unix seconds. Null: no bound. */
export interface BlastWindow {
  readonly sinceS: number | null;
  readonly untilS: number | null;
}

/** A change of rules, and its place among all changes. */
interface Opening {
  readonly number: number;
  readonly shown: ShownRuleChange;
  readonly touched: Touched;
}

/** Refused flows that the change of this number would match, and that the rules answer alike. */
interface FlowGroup {
  readonly number: number;
  readonly probe: Probe;
}

type OpenedFlows = Omit<BlastRadius, 'interfaces'>;

/** Each step leaves one temporary table that the next ones read. */
const STEPS = [
  'why/blast-radius/02-answers',
  'why/blast-radius/03-addresses',
  'evaluate/00-address-blocks',
  'why/blast-radius/04-groups',
] as const;

const NAMED_SOURCES = 10;

const NOTHING: OpenedFlows = { flows: 0, records: 0, sources: 0, someSources: [] };

/**
 * Which other refused flows of the store each change, made alone, would let through at the stage that it is for, by the rules
 * as they are now and as they would be: whatever else was in force when the flows were logged. Of the store only temporary
 * tables change. Routes and addresses let no refused packet through a rule, so of them only the interfaces count.
 */
export async function blastRadii(
  store: Store,
  changes: readonly ShownChange[],
  present: PresentNetwork,
  window: BlastWindow,
): Promise<readonly BlastRadius[]> {
  const touched = changes.map(({ change }) => touchedBy(change, present.resources));
  const openings = changes.flatMap((shown, number) =>
    isOfRules(shown) ? [{ number, shown, touched: touchedBy(shown.change, present.resources) }] : [],
  );
  const opened = openings.length > 0 ? await openedFlows(store, openings, present, window) : null;
  return touched.map(({ interfaceIds }, number) => ({
    ...(opened?.get(number) ?? NOTHING),
    interfaces: interfaceIds.length,
  }));
}

async function openedFlows(
  store: Store,
  openings: readonly Opening[],
  present: PresentNetwork,
  { sinceS, untilS }: BlastWindow,
): Promise<ReadonlyMap<number, OpenedFlows>> {
  await store.run(loadSql('why/blast-radius/01-flows'), {
    changes: JSON.stringify(
      openings.map(({ number, shown }) => ({ change: number, ...matchedBy(shown, present.resources) })),
    ),
    touched: JSON.stringify(
      openings.flatMap(({ number, touched }) =>
        placesOf(touched).map((place) => ({ change: number, ...place })),
      ),
    ),
    since: sinceS === null ? null : BigInt(sinceS),
    until: untilS === null ? null : BigInt(untilS),
  });
  for (const step of STEPS) await store.run(loadSql(step));
  const groups = await flowGroups(store, openings);
  const rows = await store.rows(loadSql('why/blast-radius/opened'), {
    groups: JSON.stringify(await openedGroups(groups, openings, present)),
    named: NAMED_SOURCES,
  });
  await store.run(loadSql('why/blast-radius/05-forget-steps'));
  return readOpened(rows.map((row) => new RowReader(row)));
}

/** Numbered as the rows are. */
async function flowGroups(store: Store, openings: readonly Opening[]): Promise<readonly FlowGroup[]> {
  const changes = new Map(openings.map(({ number, shown }) => [number, shown.change]));
  const rows = await store.rows(loadSql('why/blast-radius/groups'));
  return rows.map((row) => {
    const reader = new RowReader(row);
    const number = reader.numberOrNull('change') ?? 0;
    return { number, probe: probeOf(reader, changes.get(number)) };
  });
}

function probeOf(row: RowReader, change: RuleChange | undefined): Probe {
  if (!change) throw new TypeError('flows are grouped for a change that was not asked about');
  const subnetId = row.textOrNull('subnet_id');
  return {
    interfaceId: subnetId === null ? row.textOrNull('interface_id') : null,
    subnetId,
    direction: change.direction,
    protocol: change.protocol,
    dstport: row.numberOrNull('dstport'),
    remote: row.addressText('remote_hi', 'remote_lo'),
    tracked: change.kind === 'create-acl-entry',
    icmp: change.icmpType === null ? null : { type: change.icmpType, code: 0 },
  };
}

/** The numbers of the groups of flows that are refused now, and would not be after the change of theirs. */
async function openedGroups(
  groups: readonly FlowGroup[],
  openings: readonly Opening[],
  { resources, scratch }: PresentNetwork,
): Promise<readonly number[]> {
  if (groups.length === 0) return [];
  const before = await scratch.ask(groups.map(({ probe }) => probe));
  const opened: number[] = [];
  for (const { number, shown } of openings) {
    const layer = shown.change.kind === 'authorize-group-rule' ? 'sg' : 'nacl';
    const refused = [...groups.keys()].filter(
      (group) => groups[group]?.number === number && isRefused(before[group], layer),
    );
    if (refused.length === 0) continue;
    const proposed = scratch.propose(applyChange(resources, shown.change));
    const after = await proposed.ask(refused.flatMap((group) => groups[group]?.probe ?? []));
    opened.push(...refused.filter((_, i) => !isRefused(after[i], layer)));
  }
  return opened;
}

function isRefused(decisions: ProbeDecisions | undefined, layer: 'sg' | 'nacl'): boolean {
  const decision = decisions?.[layer];
  return decision?.applies === true && decision.refuses === true;
}

function readOpened(rows: readonly RowReader[]): ReadonlyMap<number, OpenedFlows> {
  const opened = new Map<number, OpenedFlows>();
  for (const row of rows) {
    const number = row.numberOrNull('change') ?? 0;
    opened.set(number, {
      flows: row.numberOrNull('flows') ?? 0,
      records: row.numberOrNull('records') ?? 0,
      sources: row.numberOrNull('senders') ?? 0,
      someSources: [...(opened.get(number)?.someSources ?? []), row.addressText('src_hi', 'src_lo')],
    });
  }
  return opened;
}
