import { inBlock } from './address-text.ts';
import type { AwsNetworkAcl, AwsNetworkAclEntry, AwsSubnet, OracleNetwork } from './aws-json.ts';
import type { Packet } from './packet.ts';
import { ICMPV6, usesPorts, usesTypes } from './protocols.ts';
import { icmpHolds, type Outcome, PASS, UNKNOWN, type World } from './stage.ts';

/** The numbers that AWS gives to the default rule, for IPv4 and for IPv6. */
const DEFAULT_RULES: readonly number[] = [32767, 32768];

/** The ACL of a subnet: the one whose association names it, else the default ACL of its VPC, else unknown. */
export function aclOf(
  network: OracleNetwork,
  subnetId: string,
  vpcId: string | null,
): AwsNetworkAcl | undefined {
  const acls = network.NetworkAcls ?? [];
  return (
    acls.find((acl) => acl.Associations?.some((a) => a.SubnetId === subnetId)) ??
    acls.find((acl) => acl.IsDefault === true && vpcId !== null && acl.VpcId === vpcId)
  );
}

/** The network ACL stage: the first entry by number that matches decides. */
export function askAcl(
  network: OracleNetwork,
  subnet: Pick<AwsSubnet, 'SubnetId'> & { readonly VpcId: string | null },
  packet: Packet,
  world: World,
): Outcome {
  const acl = aclOf(network, subnet.SubnetId, subnet.VpcId);
  if (acl === undefined) return UNKNOWN;
  const first = entriesOf(acl, packet)
    .toSorted((a, b) => a.RuleNumber - b.RuleNumber)
    .find((entry) => matches(entry, packet, world));
  if (first?.RuleAction === 'allow') return PASS;
  const number = first === undefined || DEFAULT_RULES.includes(first.RuleNumber) ? '*' : first.RuleNumber;
  return {
    kind: 'refuse',
    blocker: {
      kind: number === '*' ? 'nacl-implicit-deny' : 'nacl-deny',
      ruleId: `${acl.NetworkAclId}:${packet.direction}:${number}`,
    },
  };
}

/** The ACL's entries of the packet's direction. */
export function entriesOf(acl: AwsNetworkAcl, packet: Packet): AwsNetworkAclEntry[] {
  return (acl.Entries ?? []).filter((e) => e.Egress === (packet.direction === 'egress'));
}

/** Whether the entry's CIDR holds the packet's remote address. */
export function cidrHolds(entry: AwsNetworkAclEntry, packet: Packet): boolean {
  const cidr = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  return cidr !== undefined && inBlock(packet.remote, cidr);
}

/** Whether the entry's port range holds the port; without a range it holds all. */
export function entryPortHolds(entry: AwsNetworkAclEntry, port: number): boolean {
  return (entry.PortRange?.From ?? 0) <= port && port <= (entry.PortRange?.To ?? 65535);
}

/** The type and code that an entry asks for; protocol 58 over IPv4 asks for none. */
export function entryTypeCode(entry: AwsNetworkAclEntry): { Type?: number; Code?: number } {
  return Number(entry.Protocol) === ICMPV6 && entry.CidrBlock !== undefined ? {} : (entry.IcmpTypeCode ?? {});
}

function matches(entry: AwsNetworkAclEntry, packet: Packet, world: World): boolean {
  if (!cidrHolds(entry, packet)) return false;
  const protocol = Number(entry.Protocol);
  if (protocol === -1) return true;
  if (protocol !== packet.protocol) return false;
  if (usesPorts(protocol)) return packet.dstport !== null && entryPortHolds(entry, packet.dstport);
  if (!usesTypes(protocol)) return true;
  const { Type, Code } = entryTypeCode(entry);
  return icmpHolds(Type, world.type) && icmpHolds(Code, world.code);
}
