import type { OracleRecord } from '../../oracle/oracle-record.ts';

const FIELDS: readonly (readonly [name: string, value: (record: OracleRecord) => string | number | null])[] =
  [
    ['version', () => 8],
    ['account-id', () => '123456789012'],
    ['vpc-id', (r) => r.vpcId],
    ['subnet-id', (r) => r.subnetId],
    ['interface-id', (r) => r.interfaceId],
    ['srcaddr', (r) => r.srcaddr],
    ['dstaddr', (r) => r.dstaddr],
    ['pkt-srcaddr', (r) => r.pktSrcaddr],
    ['pkt-dstaddr', (r) => r.pktDstaddr],
    ['srcport', (r) => r.srcport],
    ['dstport', (r) => r.dstport],
    ['protocol', (r) => r.protocol],
    ['packets', (r) => r.packets],
    ['bytes', (r) => r.bytes],
    ['start', (r) => r.start],
    ['end', (r) => r.end],
    ['action', (r) => r.action],
    ['tcp-flags', (r) => r.tcpFlags],
    ['flow-direction', (r) => r.direction],
    ['reject-reason', (r) => r.rejectReason],
    ['log-status', () => 'OK'],
  ];

/** The records as a flow log in a custom format with a header line; times in Unix seconds, `-` for what is null. */
export function toFlowLogText(records: readonly OracleRecord[]): string {
  const header = FIELDS.map(([name]) => name).join(' ');
  const lines = records.map((record) => FIELDS.map(([, value]) => value(record) ?? '-').join(' '));
  return [header, ...lines, ''].join('\n');
}
