import type { Doubt } from '../blame/verdict.ts';
import { NearestMisses } from '../blame/nearest-misses.ts';
import { addressKey, parseAddress } from '../model/address.ts';
import type { Direction } from '../model/direction.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import { ruleTables } from '../network/rule-tables/rule-tables.ts';
import { loadSql } from '../sql/load.ts';
import { replaceRuleTables } from '../store/network-tables.ts';
import { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import { appendRows } from '../store/table-writer.ts';

/** A packet at an interface, or at a subnet where no interface is known, to be asked of groups and network ACL. */
export interface Probe {
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  readonly direction: Direction;
  /** IANA number. */
  readonly protocol: number;
  readonly dstport: number | null;
  /** The address at the other end. */
  readonly remote: string;
  /** Belongs to a connection that groups have let through: they are not asked. */
  readonly tracked: boolean;
  /** Null: any, as in a flow log. */
  readonly icmp: { readonly type: number; readonly code: number } | null;
}

/** What a stage says of a probe. `applies: false` carries why; otherwise the deciding rule, if any. */
export interface StageDecision {
  readonly applies: boolean;
  /** Why the network ACL does not apply; groups: only `not-filtered` matters. */
  readonly exemption: 'not-filtered' | 'same-subnet' | 'transit-gateway-in-subnet' | null;
  /** Null: it cannot be told. */
  readonly refuses: boolean | null;
  /** Null where no rule matches, and where several could decide. */
  readonly ruleNo: number | null;
  readonly ruleId: string | null;
  readonly rule: string | null;
  /** Whether that rule is the entry `*` of a network ACL. */
  readonly implicit: boolean;
  /** Whether the list that was asked has any rules. */
  readonly hasRules: boolean;
  readonly doubt: Doubt | null;
  /** Whose rules were asked; null when the stage does not apply. */
  readonly owner: number | null;
  readonly blockId: number;
}

/** The decisions on one probe. */
export interface ProbeDecisions {
  readonly nacl: StageDecision;
  readonly sg: StageDecision;
  /** Null when the network ACL is not known. */
  readonly aclId: string | null;
  /** False: no group filters the interface. */
  readonly hasGroups: boolean;
  /** Of the interface, sorted; none as well where they are not known. */
  readonly securityGroups: readonly string[];
}

const EXEMPTIONS = [null, 'not-filtered', 'same-subnet', 'transit-gateway-in-subnet'] as const;

const STEPS = [
  'why/01-addresses',
  'evaluate/00-address-blocks',
  'why/02-evaluator-keys',
  'evaluate/01-stages',
  'evaluate/02-questions',
  'evaluate/03-answers',
] as const;

/** A store in memory, and whose rules are in it now. */
interface Desk {
  readonly store: Store;
  holds: RuleScratch | null;
}

/**
 * The rules of one configuration in a store of their own, to be asked about packets. The evaluator is that of blame;
 * the user's store is not touched, so that it may be read-only and the configuration may be one that is only proposed.
 * Rules are compiled for the interfaces and subnets that were asked about, for a large network has many others.
 */
export class RuleScratch {
  readonly #desk: Desk;
  readonly #resources: NetworkResources;
  readonly #interfaceIds = new Set<string>();
  readonly #subnetIds = new Set<string>();
  #misses: NearestMisses | undefined;

  private constructor(desk: Desk, resources: NetworkResources) {
    this.#desk = desk;
    this.#resources = resources;
  }

  /** To be closed by the caller. */
  static async open(resources: NetworkResources): Promise<RuleScratch> {
    return new RuleScratch({ store: await Store.open(':memory:', { threads: 1 }), holds: null }, resources);
  }

  /** Another configuration in the same store; the two may be asked in turns, and one of them is to be closed. */
  propose(resources: NetworkResources): RuleScratch {
    return new RuleScratch(this.#desk, resources);
  }

  /** What groups and network ACL say of each probe, in the order of the probes. */
  async ask(probes: readonly Probe[]): Promise<readonly ProbeDecisions[]> {
    await this.#evaluate(probes);
    const found = new Map<number, { readonly nacl: RowReader[]; readonly sg: RowReader[] }>();
    for (const row of await this.#desk.store.rows(loadSql('why/decisions'))) {
      const reader = new RowReader(row);
      const keyId = reader.numberOrNull('key_id') ?? 0;
      const rows = found.get(keyId) ?? { nacl: [], sg: [] };
      found.set(keyId, rows);
      rows[reader.text('layer') as 'nacl' | 'sg'].push(reader);
    }
    return probes.map((probe, i) => {
      const rows = found.get(i);
      if (!rows)
        throw new TypeError(
          `${probe.interfaceId ?? probe.subnetId} is not in the network, or a port is missing`,
        );
      return readDecisions(rows.nacl, rows.sg);
    });
  }

  /** The destination ports at which what network ACLs that were asked so far say of packets may change, in order. */
  async portBoundaries(): Promise<readonly number[]> {
    const rows = await this.#desk.store.rows(loadSql('why/port-boundaries'));
    return rows.map(({ port }) => Number(port));
  }

  /** Where, in address order, other blocks begin of the rules that were asked so far. */
  async floors(): Promise<readonly { readonly hi: bigint; readonly lo: bigint }[]> {
    const rows = await this.#desk.store.rows(loadSql('why/floors'));
    return rows.map((row) => ({ hi: row.from_hi as bigint, lo: row.from_lo as bigint }));
  }

  /** The rules that come closest to letting a packet through; for decisions of the last time that was asked. */
  async nearestMisses(): Promise<NearestMisses> {
    this.#misses ??= await NearestMisses.load(this.#desk.store);
    return this.#misses;
  }

  close(): void {
    this.#desk.store.close();
  }

  async #evaluate(probes: readonly Probe[]): Promise<void> {
    await this.#compileFor(probes);
    await this.#desk.store.run(loadSql('why/probes'));
    await appendRows(this.#desk.store.connection, 'probes', probes.map(probeRow));
    for (const step of STEPS) await this.#desk.store.run(loadSql(step));
  }

  async #compileFor(probes: readonly Probe[]): Promise<void> {
    const known = this.#interfaceIds.size + this.#subnetIds.size;
    for (const { interfaceId, subnetId } of probes) {
      if (interfaceId !== null) this.#interfaceIds.add(interfaceId);
      else if (subnetId !== null) this.#subnetIds.add(subnetId);
    }
    const isKnown = this.#interfaceIds.size + this.#subnetIds.size === known;
    if (isKnown && this.#desk.holds === this) return;
    const only = { interfaceIds: this.#interfaceIds, subnetIds: this.#subnetIds };
    const epoch = { validFromS: null, validToS: null, resources: this.#resources };
    await replaceRuleTables(this.#desk.store, ruleTables([epoch], only));
    this.#desk.holds = this;
    this.#misses = undefined;
  }
}

function probeRow(probe: Probe, keyId: number) {
  const remote = parseAddress(probe.remote);
  if (!remote) throw new TypeError(`"${probe.remote}" is no address`);
  const { hi, lo } = addressKey(remote.value);
  return {
    keyId,
    interfaceId: probe.interfaceId,
    subnetId: probe.subnetId,
    egress: probe.direction === 'egress',
    protocol: probe.protocol,
    dstport: probe.dstport,
    remoteHi: hi,
    remoteLo: lo,
    tracked: probe.tracked,
    icmpType: probe.icmp?.type ?? null,
    icmpCode: probe.icmp?.code ?? null,
  };
}

function readDecisions(nacl: readonly RowReader[], sg: readonly RowReader[]): ProbeDecisions {
  const [first] = nacl;
  if (!first) throw new TypeError('a probe has no network ACL stage');
  return {
    nacl: together(nacl.map((row) => readDecision(row))),
    sg: together(sg.map((row) => readDecision(row))),
    aclId: first.textOrNull('acl_id'),
    hasGroups: first.text('has_groups') === 'true',
    securityGroups: first.texts('security_groups'),
  };
}

/** Groups have no order in which one could refuse: none matches, or one allows. A NACL without a match refuses as well. */
function readDecision(row: RowReader): StageDecision {
  const owner = row.numberOrNull('owner');
  const ruleNo = row.numberOrNull('rule_no');
  const doubt = row.textOrNull('doubt');
  return {
    applies: owner !== null,
    exemption: EXEMPTIONS[row.numberOrNull('acl_exemption') ?? 0] ?? null,
    refuses: ruleNo === null ? true : doubt === null ? row.text('refuses') === 'true' : null,
    ruleNo,
    ruleId: row.textOrNull('rule_id'),
    rule: row.textOrNull('rule'),
    implicit: row.text('implicit') === 'true',
    hasRules: row.text('has_rules') === 'true',
    doubt: doubt === null ? null : { doubt, rule: row.textOrNull('rule') },
    owner,
    blockId: row.numberOrNull('block_id') ?? 0,
  };
}

/** One decision for all ICMP worlds: refused or not when they agree, by one rule only when it is the same in all. */
function together(worlds: readonly StageDecision[]): StageDecision {
  const [first] = worlds;
  if (!first) throw new TypeError('a probe has no world');
  const agreed = worlds.every(({ refuses }) => refuses === first.refuses);
  const sameRule = worlds.every(({ ruleNo }) => ruleNo === first.ruleNo);
  if (agreed && sameRule) return first;
  const doubt = worlds.find((world) => world.doubt !== null)?.doubt ?? null;
  return { ...first, refuses: agreed ? first.refuses : null, ruleNo: null, ruleId: null, rule: null, doubt };
}
