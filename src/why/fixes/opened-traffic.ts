import { type Address, parseAddress } from '../../model/address.ts';
import { cidrContains, cidrOfAddress, formatCidr } from '../../model/cidr.ts';
import { subnetBlocks } from '../../network/address-blocks.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';
import { usesPorts } from '../../network/rule-tables/traffic-match.ts';
import type { OpenedTraffic, PortRange } from '../answer.ts';
import type { End, Stage } from '../path.ts';
import { probeOf } from '../rule-stages.ts';
import { NAT_GATEWAY_PORTS, natAddresses } from '../source-ports.ts';

/** Between whom a connection was asked for. */
export interface AskedEnds {
  readonly src: End;
  readonly dst: End;
  /** The source ports that the client may use: replies must pass to all of them. */
  readonly clientPorts: PortRange;
}

/** The address at the other end of a stage's packet, as the stage sees it. */
export function remoteAddress({ direction, packet }: Stage): Address {
  const text = direction === 'egress' ? packet.dstaddr : packet.srcaddr;
  const address = parseAddress(text);
  if (!address) throw new TypeError(`"${text}" is no address`);
  return address;
}

/**
 * The least that a new rule at a stage must let through: one remote address, or the whole Internet or subnet when that
 * was asked for, and the destination port of this leg's packets; of a reply every port that the client may have
 * chosen. ICMP: echo, as asked. Null when the port is not known.
 */
export function openedTraffic(
  stage: Stage,
  asked: AskedEnds,
  resources: NetworkResources,
): OpenedTraffic | null {
  const { protocol, dstport, icmp } = probeOf({ ...stage, kind: 'crossing', askGroups: true });
  const common = { protocol, icmpType: icmp?.type ?? null, block: remoteBlock(stage, asked, resources) };
  if (!usesPorts(protocol)) return { ...common, ports: null };
  if (stage.leg === 'reply') return { ...common, ports: replyPorts(stage, asked, resources) };
  return dstport === null ? null : { ...common, ports: { from: dstport, to: dstport } };
}

/** The block of a subnet that holds an address; null when none does. */
export function subnetBlockOf(
  subnetId: string | null,
  address: Address,
  { subnets }: NetworkResources,
): string | null {
  const subnet = subnets.find(({ SubnetId }) => SubnetId === subnetId);
  const block = subnet && subnetBlocks(subnet).find((candidate) => cidrContains(candidate, address));
  return block ? formatCidr(block) : null;
}

/** Whether packets to an end carry this address, on one side of a gateway or the other. */
export function isAddressOf(end: End, address: Address): boolean {
  return [end.address, end.publicAddress, end.sentTo].some(
    (text) => text !== null && parseAddress(text)?.value === address.value,
  );
}

/** The block of one address alone. */
export function hostBlock(address: Address): string {
  return formatCidr(cidrOfAddress(address));
}

/** Everything of a family. */
export function everywhere({ family }: Pick<Address, 'family'>): string {
  return family === 4 ? '0.0.0.0/0' : '::/0';
}

function remoteBlock(stage: Stage, { src, dst }: AskedEnds, resources: NetworkResources): string {
  const address = remoteAddress(stage);
  const end = (stage.leg === 'forward') === (stage.direction === 'egress') ? dst : src;
  if (!isAddressOf(end, address)) return hostBlock(address);
  if (end.kind === 'internet') return everywhere(address);
  const block = end.kind === 'subnet' ? subnetBlockOf(end.subnetId, address, resources) : null;
  return block ?? hostBlock(address);
}

/** A NAT gateway chooses ports of its own, whatever the client has chosen. */
function replyPorts({ packet }: Stage, { clientPorts }: AskedEnds, resources: NetworkResources): PortRange {
  return natAddresses(resources).has(packet.dstaddr) ? NAT_GATEWAY_PORTS : clientPorts;
}
