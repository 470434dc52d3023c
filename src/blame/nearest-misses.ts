import type { Direction } from '../model/direction.ts';
import { ALL_PROTOCOLS, isIcmp, TCP, UDP } from '../model/protocol.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';
import type { Mismatch, NearestMiss } from './verdict.ts';

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

/** Finds the allowing rule that fails a packet in the fewest fields; of equals the one whose ports come closest. */
export class NearestMisses {
  readonly #rules = new Map<string, AllowingRule[]>();
  readonly #setsOfBlock = new Map<number, Set<number>>();
  readonly #found = new Map<string, NearestMiss | null>();

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

  /** The nearest miss, or null when the owner has no allowing rule in this direction. */
  of(packet: RefusedPacket): NearestMiss | null {
    const key = `${packet.owner} ${packet.direction} ${packet.protocol} ${packet.dstport} ${packet.blockId}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = this.#search(packet);
    this.#found.set(key, found);
    return found;
  }

  #search(packet: RefusedPacket): NearestMiss | null {
    const sets = packet.blockId === null ? undefined : this.#setsOfBlock.get(packet.blockId);
    let best: AllowingRule | null = null;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const rule of this.#rules.get(`${packet.owner} ${packet.direction}`) ?? []) {
      const distance = distanceTo(rule, packet, sets?.has(rule.setId) === true);
      if (distance < bestDistance) {
        best = rule;
        bestDistance = distance;
      }
    }
    if (best === null) return null;
    const mismatch = mismatches(best, packet, sets?.has(best.setId) === true);
    return { ruleId: best.ruleId, rule: best.rule, mismatch };
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
