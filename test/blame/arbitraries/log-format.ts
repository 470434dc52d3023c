import type { OracleRecord } from '../../oracle/oracle-record.ts';
import type { Dice } from './dice.ts';

/** Which of the optional fields a flow log has. */
export interface LogFormat {
  readonly direction: boolean;
  readonly pkt: boolean;
  readonly addresses: boolean;
  readonly flags: boolean;
  readonly subnet: boolean;
  readonly vpc: boolean;
  readonly reason: boolean;
}

/** A format: mostly everything, sometimes as bare as version 2; packet addresses or interface addresses, or both. */
export function drawFormat(dice: Dice): LogFormat {
  const bare = dice.once(6);
  const has = (odds: number) => !bare && !dice.once(odds);
  const pkt = has(4);
  return {
    direction: has(5),
    pkt,
    addresses: !pkt || !dice.once(12),
    flags: has(6),
    subnet: has(4),
    vpc: has(4),
    reason: has(4),
  };
}

/** The record as a log of this format has it. */
export function inFormat(format: LogFormat, record: OracleRecord): OracleRecord {
  return {
    ...record,
    direction: format.direction ? record.direction : null,
    srcaddr: format.addresses ? record.srcaddr : null,
    dstaddr: format.addresses ? record.dstaddr : null,
    pktSrcaddr: format.pkt ? record.pktSrcaddr : null,
    pktDstaddr: format.pkt ? record.pktDstaddr : null,
    tcpFlags: format.flags ? record.tcpFlags : null,
    subnetId: format.subnet ? record.subnetId : null,
    vpcId: format.vpc ? record.vpcId : null,
    rejectReason: format.reason ? record.rejectReason : null,
  };
}
