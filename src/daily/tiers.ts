import type { NetworkResources } from '../network/aws/resources.ts';
import type { Store } from '../store/store.ts';
import type { RowReader } from '../store/store-values.ts';
import type { Tier } from './document/ends.ts';
import type { TierMatrix } from './document/traffic.ts';
import { amountOf } from './amount.ts';
import { ask, count } from './steps.ts';

/** Tiers beside `others`: more rows and columns nobody reads. */
const MOST_TIERS = 12;

/** Who talks to whom by tiers, named as the network does. */
export async function tierMatrix(store: Store, network: NetworkResources | null): Promise<TierMatrix> {
  const rows = await ask(store, 'tier-cells', { limit: BigInt(MOST_TIERS) });
  const tiers = new Map<number, Tier>();
  for (const row of rows) {
    for (const side of ['from', 'to'] as const)
      tiers.set(count(row, `${side}_no`), tierOf(row, side, network));
  }
  const order = [...tiers.keys()].toSorted((a, b) => a - b);
  return {
    tiers: order.flatMap((no) => tiers.get(no) ?? []),
    cells: rows.map((row) => ({
      from: order.indexOf(count(row, 'from_no')),
      to: order.indexOf(count(row, 'to_no')),
      ...amountOf(row),
    })),
  };
}

function tierOf(row: RowReader, side: 'from' | 'to', network: NetworkResources | null): Tier {
  const [kind, id] = [row.text(`${side}_kind`) as Tier['kind'], row.text(`${side}_id`)];
  return { kind, id, name: tierName(kind, id, network) };
}

function tierName(kind: Tier['kind'], id: string, network: NetworkResources | null): string | null {
  if (!network) return null;
  if (kind === 'subnet') {
    const subnet = network.subnets.find(({ SubnetId }) => SubnetId === id);
    return subnet?.Tags?.find(({ Key }) => Key === 'Name')?.Value ?? null;
  }
  if (kind !== 'security-groups') return null;
  const names = id
    .split(' ')
    .map((groupId) => network.securityGroups.find(({ GroupId }) => GroupId === groupId)?.GroupName);
  return names.every((name) => name !== undefined) ? names.join(', ') : null;
}
