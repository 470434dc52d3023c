import type { OracleNetwork } from './aws-json.ts';
import type { Packet } from './packet.ts';
import { usesTypes } from './protocols.ts';
import type { World } from './stage.ts';

const ANY: World = { type: 'other', code: 'other' };

/**
 * Every ICMP type and code that a rule anywhere in the network names, and "other" for the rest; one world for protocols
 * without types. Naming more than the rules at hand tell apart changes nothing: such worlds end alike.
 */
export function worldsOf(network: OracleNetwork, packet: Packet): World[] {
  if (!usesTypes(packet.protocol)) return [ANY];
  const entries = (network.NetworkAcls ?? []).flatMap((acl) => acl.Entries ?? []);
  const permissions = [
    ...(network.SecurityGroups ?? []).flatMap((g) => [
      ...(g.IpPermissions ?? []),
      ...(g.IpPermissionsEgress ?? []),
    ]),
    ...(network.SecurityGroupRules ?? []),
  ].filter((p) => p.IpProtocol.startsWith('icmp') || p.IpProtocol === '1' || p.IpProtocol === '58');
  const types = [...entries.map((e) => e.IcmpTypeCode?.Type), ...permissions.map((p) => p.FromPort)];
  const codes = [...entries.map((e) => e.IcmpTypeCode?.Code), ...permissions.map((p) => p.ToPort)];
  return named(types).flatMap((type) => named(codes).map((code) => ({ type, code })));
}

function named(values: readonly (number | undefined)[]): (number | 'other')[] {
  return [...new Set(values.filter((v): v is number => v !== undefined && v !== -1)), 'other'];
}
