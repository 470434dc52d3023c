import type { Cidr } from '../../model/cidr.ts';
import type { Subnet, Vpc } from '../aws/resources.ts';
import { checkedCidr } from './address-space.ts';

/**
 * Services that neither network ACLs nor security groups filter: ECS task metadata, Windows licence activation, Time
 * Sync, Amazon DNS, instance metadata. Source: Amazon VPC User Guide, "Network ACLs" and "Security groups".
 */
const EXEMPT_EVERYWHERE: readonly Cidr[] = [
  '169.254.169.123/32',
  '169.254.169.250/32',
  '169.254.169.251/32',
  '169.254.169.253/32',
  '169.254.169.254/32',
  '169.254.170.2/32',
  'fd00:ec2::/32',
].map(checkedCidr);

/** The addresses that no rule filters, seen from a subnet: the services, the VPC's DNS and the subnet's router. */
export function exemptAddresses(subnet: Subnet, vpc: Vpc | undefined): readonly Cidr[] {
  return [
    ...EXEMPT_EVERYWHERE,
    ...(vpc ? [reserved(vpc.CidrBlock, 2n)] : []),
    ...(subnet.CidrBlock ? [reserved(subnet.CidrBlock, 1n)] : []),
  ];
}

function reserved(block: string, offset: bigint): Cidr {
  const { family, first } = checkedCidr(block);
  return { family, first: first + offset, last: first + offset, prefixLength: family === 4 ? 32 : 128 };
}
