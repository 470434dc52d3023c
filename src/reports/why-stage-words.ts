import { formatProtocol, TCP, UDP } from '../model/protocol.ts';
import type { Layer, Outcome, Packet, Stage } from '../why/path.ts';
import type { Reason } from '../why/reasons.ts';
import { nearestMissWords } from './decision-words.ts';
import { doubtSentence } from './evidence.ts';

const LAYERS: Readonly<Record<Layer, string>> = {
  sg: 'security groups',
  nacl: 'network ACL',
  route: 'route',
};

/** What became of the packet at a stage, in one word. */
export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  allow: 'allowed',
  deny: 'refused',
  skip: 'not applied',
  unknown: 'cannot tell',
};

/**
 * The sentence for each reason. Those with a code of VPC Reachability Analyzer say what AWS says of it:
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
const REASONS: Readonly<Record<Reason, (stage: Stage) => string>> = {
  ENI_SG_RULES_MISMATCH: (stage) => `no ${bound(stage)} rule of ${groups(stage)} allows ${traffic(stage)}`,
  SG_HAS_NO_RULES: (stage) =>
    `${groups(stage)} ${stage.securityGroups.length > 1 ? 'have' : 'has'} no ${bound(stage)} rule, and what no rule allows is refused`,
  SUBNET_ACL_RESTRICTION: aclRefusal,
  NO_ROUTE_TO_DESTINATION: ({ resource, packet }) =>
    `${resource ?? 'the route table'} has no route to ${packet.dstaddr}`,
  BAD_STATE: ({ resource }) => `${resource ?? 'the gateway'} is not in a working state`,
  BAD_STATE_ATTACHMENT: ({ resource }) =>
    `the attachment of ${resource ?? 'the gateway'} is not in a working state`,
  BAD_STATE_ROUTE: ({ packet }) => `the route to ${packet.dstaddr} is a blackhole: its target is gone`,
  DISCONNECTED_VPCS: () => 'nothing connects the two VPCs',
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: ({ packet }) =>
    `${packet.srcaddr} has no public address, without which an internet gateway lets nothing out`,
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: () =>
    'an internet gateway lets in only what is sent to the public address of an interface in its VPC',
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: ({ packet }) =>
    `an internet gateway lets nothing out to private addresses (RFC 1918), of which ${packet.dstaddr} is one`,
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS: ({ packet }) =>
    `an internet gateway lets nothing out to shared addresses (RFC 6598), of which ${packet.dstaddr} is one`,
  IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS: ({ packet }) =>
    `an internet gateway lets nothing in from private addresses (RFC 1918), of which ${packet.srcaddr} is one`,
  IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS: ({ packet }) =>
    `an internet gateway lets nothing in from shared addresses (RFC 6598), of which ${packet.srcaddr} is one`,
  NGW_REQUIRES_SOURCE_IN_VPC: () => 'a NAT gateway passes on only what interfaces of its own VPC send',
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: ({ packet }) =>
    `a peering connection passes on only what is for the VPC behind it, and ${packet.dstaddr} is not in that one`,
  PROTOCOL_RESTRICTION: ({ resource, packet }) =>
    `${resource ?? 'what is on the way'} does not pass on ${formatProtocol(packet.protocol)}`,
  TGW_ROUTE_AZ_RESTRICTION: ({ resource }) =>
    `${resource ?? 'the transit gateway'} has no attachment in the Availability Zone of the sender`,
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: () =>
    'VPC Block Public Access is on and lets no Internet traffic pass here',
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: () => 'a gateway endpoint passes on TCP and ICMP echo alone',
  ENI_SOURCE_DEST_CHECK_RESTRICTION: ({ interfaceId }) =>
    `the source/destination check of ${interfaceId ?? 'the interface'} refuses what is not of or for its own addresses`,
  NO_INTERNET_GATEWAY: () => 'the VPC has no internet gateway, so nothing comes in from the Internet',
  REPLY_TAKES_ANOTHER_WAY: ({ resource }) =>
    `the reply leaves through ${resource ?? 'another gateway'}, which does not know the connection`,
  OUTBOUND_ONLY: ({ resource }) =>
    `${resource ?? 'the gateway'} lets pass only connections that are opened from inside`,
  STATEFUL: () => 'groups are stateful: they let replies pass',
  SAME_SUBNET: () => 'a network ACL does not filter inside its subnet',
  NO_SECURITY_GROUPS: () => 'the interface has no security groups',
  END_IS_A_SUBNET: () => 'the end is a subnet, and groups belong to interfaces',
  NOT_FILTERED: () => 'AWS exempts this traffic from rules (Amazon DNS, instance metadata and the like)',
  TRANSIT_GATEWAY_IN_SUBNET: () =>
    'a network ACL does not filter what comes from a transit gateway attached in its subnet',
  UNKNOWN_RESOURCE: ({ resource }) => `${resource ?? 'something on the way'} was not imported`,
  UNKNOWN_DESTINATION: ({ resource }) => `what lies behind ${resource ?? 'this place'} was not imported`,
  UNKNOWN_PEERED_SGS: () => 'a security group that a rule refers to was not imported',
  TGW_RTB_ROUTES_ARE_UNKNOWN: ({ resource }) =>
    `the routes of ${resource ?? 'the transit gateway'} were not imported`,
  UNDECIDED: () => 'the rules tell apart what the question leaves open (ICMP types, or addresses of an end)',
};

/** Reasons that say nothing beyond what is missing, where that is named. */
const TOLD_BY_DOUBTS: ReadonlySet<Reason> = new Set<Reason>(['UNKNOWN_RESOURCE', 'UNKNOWN_PEERED_SGS']);

