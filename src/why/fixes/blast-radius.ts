import { addressFromKey, type AddressKey, formatAddressKey, parseAddress } from '../../model/address.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { checkedCidr } from '../../network/rule-tables/address-space.ts';
import { loadSql } from '../../sql/load.ts';
import type { Store } from '../../store/store.ts';
import { RowReader } from '../../store/store-values.ts';
import { addressBox } from '../observed/address-box.ts';
import type { BlastRadius, Change } from '../answer.ts';
import type { Stage } from '../path.ts';
import type { RuleScratch } from '../rule-scratch.ts';
import { type AddressedProbe, askAlike } from './alike-probes.ts';
import { applyChange } from './apply-change.ts';
import { type AskedEnds, hostBlock, subnetBlockOf } from './opened-traffic.ts';
import { type Touched, touchedBy } from './touched-interfaces.ts';

type RuleChange = Extract<Change, { readonly kind: 'authorize-group-rule' | 'create-acl-entry' }>;

/** The network as it is, and its rules, ready to be asked. */
export interface PresentNetwork {
  readonly resources: NetworkResources;
  readonly scratch: RuleScratch;
}

/** Refused flows that a change would match and that the rules answer alike. */
interface Candidates {
  readonly probe: AddressedProbe;
  readonly source: string;
  readonly flows: number;
  readonly records: number;
}

const NAMED_SOURCES = 10;

/**
 * Which other refused flows of the store a change, made alone, would let through at the stage that it is for, by the rules as
 * they are now and as they would be: whatever else was in force when the flows were logged. The store is only read.
 * Routes and addresses let no refused packet through a rule, so of them only the interfaces count.
 */
export async function blastRadius(
  store: Store,
  change: Change,
  stage: Stage,
  asked: AskedEnds,
  present: PresentNetwork,
): Promise<BlastRadius> {
  const touched = touchedBy(change, present.resources);
  const isRule = change.kind === 'authorize-group-rule' || change.kind === 'create-acl-entry';
  const candidates = isRule ? await candidatesFor(store, change, stage, asked, touched, present) : [];
  const opened = isRule ? await openedBy(change, candidates, present) : [];
  const records = new Map<string, number>();
  for (const { source, records: count } of opened) records.set(source, (records.get(source) ?? 0) + count);
  const mostFirst = [...records].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    flows: opened.reduce((sum, { flows }) => sum + flows, 0),
    records: opened.reduce((sum, one) => sum + one.records, 0),
    sources: records.size,
    someSources: mostFirst.slice(0, NAMED_SOURCES).map(([source]) => source),
    interfaces: touched.interfaceIds.length,
  };
}

async function openedBy(
  change: RuleChange,
  candidates: readonly Candidates[],
  { resources, scratch }: PresentNetwork,
): Promise<readonly Candidates[]> {
  if (candidates.length === 0) return [];
  const layer = change.kind === 'authorize-group-rule' ? 'sg' : 'nacl';
  const refused = async (asked: RuleScratch) => {
    const decisions = await askAlike(
      candidates.map(({ probe }) => probe),
      asked,
    );
    return decisions.map(({ [layer]: decision }) => decision.applies && decision.refuses === true);
  };
  const proposed = scratch.propose(applyChange(resources, change));
  const [before, after] = [await refused(scratch), await refused(proposed)];
  return candidates.filter((_, i) => before[i] === true && after[i] === false);
}

async function candidatesFor(
  store: Store,
  change: RuleChange,
  stage: Stage,
  asked: AskedEnds,
  { interfaceIds, subnetIds }: Touched,
  { resources }: PresentNetwork,
): Promise<readonly Candidates[]> {
  const block = checkedCidr(change.block);
  const rows = await store.rows(loadSql('why/blast-radius'), {
    interface_ids: JSON.stringify(interfaceIds),
    subnet_ids: JSON.stringify(subnetIds),
    egress: change.direction === 'egress',
    protocol: change.protocol,
    port_from: change.ports?.from ?? null,
    port_to: change.ports?.to ?? null,
    remote: JSON.stringify(addressBox(block)),
    family: block.family,
    asked_local: JSON.stringify(addressBox(checkedCidr(localBlock(stage, asked, resources)))),
    asked_interface: stage.interfaceId,
    service_port: stage.leg === 'reply' && change.ports ? stage.packet.srcport : null,
    untracked_only: change.kind === 'authorize-group-rule',
  });
  return rows.map((row) =>
    readCandidates(
      new RowReader(row),
      { hi: row.remote_hi as bigint, lo: row.remote_lo as bigint },
      { hi: row.src_hi as bigint, lo: row.src_lo as bigint },
      change,
    ),
  );
}

/** The stage's own side of the asked connection: one address, or the subnet that was asked for. */
function localBlock(stage: Stage, { src, dst }: AskedEnds, resources: NetworkResources): string {
  const { leg, direction, packet, subnetId } = stage;
  const text = direction === 'egress' ? packet.srcaddr : packet.dstaddr;
  const address = parseAddress(text);
  if (!address) throw new TypeError(`"${text}" is no address`);
  const end = (leg === 'forward') === (direction === 'egress') ? src : dst;
  const block = end.kind === 'subnet' ? subnetBlockOf(subnetId, address, resources) : null;
  return block ?? hostBlock(address);
}

function readCandidates(
  row: RowReader,
  remote: AddressKey,
  source: AddressKey,
  change: RuleChange,
): Candidates {
  const subnetId = row.textOrNull('subnet_id');
  return {
    probe: {
      interfaceId: subnetId === null ? row.textOrNull('interface_id') : null,
      subnetId,
      direction: change.direction,
      protocol: change.protocol,
      dstport: row.numberOrNull('dstport'),
      remote: addressFromKey(remote),
      tracked: change.kind === 'create-acl-entry',
      icmp: change.icmpType === null ? null : { type: change.icmpType, code: 0 },
    },
    source: formatAddressKey(source.hi, source.lo),
    flows: row.numberOrNull('flows') ?? 0,
    records: row.numberOrNull('records') ?? 0,
  };
}
