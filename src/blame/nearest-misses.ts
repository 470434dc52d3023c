import type { Direction } from '../model/direction.ts';
import { ALL_PROTOCOLS, isIcmp, TCP, UDP } from '../model/protocol.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import type { Decision, Mismatch, NearestMiss } from './verdict.ts';

/** What rules can see of a packet that they refused. */
export interface RefusedPacket {
  readonly owner: number;
  readonly direction: Direction;
  readonly protocol: number | null;
  readonly dstport: number | null;
  readonly blockId: number | null;
}

interface AllowingRule {
  readonly ruleId: string | null;
  readonly rule: string;
  readonly protocol: number;
  readonly portFrom: number;
  readonly portTo: number;
  readonly namesIcmpType: boolean;
  readonly setId: number;
}

/** Blocks fit into this many bits of a key, beside protocol and port. */
const BLOCKS = 2 ** 26;

/** Finds the allowing rule that fails a packet in the fewest fields; of equals the one whose ports come closest. */
export class NearestMisses {
  readonly #rules = new Map<string, AllowingRule[]>();
  readonly #setsOfBlock = new Map<number, Set<number>>();
  readonly #found = new Map<string, Map<number, NearestMiss | null>>();
  readonly #misses = new Map<string, NearestMiss>();

  static async load(store: Store): Promise<NearestMisses> {
    const misses = new NearestMisses();
    for (const row of await store.rows(loadSql('blame/rules'))) misses.#addRule(new RowReader(row));
    for (const row of await store.rows(loadSql('blame/block-sets'))) {
      const blockId = Number(row.block_id);
      const sets = misses.#setsOfBlock.get(blockId) ?? new Set();
      misses.#setsOfBlock.set(blockId, sets.add(Number(row.set_id)));
    }
    return misses;
  }

  /** The nearest miss of a packet that a decision refused; null when it did not refuse for want of an allowing rule. */
  ofDecision(
    { missedOwner: owner, direction }: Decision,
    packet: Omit<RefusedPacket, 'owner' | 'direction'>,
  ): NearestMiss | null {
    return owner === null || direction === null ? null : this.of({ owner, direction, ...packet });
  }

  /** The nearest miss, the same object for equal ones, or null when the owner has no allowing rule in this direction. */
  of(packet: RefusedPacket): NearestMiss | null {
    const list = `${packet.owner} ${packet.direction}`;
    const found = this.#found.get(list) ?? new Map<number, NearestMiss | null>();
    this.#found.set(list, found);
    const traffic = (packet.protocol ?? 256) * 65_537 + (packet.dstport ?? 65_536);
    const key = traffic * BLOCKS + (packet.blockId ?? BLOCKS - 1);
    let miss = found.get(key);
    if (miss === undefined) {
      miss = this.#search(this.#rules.get(list) ?? [], packet);
      found.set(key, miss);
    }
    return miss;
  }

  #search(rules: readonly AllowingRule[], packet: RefusedPacket): NearestMiss | null {
    const sets = packet.blockId === null ? undefined : this.#setsOfBlock.get(packet.blockId);
    let best: AllowingRule | null = null;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const rule of rules) {
      const distance = distanceTo(rule, packet, sets?.has(rule.setId) === true);
      if (distance < bestDistance) {
        best = rule;
        bestDistance = distance;
      }
    }
    return best && this.#missOf(best, mismatches(best, packet, sets?.has(best.setId) === true));
  }

  #missOf({ ruleId, rule }: AllowingRule, mismatch: readonly Mismatch[]): NearestMiss {
    const key = `${rule} ${ruleId} ${mismatch.join(' ')}`;
    const miss = this.#misses.get(key) ?? { ruleId, rule, mismatch };
    this.#misses.set(key, miss);
    return miss;
  }

  #addRule(row: RowReader): void {
    const key = `${row.text('owner')} ${row.text('direction')}`;
    const number = (column: string) => row.numberOrNull(column) ?? 0;
    const protocol = number('protocol');
    const rules = this.#rules.get(key) ?? [];
    rules.push({
      ruleId: row.textOrNull('rule_id'),
      rule: row.text('rule'),
      protocol,
      portFrom: number('port_from'),
      portTo: number('port_to'),
      namesIcmpType: isIcmp(protocol) && number('port_from') === number('port_to'),
      setId: number('set_id'),
    });
    this.#rules.set(key, rules);
  }
}

function mismatches(rule: AllowingRule, packet: RefusedPacket, inSet: boolean): readonly Mismatch[] {
  const found: Mismatch[] = [];
  if (rule.protocol !== ALL_PROTOCOLS && rule.protocol !== packet.protocol) found.push('protocol');
  if (missesPort(rule, packet)) found.push('port');
  if (rule.namesIcmpType && rule.protocol === packet.protocol) found.push('icmp-type');
  if (!inSet) found.push(packet.direction === 'ingress' ? 'source' : 'destination');
  return found;
}

function missesPort(rule: AllowingRule, { protocol, dstport }: RefusedPacket): boolean {
  const bothUsePorts = usesPorts(rule.protocol) && protocol !== null && usesPorts(protocol);
  return bothUsePorts && dstport !== null && (dstport < rule.portFrom || dstport > rule.portTo);
}

function usesPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP;
}

/**
 * Whole part: mismatching fields. Fraction: another protocol is farther off than another port; then how far off the ports
 * are, or how little a rule for very many ports says about this one, so that `TCP 5432` beats `TCP All`.
 */
function distanceTo(rule: AllowingRule, packet: RefusedPacket, inSet: boolean): number {
  let distance = inSet ? 0 : 1;
  if (rule.protocol !== ALL_PROTOCOLS && rule.protocol !== packet.protocol) distance += 1.5;
  if (rule.namesIcmpType && rule.protocol === packet.protocol) distance++;
  const port = packet.dstport ?? 0;
  let off = rule.portTo - rule.portFrom;
  if (missesPort(rule, packet)) {
    distance++;
    off = port < rule.portFrom ? rule.portFrom - port : port - rule.portTo;
  }
  return distance + Math.log2(1 + off) / 40;
}
