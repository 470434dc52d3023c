import type { OracleRecord } from './oracle-record.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;
const ACTIONS = ['ACCEPT', 'REJECT'] as const;

/** The OK records of a flow-log text with a header line; fields are split at single spaces and `-` is null. */
export function readFlowLog(log: string): OracleRecord[] {
  const [header = '', ...lines] = log.split('\n').filter((line) => line !== '');
  const names = header.split(' ');
  return lines
    .map((line) => new Map(line.split(' ').map((value, i) => [names[i], value === '-' ? null : value])))
    .filter((fields) => (fields.get('log-status') ?? 'OK') === 'OK')
    .map((fields) => {
      const text = (name: string) => fields.get(name) ?? null;
      const number = (name: string) => (text(name) === null ? null : Number(text(name)));
      return {
        interfaceId: text('interface-id'),
        direction: wordOf(DIRECTIONS, text('flow-direction')),
        srcaddr: text('srcaddr'),
        dstaddr: text('dstaddr'),
        pktSrcaddr: text('pkt-srcaddr'),
        pktDstaddr: text('pkt-dstaddr'),
        srcport: number('srcport'),
        dstport: number('dstport'),
        protocol: number('protocol'),
        packets: number('packets') ?? 0,
        bytes: number('bytes') ?? 0,
        start: number('start') ?? 0,
        end: number('end') ?? 0,
        action: wordOf(ACTIONS, text('action')) ?? 'ACCEPT',
        tcpFlags: number('tcp-flags'),
        vpcId: text('vpc-id'),
        subnetId: text('subnet-id'),
        rejectReason: text('reject-reason'),
      };
    });
}

function wordOf<T extends string>(words: readonly T[], text: string | null): T | null {
  return words.find((word) => word === text) ?? null;
}
