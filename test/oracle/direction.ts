import { isPrivate } from './address-text.ts';
import type { OracleNetwork } from './aws-json.ts';
import { hasAddress, interfaceOf, isInSubnet } from './interfaces.ts';
import type { Direction, OracleRecord } from './oracle-record.ts';

/**
 * The direction of a record: its own, else told by which of srcaddr and dstaddr (never the pkt- addresses) is the
 * interface's side. Each step decides only when it holds for exactly one side; otherwise the next is asked:
 * an address of the known interface; for an unknown interface, an address in a known subnet; an address that stands
 * (on either side) in every record of the interface that has both addresses, when the record names its interface;
 * the private side of a private/public pair. Null when none decides or an address is missing.
 */
export function directionOf(
  network: OracleNetwork,
  records: readonly OracleRecord[],
  record: OracleRecord,
): Direction | null {
  if (record.direction !== null) return record.direction;
  const { srcaddr, dstaddr, interfaceId } = record;
  if (srcaddr === null || dstaddr === null) return null;
  const only = (isLocal: (address: string) => boolean): Direction | null => {
    if (isLocal(srcaddr) === isLocal(dstaddr)) return null;
    return isLocal(srcaddr) ? 'egress' : 'ingress';
  };
  const ni = interfaceOf(network, interfaceId);
  const subnets = network.Subnets ?? [];
  const siblings = records.filter(
    (r) => r.interfaceId === interfaceId && r.srcaddr !== null && r.dstaddr !== null,
  );
  return (
    (ni === undefined ? null : only((address) => hasAddress(ni, address))) ??
    (ni !== undefined ? null : only((address) => subnets.some((subnet) => isInSubnet(subnet, address)))) ??
    (interfaceId === null
      ? null
      : only((address) => siblings.every((r) => r.srcaddr === address || r.dstaddr === address))) ??
    only(isPrivate)
  );
}
