import type { AwsNetworkInterface, AwsSubnet, OracleNetwork } from './aws-json.ts';
import { inBlock } from './address-text.ts';

/** The interface of this id, if the network has it. */
export function interfaceOf(network: OracleNetwork, id: string | null): AwsNetworkInterface | undefined {
  return network.NetworkInterfaces?.find((ni) => ni.NetworkInterfaceId === id);
}

/** Whether the interface lists the address: primary, secondary or IPv6. Flow logs show one of these on its side. */
export function hasAddress(ni: AwsNetworkInterface, address: string): boolean {
  return (
    ni.PrivateIpAddress === address ||
    (ni.PrivateIpAddresses ?? []).some((a) => a.PrivateIpAddress === address) ||
    (ni.Ipv6Addresses ?? []).some((a) => a.Ipv6Address === address)
  );
}

/**
 * Whether the address is one of the interface's own: primary, secondary, IPv6, or in a delegated prefix.
 * Public and Elastic IP addresses are not.
 */
export function isOwnAddress(ni: AwsNetworkInterface, address: string): boolean {
  return (
    hasAddress(ni, address) ||
    (ni.Ipv4Prefixes ?? []).some((p) => inBlock(address, p.Ipv4Prefix)) ||
    (ni.Ipv6Prefixes ?? []).some((p) => inBlock(address, p.Ipv6Prefix))
  );
}

/** Whether the address lies in one of the subnet's own blocks; IPv6 blocks count only while associated. */
export function isInSubnet(subnet: AwsSubnet, address: string): boolean {
  if (subnet.CidrBlock !== undefined && inBlock(address, subnet.CidrBlock)) return true;
  return (subnet.Ipv6CidrBlockAssociationSet ?? []).some(
    (set) => set.Ipv6CidrBlockState?.State === 'associated' && inBlock(address, set.Ipv6CidrBlock),
  );
}

/** Ids of the groups on an interface, sorted. */
export function groupsOf(ni: AwsNetworkInterface): string[] {
  return (ni.Groups ?? []).map((g) => g.GroupId).toSorted();
}

/** A Classic Load Balancer's interface: its description is `ELB name`, without the `app/`, `net/` or `gwy/` of the others. */
export function isClassicLoadBalancer(ni: AwsNetworkInterface): boolean {
  return /^ELB (?!app\/|net\/|gwy\/)/.test(ni.Description ?? '');
}
