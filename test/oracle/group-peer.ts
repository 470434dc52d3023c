import { inBlock, ip } from './address-text.ts';
import type { AwsGroupPair, OracleNetwork } from './aws-json.ts';
import type { Peer } from './group-rules.ts';
import { isOwnAddress } from './interfaces.ts';
import type { Packet } from './packet.ts';

/** Whether a rule's source or destination holds the packet's remote address, or may hold it for all that the import tells. */
export type PeerMatch = 'yes' | 'no' | 'maybe';

export function peerMatch(network: OracleNetwork, peer: Peer, packet: Packet): PeerMatch {
  if (peer.kind === 'cidr') return inBlock(packet.remote, peer.cidr) ? 'yes' : 'no';
  if (peer.kind === 'prefix-list') return prefixListMatch(network, peer.id, packet);
  return groupMatch(network, peer.pair, packet);
}

/** A list with no entries in the import may hold any address of its family, or any at all when its family is unknown. */
function prefixListMatch(network: OracleNetwork, id: string, packet: Packet): PeerMatch {
  const lists = (network.PrefixListEntries ?? []).filter((l) => l.PrefixListId === id);
  const entries = lists.flatMap((l) => l.Entries);
  if (entries.length > 0) return entries.some((e) => inBlock(packet.remote, e.Cidr)) ? 'yes' : 'no';
  const family = network.PrefixLists?.find((l) => l.PrefixListId === id)?.AddressFamily;
  return family === undefined || family === `IPv${ip(packet.remote).family}` ? 'maybe' : 'no';
}

/**
 * Private addresses of the interfaces that carry the group. May hold any address: a group that is neither imported nor
 * carried by an imported interface; on ingress, one that a network load balancer carries (client addresses preserved).
 */
function groupMatch(network: OracleNetwork, pair: AwsGroupPair, packet: Packet): PeerMatch {
  if (pair.PeeringStatus !== undefined && pair.PeeringStatus !== 'active') return 'no';
  const carriers = (network.NetworkInterfaces ?? []).filter((ni) =>
    (ni.Groups ?? []).some((g) => g.GroupId === pair.GroupId),
  );
  if (carriers.some((ni) => isOwnAddress(ni, packet.remote))) return 'yes';
  const imported = (network.SecurityGroups ?? []).some((g) => g.GroupId === pair.GroupId);
  if (!imported && carriers.length === 0) return 'maybe';
  const behindLoadBalancer = carriers.some((ni) => ni.InterfaceType === 'network_load_balancer');
  return packet.direction === 'ingress' && behindLoadBalancer ? 'maybe' : 'no';
}
