import type { AwsNetworkInterface, OracleNetwork } from './aws-json.ts';
import { peerMatch } from './group-peer.ts';
import { type GroupRule, groupRules } from './group-rules.ts';
import { groupsOf } from './interfaces.ts';
import type { Packet } from './packet.ts';
import { usesPorts, usesTypes } from './protocols.ts';
import { icmpHolds, type Outcome, PASS, UNKNOWN, type World } from './stage.ts';

/** The group stage: every rule of every group on the interface is asked, and one that surely matches outweighs all doubt. */
export function askGroups(
  network: OracleNetwork,
  ni: AwsNetworkInterface,
  packet: Packet,
  world: World,
): Outcome {
  const ids = groupsOf(ni);
  if (ids.length === 0) return PASS;
  const matches = ids
    .flatMap((id) => groupRules(network, id, packet.direction))
    .filter((rule) => holdsPortOrType(rule, packet, world))
    .map((rule) => peerMatch(network, rule.peer, packet));
  if (matches.includes('yes')) return PASS;
  const missing = ids.some((id) => !network.SecurityGroups?.some((g) => g.GroupId === id));
  if (missing || matches.includes('maybe')) return UNKNOWN;
  return { kind: 'refuse', blocker: { kind: 'sg-no-allow', securityGroups: ids } };
}

/** Whether a port range of a group rule holds the port; -1 and absent hold all. */
export function portHolds(rule: GroupRule, port: number): boolean {
  if (rule.from === undefined || rule.to === undefined || rule.from === -1 || rule.to === -1) return true;
  return rule.from <= port && port <= rule.to;
}

function holdsPortOrType(rule: GroupRule, packet: Packet, world: World): boolean {
  if (rule.protocol === -1) return true;
  if (rule.protocol !== packet.protocol) return false;
  if (usesPorts(rule.protocol)) return packet.dstport !== null && portHolds(rule, packet.dstport);
  if (usesTypes(rule.protocol)) return icmpHolds(rule.from, world.type) && icmpHolds(rule.to, world.code);
  return true;
}
