import type { AwsNetworkInterface, AwsSubnet, OracleNetwork } from './aws-json.ts';
import { interfaceOf, isInSubnet } from './interfaces.ts';
import { type FlowKey, localOf, type OracleRecord } from './oracle-record.ts';

/** Where a refused packet was judged: the interface if it is known, and its subnet. */
export interface Place {
  readonly ni: AwsNetworkInterface | null;
  readonly subnetId: string;
  readonly vpcId: string | null;
  /** Null when the import lacks the subnet of a known interface. */
  readonly subnet: AwsSubnet | null;
}

/**
 * The place of a key, or null when nothing tells. An interface that the network does not know is placed by the record's
 * subnet-id when the network has that subnet, else in the only known subnet that holds the key's local address (of the
 * record's vpc-id, when it has one). The earliest refused record that has the field speaks for the key.
 */
export function placeOf(
  network: OracleNetwork,
  key: FlowKey,
  refused: readonly OracleRecord[],
): Place | null {
  const subnets = network.Subnets ?? [];
  const ni = interfaceOf(network, key.interfaceId);
  if (ni !== undefined) {
    const subnet = subnets.find((s) => s.SubnetId === ni.SubnetId) ?? null;
    return { ni, subnetId: ni.SubnetId ?? '', vpcId: subnet?.VpcId ?? ni.VpcId ?? null, subnet };
  }
  const subnetId = refused.find((r) => r.subnetId !== null)?.subnetId;
  const vpcId = refused.find((r) => r.vpcId !== null)?.vpcId ?? null;
  const local = localOf(key);
  const holding =
    local === null
      ? []
      : subnets.filter((s) => isInSubnet(s, local) && (vpcId === null || s.VpcId === vpcId));
  const subnet =
    subnets.find((s) => s.SubnetId === subnetId) ?? (holding.length === 1 ? holding[0] : undefined);
  return subnet === undefined ? null : { ni: null, subnetId: subnet.SubnetId, vpcId: subnet.VpcId, subnet };
}
