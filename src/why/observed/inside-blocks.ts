import type { Cidr } from '../../model/cidr.ts';
import { NOT_PUBLIC } from '../../model/special-addresses.ts';
import { subnetBlocks, vpcBlocks } from '../../network/address-blocks.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';

/** The blocks whose addresses are not those of the Internet: what is not routed there, and the network's own VPCs and subnets. */
export function insideBlocks({ vpcs, subnets }: NetworkResources): readonly Cidr[] {
  return [...NOT_PUBLIC, ...vpcs.flatMap(vpcBlocks), ...subnets.flatMap(subnetBlocks)];
}
