import type { Confidence } from '../blame/verdict.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import { isRegional, natInterface } from '../network/routing/gateways.ts';
import type { Store } from '../store/store.ts';
import type { CostKind } from './document/costs.ts';
import type { Lack } from './document/lack.ts';
import { ask, count } from './steps.ts';

/** How well the bytes of a kind of cost are known. Confidence null: they are not. */
export interface CostGround {
  readonly confidence: Confidence | null;
  readonly lacks: readonly Lack[];
}

/** What is known besides the tables of the steps. */
export interface LogFacts {
  readonly network: NetworkResources | null;
  /** Records, and those of them that come from objects without `pkt-dst-aws-service`. */
  readonly records: number;
  readonly withoutServices: number;
  readonly skipdata: number;
}

/** Grounds for the amounts of each kind, and the regions of own hosts. */
export interface CostGrounds {
  readonly of: Readonly<Record<CostKind, CostGround>>;
  readonly regions: readonly string[];
}

const UNKNOWN = (lack: Lack): CostGround => ({ confidence: null, lacks: [lack] });
const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];

/** What the amounts of the window rest on. */
export async function costGrounds(store: Store, facts: LogFacts): Promise<CostGrounds> {
  const [row] = await ask(store, 'cost-grounds');
  if (!row) throw new TypeError('the grounds of costs are one row');
  const is = (column: string) => row.text(column) === 'true';
  const regions = row.texts('regions');
  if (!is('has_bytes')) {
    const none = UNKNOWN('no-bytes');
    return {
      of: { 'nat-processing': none, 'cross-zone': none, 'interface-endpoint': none, 'internet-egress': none },
      regions,
    };
  }
  const typed = is('has_network') || is('has_interface_types');
  const skipped: CostGround = facts.skipdata > 0 ? weaker('medium', 'records-skipped') : SURE;
  const [inside, zoned] = [count(row, 'inside_bytes'), count(row, 'zoned_bytes')];
  const zones = zoned < inside ? weaker(zoned >= 0.9 * inside ? 'medium' : 'low', 'no-zones') : SURE;
  const services =
    facts.withoutServices === 0
      ? SURE
      : weaker(facts.withoutServices < facts.records ? 'medium' : 'low', 'no-aws-service');
  return {
    regions,
    of: {
      'nat-processing': typed
        ? together(
            skipped,
            natGround(row.texts('logged_interfaces'), is('has_nat_traffic'), facts.network),
            is('nat_hides_remotes') ? weaker('high', 'no-packet-addresses') : SURE,
          )
        : UNKNOWN('no-interface-types'),
      'cross-zone': is('has_zones')
        ? together(skipped, zones, is('has_network') ? SURE : weaker('low', 'no-network'))
        : UNKNOWN('no-zones'),
      'interface-endpoint': typed ? skipped : UNKNOWN('no-interface-types'),
      'internet-egress': together(skipped, services),
    },
  };
}

const SURE: CostGround = { confidence: 'high', lacks: [] };

function weaker(confidence: Confidence, lack: Lack): CostGround {
  return { confidence, lacks: [lack] };
}

function together(...grounds: readonly CostGround[]): CostGround {
  const lacks = grounds.flatMap((ground) => ground.lacks);
  const places = grounds.map(({ confidence }) => (confidence === null ? -1 : ORDER.indexOf(confidence)));
  return { confidence: ORDER[Math.min(...places)] ?? null, lacks };
}

/** NAT gateways of the network whose interfaces logged nothing may have processed anything. */
function natGround(
  loggedInterfaces: readonly string[],
  hasTraffic: boolean,
  network: NetworkResources | null,
): CostGround {
  if (!network) return SURE;
  const zonal = network.natGateways.filter((nat) => !isRegional(nat) && nat.State !== 'deleted');
  const silent = zonal.filter((nat) => {
    const own = natInterface(nat, network.networkInterfaces)?.NetworkInterfaceId;
    return own === undefined || !loggedInterfaces.includes(own);
  });
  if (silent.length === 0) return SURE;
  return hasTraffic ? weaker('low', 'nat-not-logged') : UNKNOWN('nat-not-logged');
}
