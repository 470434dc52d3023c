import { parseAddress } from '../../model/address.ts';
import { cidrContains, parseCidr } from '../../model/cidr.ts';
import { UDP } from '../../model/protocol.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import type { Packet } from '../path.ts';

/**
 * Instance metadata, Time Sync, Amazon DNS, Windows licence activation. Source: Amazon VPC User Guide, "Flow log
 * limitations"; the licence servers' addresses stand under "Network ACLs".
 */
const SERVICES = [
  '169.254.169.254',
  '169.254.169.123',
  '169.254.169.253',
  '169.254.169.250',
  '169.254.169.251',
] as const;

/** DHCP of IPv4: server and client port (RFC 2131, section 4.1). */
const DHCP_PORTS = [67, 68] as const;

/**
 * Whether AWS never logs such packets at this interface: those above, DHCP, the VPC's own DNS server (its first block's
 * base + 2) and the subnet's router (base + 1). Source: Amazon VPC User Guide, "Flow log limitations".
 */
export function isNeverLogged(packet: Packet, interfaceId: string, resources: NetworkResources): boolean {
  return (
    isDhcp(packet) ||
    [packet.srcaddr, packet.dstaddr].some(
      (address) =>
        SERVICES.some((service) => service === address) || isReserved(address, interfaceId, resources),
    )
  );
}

function isDhcp({ protocol, srcport, dstport }: Packet): boolean {
  return protocol === UDP && DHCP_PORTS.some((port) => port === dstport || port === srcport);
}

function isReserved(text: string, interfaceId: string, resources: NetworkResources): boolean {
  const at = resources.networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === interfaceId);
  const vpc = resources.vpcs.find(({ VpcId }) => VpcId === at?.VpcId);
  const subnet = resources.subnets.find(({ SubnetId }) => SubnetId === at?.SubnetId);
  return isAt(text, vpc?.CidrBlock, 2n) || isAt(text, subnet?.CidrBlock, 1n);
}

function isAt(text: string, block: string | undefined, offset: bigint): boolean {
  const address = parseAddress(text);
  const cidr = block === undefined ? null : parseCidr(block);
  return (
    address !== null && cidr !== null && cidrContains(cidr, address) && address.value === cidr.first + offset
  );
}
