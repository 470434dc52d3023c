import type { AwsNetworkAclEntry, OracleNetwork } from './aws-json.ts';
import { peerMatch } from './group-peer.ts';
import { type GroupRule, groupRules } from './group-rules.ts';
import { groupsOf } from './interfaces.ts';
import { aclOf, cidrHolds, entriesOf, entryPortHolds, entryTypeCode } from './network-acl.ts';
import type { Packet } from './packet.ts';
import type { Place } from './place.ts';
import { usesPorts, usesTypes } from './protocols.ts';
import { portHolds } from './security-groups.ts';
import type { Blocker } from './stage.ts';

/**
 * The smallest number of mismatching fields among the rules that could have allowed the packet; null when there is no
 * such rule or the verdict has no nearest miss. Candidates: for `sg-no-allow` every rule of the direction of every group
 * on the interface; for `nacl-implicit-deny` every allow entry of the direction of the ACL, of either address family.
 * Fields, one mismatch each:
 * - `protocol`: the rule's is not -1 and not the packet's
 * - `port`: rule and packet are each TCP or UDP (not necessarily the same), and the range does not hold dstport
 * - `icmp-type`: rule and packet are the same ICMP protocol, and the rule names a type or a code
 * - `source` or `destination`: the CIDR, prefix list or group surely does not hold the remote address (another address
 *   family included); one that may hold it is not a mismatch
 */
export function nearestMiss(
  network: OracleNetwork,
  place: Place,
  packet: Packet,
  blocker: Blocker,
): number | null {
  const counts = candidates(network, place, packet, blocker);
  return counts.length === 0 ? null : Math.min(...counts);
}

function candidates(network: OracleNetwork, place: Place, packet: Packet, blocker: Blocker): number[] {
  if (blocker.kind === 'sg-no-allow' && place.ni !== null) {
    return groupsOf(place.ni)
      .flatMap((id) => groupRules(network, id, packet.direction))
      .map((rule) => groupRuleMisses(network, rule, packet));
  }
  const acl = aclOf(network, place.subnetId, place.vpcId);
  if (blocker.kind !== 'nacl-implicit-deny' || acl === undefined) return [];
  return entriesOf(acl, packet)
    .filter((entry) => entry.RuleAction === 'allow')
    .map((entry) => entryMisses(entry, packet));
}

function groupRuleMisses(network: OracleNetwork, rule: GroupRule, packet: Packet): number {
  const named = (rule.from ?? -1) !== -1 || (rule.to ?? -1) !== -1;
  return (
    portMisses(rule.protocol, packet, (port) => portHolds(rule, port), named) +
    Number(peerMatch(network, rule.peer, packet) === 'no')
  );
}

function entryMisses(entry: AwsNetworkAclEntry, packet: Packet): number {
  const { Type = -1, Code = -1 } = entryTypeCode(entry);
  const named = Type !== -1 || Code !== -1;
  return (
    portMisses(Number(entry.Protocol), packet, (port) => entryPortHolds(entry, port), named) +
    Number(!cidrHolds(entry, packet))
  );
}

/** Mismatches of protocol, port and ICMP type together. */
function portMisses(
  protocol: number,
  packet: Packet,
  holds: (port: number) => boolean,
  namesType: boolean,
): number {
  if (protocol === -1) return 0;
  const ports = usesPorts(protocol) && packet.dstport !== null && !holds(packet.dstport);
  const type = usesTypes(protocol) && protocol === packet.protocol && namesType;
  return Number(protocol !== packet.protocol) + Number(ports) + Number(type);
}
