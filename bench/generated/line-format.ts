import { FLOW_LOG_FIELDS } from '../../src/model/fields.ts';
import { BENCH_ACCOUNT, BENCH_REGION } from './bench-network.ts';
import { ascii, type ByteWriter } from './byte-writer.ts';
import type { Draft } from './draft.ts';

type FieldWriter = (out: ByteWriter, draft: Draft) => void;

const DASH = ascii('-');
const WORD = {
  account: ascii(BENCH_ACCOUNT),
  region: ascii(BENCH_REGION),
  accept: ascii('ACCEPT'),
  reject: ascii('REJECT'),
  ingress: ascii('ingress'),
  egress: ascii('egress'),
  ipv4: ascii('IPv4'),
  ipv6: ascii('IPv6'),
  insideVpc: ascii('1'),
  internetGateway: ascii('8'),
  OK: ascii('OK'),
  NODATA: ascii('NODATA'),
  SKIPDATA: ascii('SKIPDATA'),
  tag: ascii('generated%20host'),
};

const dash: FieldWriter = (out) => out.word(DASH);

/** Fields that stand in NODATA and SKIPDATA lines too. */
const INTERFACE_FIELDS: Readonly<Record<string, FieldWriter>> = {
  'account-id': (out) => out.word(WORD.account),
  'interface-id': (out, { at }) => out.word(at.id),
  start: (out, { start }) => out.integer(start),
  end: (out, { end }) => out.integer(end),
  'log-status': (out, { status }) => out.word(WORD[status]),
  'vpc-id': (out, { at }) => out.word(at.vpcId),
  'subnet-id': (out, { at }) => out.word(at.subnetId),
  'instance-id': (out, { at }) => out.word(at.instanceId),
  region: (out) => out.word(WORD.region),
  'az-id': (out, { at }) => out.word(at.azId),
  'instance-tag': (out) => out.word(WORD.tag),
};

const TRAFFIC_FIELDS: Readonly<Record<string, FieldWriter>> = {
  srcaddr: (out, draft) => out.word(draft.ingress ? draft.peer : draft.local),
  dstaddr: (out, draft) => out.word(draft.ingress ? draft.local : draft.peer),
  srcport: (out, draft) => out.integer(draft.ingress ? draft.peerPort : draft.localPort),
  dstport: (out, draft) => out.integer(draft.ingress ? draft.localPort : draft.peerPort),
  protocol: (out, { protocol }) => out.integer(protocol),
  packets: (out, { packets }) => out.integer(packets),
  bytes: (out, { bytes }) => out.integer(bytes),
  action: (out, { accept }) => out.word(accept ? WORD.accept : WORD.reject),
  'tcp-flags': (out, { flags }) => out.integer(flags),
  type: (out, { ipv6 }) => out.word(ipv6 ? WORD.ipv6 : WORD.ipv4),
  'pkt-srcaddr': (out, draft) => out.word(draft.ingress ? draft.peer : draft.localInPacket),
  'pkt-dstaddr': (out, draft) => out.word(draft.ingress ? draft.localInPacket : draft.peer),
  'pkt-src-aws-service': (out, { ingress, peerService }) => out.word((ingress && peerService) || DASH),
  'pkt-dst-aws-service': (out, { ingress, peerService }) => out.word((!ingress && peerService) || DASH),
  'flow-direction': (out, { ingress }) => out.word(ingress ? WORD.ingress : WORD.egress),
  'traffic-path': (out, { ingress, inside }) =>
    out.word(ingress ? DASH : inside ? WORD.insideVpc : WORD.internetGateway),
};

/** Writes records with all fields up to a version, in AWS's own order. */
export interface LineFormat {
  readonly header: Uint8Array;
  readonly write: (out: ByteWriter, draft: Draft) => void;
}

/** The format of that version: 2 is the default format. */
export function lineFormat(version: number): LineFormat {
  const names = FLOW_LOG_FIELDS.filter((field) => field.version <= version).map((field) => field.name);
  const versionWord = ascii(String(version));
  const writers = names.map((name): FieldWriter => {
    if (name === 'version') return (out) => out.word(versionWord);
    return INTERFACE_FIELDS[name] ?? TRAFFIC_FIELDS[name] ?? dash;
  });
  const quietWriters = writers.map((writer, i) =>
    TRAFFIC_FIELDS[names[i] ?? ''] === undefined ? writer : dash,
  );
  return {
    header: ascii(`${names.join(' ')}\n`),
    write: (out, draft) => {
      for (const writer of draft.status === 'OK' ? writers : quietWriters) {
        writer(out, draft);
        out.space();
      }
      out.endLine();
    },
  };
}
