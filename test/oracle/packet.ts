import { usesPorts } from './protocols.ts';
import { type Direction, type FlowKey, remoteOf, localOf } from './oracle-record.ts';

/** A refused flow whose fields suffice to ask the rules. */
export interface Packet {
  readonly direction: Direction;
  readonly remote: string;
  readonly protocol: number;
  /** Null where the protocol has no ports. */
  readonly dstport: number | null;
}

/** The packet of a key, or null when the log lacks a field that the rules need. */
export function packetOf(key: FlowKey): Packet | null {
  const remote = remoteOf(key);
  const { direction, protocol, dstport } = key;
  if (direction === null || remote === null || localOf(key) === null || protocol === null) return null;
  if (usesPorts(protocol) && dstport === null) return null;
  return { direction, remote, protocol, dstport: usesPorts(protocol) ? dstport : null };
}