/** `network ACL outbound`; `route` where a packet is sent on, and `gateway` where one lets it in. */
export function stageName(stage: Pick<Stage, 'layer' | 'direction'>): string {
  if (stage.layer === 'route') return stage.direction === 'ingress' ? 'gateway' : LAYERS.route;
  return `${LAYERS[stage.layer]} ${bound(stage)}`;
}

/** Why the stage decided as it did, as a sentence without its full stop; null where the rule says it all. */
export function stageExplanation(stage: Stage): string | null {
  const { reason, doubts } = stage;
  const told = reason === null || (doubts.length > 0 && TOLD_BY_DOUBTS.has(reason));
  const sentences = [...(told ? [] : [REASONS[reason](stage)]), ...doubts.map(doubtSentence)];
  return sentences.length === 0 ? null : sentences.join('; ');
}

/** What decided, in short: the rule as the console words it, or the reason where there is no rule. */
export function stageDecider(stage: Stage): string {
  if (stage.rule !== null) return stage.rule;
  const passed = stage.outcome === 'allow' ? 'lets it pass' : 'no rule is named';
  return stageExplanation(stage) ?? (stage.securityGroups.join(', ') || passed);
}

/** What is to be said beside the decider, one sentence each. */
export function stageRemarks(stage: Stage): readonly string[] {
  const explanation = stage.rule === null ? null : stageExplanation(stage);
  return [
    ...(explanation === null ? [] : [explanation]),
    ...(stage.nearestMiss === null ? [] : [`nearest miss: ${nearestMissWords(stage.nearestMiss)}`]),
  ];
}

/** `TCP 10.0.1.10:443 → 198.51.100.7:49152`. */
export function packetWords({ protocol, srcaddr, srcport, dstaddr, dstport }: Packet): string {
  return `${formatProtocol(protocol)} ${endpoint(srcaddr, srcport)} → ${endpoint(dstaddr, dstport)}`;
}

/** `10.0.1.10:443`, `[2001:db8::1]:443`, or the address alone. */
export function endpoint(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What of the traffic rules look at: `TCP 443 from 198.51.100.7`. */
function traffic({ direction, packet: { protocol, srcaddr, dstaddr, dstport } }: Stage): string {
  const port = dstport !== null && (protocol === TCP || protocol === UDP) ? ` ${dstport}` : '';
  return `${formatProtocol(protocol)}${port} ${direction === 'ingress' ? `from ${srcaddr}` : `to ${dstaddr}`}`;
}

function aclRefusal(stage: Stage): string {
  if (stage.rule === null) {
    return `${stage.resource ?? 'the network ACL'} has no ${bound(stage)} entry that allows ${traffic(stage)}`;
  }
  return stage.ruleId?.endsWith(':*')
    ? `no numbered entry matches ${traffic(stage)}, and entry * refuses the rest`
    : `the first entry that matches ${traffic(stage)} refuses it`;
}

function groups({ securityGroups }: Stage): string {
  return securityGroups.length === 0 ? 'the groups' : securityGroups.join(', ');
}

function bound({ direction }: Pick<Stage, 'direction'>): string {
  return direction === 'egress' ? 'outbound' : 'inbound';
}
