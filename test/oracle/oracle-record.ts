export type Direction = 'ingress' | 'egress';

/** One flow-log record with log-status OK; null where the log has `-` or lacks the field. */
export interface OracleRecord {
  readonly interfaceId: string | null;
  readonly direction: Direction | null;
  readonly srcaddr: string | null;
  readonly dstaddr: string | null;
  readonly pktSrcaddr: string | null;
  readonly pktDstaddr: string | null;
  readonly srcport: number | null;
  readonly dstport: number | null;
  readonly protocol: number | null;
  readonly packets: number;
  readonly bytes: number;
  /** Unix seconds. */
  readonly start: number;
  /** Unix seconds. */
  readonly end: number;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly tcpFlags: number | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly rejectReason: string | null;
}

/** What was refused: the fields that REJECT records are grouped by. */
export interface FlowKey {
  readonly interfaceId: string | null;
  readonly direction: Direction | null;
  readonly srcaddr: string | null;
  readonly dstaddr: string | null;
  readonly srcport: number | null;
  readonly dstport: number | null;
  readonly protocol: number | null;
}

/** The other end: the source of what comes in, the destination of what goes out. */
export function remoteOf(key: FlowKey): string | null {
  return key.direction === null ? null : key.direction === 'ingress' ? key.srcaddr : key.dstaddr;
}

/** The interface's end of the flow. */
export function localOf(key: FlowKey): string | null {
  return key.direction === null ? null : key.direction === 'ingress' ? key.dstaddr : key.srcaddr;
}
