import { gzipSync } from 'node:zlib';
import { DEFAULT_FORMAT, FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import type { LogRecord, Traffic } from './log-record.ts';
import type { ShopInterface, ShopNetwork } from './shop-network.ts';

/** The fields of a file and the version that they make. */
export interface LogFormat {
  readonly version: number;
  readonly fields: readonly string[];
}

export const DEFAULT_LOG_FORMAT: LogFormat = { version: 2, fields: DEFAULT_FORMAT };

export const VERSION_5_FORMAT: LogFormat = { version: 5, fields: fieldsUpTo(5) };

/** Every field there is, in an order of the shop's own: what one reads first stands first. */
export const ALL_FIELDS_FORMAT: LogFormat = { version: 11, fields: ownOrder() };

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const INSIDE = /^(?:10\.20\.|2001:db8:14:20)/;
const OFFICES = /^192\.168\./;
const S3 = /^(?:3\.5\.|52\.92\.|52\.218\.)/;

/** A log file's text: the header, then the records in order of their end. */
export function logText(format: LogFormat, records: readonly LogRecord[], network: ShopNetwork): string {
  const ordered = records.toSorted((a, b) => a.end - b.end || a.start - b.start);
  const lines = ordered.map((record) => line(format, record, network));
  return `${[format.fields.join(' '), ...lines].join('\n')}\n`;
}

/** Gzip with nothing in its header that could differ from one run or system to the next. */
export function gzip(text: string): Buffer {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
}

function fieldsUpTo(version: number): string[] {
  return FLOW_LOG_FIELDS.filter((field) => field.version <= version).map((field) => field.name);
}

function ownOrder(): string[] {
  const first = [
    'action',
    'flow-direction',
    'reject-reason',
    'interface-tag',
    'instance-tag',
    'pkt-srcaddr',
    'pkt-dstaddr',
  ];
  const rest = fieldsUpTo(11).filter((name) => !first.includes(name) && name !== 'version');
  return [...first, ...rest, 'version'];
}

function line({ version, fields }: LogFormat, record: LogRecord, network: ShopNetwork): string {
  const values: Record<string, string | number> = {
    version,
    ...interfaceValues(record.at),
    start: record.start,
    end: record.end,
    'log-status': record.status,
    ...(record.traffic === null ? {} : trafficValues(record.traffic, network)),
  };
  return fields.map((name) => values[name] ?? '-').join(' ');
}

function interfaceValues(at: ShopInterface): Record<string, string> {
  return {
    'account-id': ACCOUNT,
    'interface-id': at.id,
    'vpc-id': at.vpcId,
    'subnet-id': at.subnetId,
    'instance-id': at.instanceId,
    region: REGION,
    'az-id': at.azId,
    'instance-tag': at.instanceId === '-' ? '-' : at.name,
    'instance-tag-2': at.instanceId === '-' ? '-' : encodeURIComponent('shop & platform'),
    'interface-tag': at.name,
    'interface-type': at.type,
  };
}

function trafficValues(traffic: Traffic, network: ShopNetwork): Record<string, string | number> {
  const { ends, direction, rejectReason } = traffic;
  return {
    srcaddr: ends.srcaddr,
    dstaddr: ends.dstaddr,
    srcport: ends.srcport,
    dstport: ends.dstport,
    protocol: traffic.protocol,
    packets: traffic.packets,
    bytes: rejectReason === 'BPA' ? '-' : traffic.bytes,
    action: traffic.action,
    'tcp-flags': traffic.flags,
    type: ends.srcaddr.includes(':') ? 'IPv6' : 'IPv4',
    'pkt-srcaddr': ends.pktSrcaddr,
    'pkt-dstaddr': ends.pktDstaddr,
    'pkt-src-aws-service': S3.test(ends.pktSrcaddr) ? 'S3' : '-',
    'pkt-dst-aws-service': S3.test(ends.pktDstaddr) ? 'S3' : '-',
    'flow-direction': direction,
    'traffic-path': direction === 'ingress' ? '-' : trafficPath(ends.pktDstaddr),
    'reject-reason': rejectReason,
    ...nextHop(network.get(direction === 'egress' ? ends.dstaddr : ends.srcaddr)),
  };
}

/** 1: inside the VPC, 3: virtual private gateway, 8: internet gateway. */
function trafficPath(destination: string): number {
  if (INSIDE.test(destination)) return 1;
  return OFFICES.test(destination) ? 3 : 8;
}

function nextHop(hop: ShopInterface | undefined): Record<string, string> {
  if (hop === undefined) return {};
  return {
    'next-hop-interface-id': hop.id,
    'next-hop-subnet-id': hop.subnetId,
    'next-hop-az-id': hop.azId,
    'next-hop-vpc-id': hop.vpcId,
    'next-hop-interface-type': hop.type,
  };
}
