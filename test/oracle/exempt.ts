import { inBlock, isOffset } from './address-text.ts';
import type { OracleNetwork } from './aws-json.ts';
import type { Place } from './place.ts';

/**
 * Whether AWS filters nothing to or from this address: link-local services, their IPv6 forms, the Amazon DNS server
 * (base + 2 of the VPC's primary CIDR) and the router (base + 1 of the interface's own subnet).
 */
export function isExempt(network: OracleNetwork, place: Place, remote: string): boolean {
  const vpcCidr = network.Vpcs?.find((v) => v.VpcId === place.vpcId)?.CidrBlock;
  const subnetCidr = place.subnet?.CidrBlock;
  return (
    inBlock(remote, '169.254.0.0/16') ||
    inBlock(remote, 'fd00:ec2::/32') ||
    (vpcCidr !== undefined && isOffset(remote, vpcCidr, 2n)) ||
    (subnetCidr !== undefined && isOffset(remote, subnetCidr, 1n))
  );
}
