import type { Decision, Doubt, EvidenceKind } from '../blame/verdict.ts';
import type { DoubtKind } from '../network/rule-tables/doubt.ts';

const SENTENCES: Readonly<Record<EvidenceKind, string>> = {
  'reject-reason': "the record's own reject-reason says so",
  answered:
    'the reverse flow was accepted at this interface: groups are stateful and do not see this packet as new',
  'opened-by-sender': 'the TCP flags show that the refused side opened the connection',
  'syn-ack': 'the packet carries SYN and ACK: it answers a SYN that was let through, though the log lacks it',
  'subnet-by-record':
    'the interface is not in the imported network: its subnet is the one that the record names',
  'subnet-by-address':
    'the interface is not in the imported network: its subnet is the one that holds its address',
  'no-subnet': 'the interface is in no imported network, and nothing in the record names a subnet that is',
  'packet-addresses-hidden':
    'the log lacks pkt-srcaddr and pkt-dstaddr, and this interface has other addresses than the one shown or passes traffic on',
  'direction-inferred': 'the log lacks flow-direction; it was inferred from the addresses',
  'direction-unknown': 'the log lacks flow-direction, and the addresses do not tell it',
  'acl-not-applied':
    'the network ACL does not apply: the traffic stays inside the subnet, or no rule filters this address',
  'no-group-stage': 'no security group applies at this interface',
  'field-missing': 'the log lacks a field that the rules need (addresses, protocol or destination port)',
  'some-icmp-types-pass': 'the log lacks ICMP type and code: the rules refuse some and let others pass',
  'icmp-types-differ': 'the log lacks ICMP type and code, and different rules refuse different types',
  'no-accept-records':
    'the log holds no ACCEPT records, so an answer cannot be told from a request; these ports look like an answer',
  'block-public-access-possible':
    'VPC Block Public Access is on and the log lacks reject-reason: it may have refused this before any rule did',
};

const DOUBTS: Readonly<Record<DoubtKind, (id: string) => string>> = {
  'attached-group': (id) => `${id} is attached to the interface but was not imported: it may allow this`,
  'interface-groups': () => 'the groups of the interface are unknown: they may allow or refuse this',
  'referenced-group': (id) => `nothing was imported of ${id}, so its members are unknown`,
  'load-balancer-clients': (id) =>
    `${id} is on a network load balancer, whose clients match the reference when their addresses are preserved`,
  'prefix-list': (id) => `the entries of ${id} were not imported`,
  'network-acl': () => "the subnet's network ACL was not imported",
};

/** What a decision rests on, in sentences. */
export function evidenceSentences({ evidence, doubts, verdict, leg }: Decision): readonly string[] {
  return [
    ...evidence.map((kind) => SENTENCES[kind]),
    ...doubts.map(doubtSentence),
    ...(verdict === 'rules-allow'
      ? ['every imported rule lets this pass: the configuration changed since, or something else refused it']
      : []),
    ...(verdict === 'late-packet'
      ? [
          `every imported rule lets this ${leg === 'reply' ? 'answer' : 'packet'} pass: it came after the connection was closed or forgotten`,
        ]
      : []),
  ];
}

/** What one thing that is missing from the import leaves open. */
export function doubtSentence({ doubt, rule }: Doubt): string {
  const [kind, id = ''] = doubt.split(' ');
  const sentence = DOUBTS[kind as DoubtKind](id);
  return rule === null ? sentence : `${sentence} (${rule})`;
}
