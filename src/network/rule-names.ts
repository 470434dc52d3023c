/** Rules named as the AWS console words them; the parts are direction, number, traffic, source or destination, action. */
import { formatCidr, parseCidr } from '../model/cidr.ts';
import { ALL_PROTOCOLS, formatProtocol, ICMPV6, isIcmp, parseProtocol, TCP, UDP } from '../model/protocol.ts';
import type { NetworkAclEntry } from './aws/resources.ts';

/** What a name of a group rule is made from. Absent and -1 ports are the full range, or any ICMP type and code. */
export interface NamedGroupRule {
  readonly groupId: string;
  /** `sgr-…`, or null when only the group's permissions are known. */
  readonly ruleId: string | null;
  readonly direction: 'ingress' | 'egress';
  /** As EC2 writes it (`tcp`, `-1`) or as a number. */
  readonly protocol: string | number;
  readonly fromPort?: number | null | undefined;
  readonly toPort?: number | null | undefined;
  /** A CIDR block, `pl-…` or `sg-…`. */
  readonly source: string;
}

/** The numbers of the default entries: 32767 refuses the rest of IPv4, 32768 that of IPv6. */
const DEFAULT_ENTRIES: ReadonlySet<number> = new Set([32767, 32768]);

/** The name of a NACL entry: `acl-0abc inbound rule 100 TCP 22 10.0.0.0/8 DENY`. */
export function aclEntryName(aclId: string, entry: NetworkAclEntry): string {
  const protocol = parseProtocol(entry.Protocol);
  const [from, to] = entryRange(entry, protocol);
  const block = canonical(entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '');
  const traffic = trafficName(protocol ?? entry.Protocol, from, to);
  const side = entry.Egress ? 'outbound' : 'inbound';
  return `${aclId} ${side} rule ${entryNumber(entry)} ${traffic} ${block} ${entry.RuleAction.toUpperCase()}`;
}

/** The id of a NACL entry, which AWS gives none: `acl-0abc:ingress:100`, `acl-0abc:egress:*`. */
export function aclEntryId(aclId: string, entry: Pick<NetworkAclEntry, 'Egress' | 'RuleNumber'>): string {
  return `${aclId}:${entry.Egress ? 'egress' : 'ingress'}:${entryNumber(entry)}`;
}

/** The name of one source of a group's rule: `sg-0abc inbound rule sgr-0def TCP 443 10.0.0.0/8 ALLOW`. */
export function groupRuleName(rule: NamedGroupRule): string {
  const side = rule.direction === 'egress' ? 'outbound' : 'inbound';
  const which = rule.ruleId === null ? side : `${side} rule ${rule.ruleId}`;
  const protocol =
    typeof rule.protocol === 'number' ? rule.protocol : (parseProtocol(rule.protocol) ?? rule.protocol);
  const traffic = trafficName(protocol, rule.fromPort ?? undefined, rule.toPort ?? undefined);
  return `${rule.groupId} ${which} ${traffic} ${canonical(rule.source)} ALLOW`;
}

/** Ports, or ICMP type and code. An ICMPv6 entry over an IPv4 block is about all types, whatever it says. */
function entryRange(entry: NetworkAclEntry, protocol: number | null): readonly (number | undefined)[] {
  if (protocol === null || !isIcmp(protocol)) return [entry.PortRange?.From, entry.PortRange?.To];
  if (protocol === ICMPV6 && entry.Ipv6CidrBlock === undefined) return [];
  return [entry.IcmpTypeCode?.Type, entry.IcmpTypeCode?.Code];
}

/** The traffic that a rule is about: `TCP 22`, `UDP All`, `ICMP type 3 code 4`, `All traffic`. */
function trafficName(protocol: number | string, from: number | undefined, to: number | undefined): string {
  if (protocol === ALL_PROTOCOLS) return 'All traffic';
  if (typeof protocol === 'string') return `Protocol ${protocol} All`;
  const name = formatProtocol(protocol);
  if (isIcmp(protocol)) return `${name} ${icmpName(from, to)}`;
  if (protocol === TCP || protocol === UDP) return `${name} ${portName(from, to)}`;
  return name === String(protocol) ? `Protocol ${name} All` : `${name} All`;
}

function portName(from = -1, to = -1): string {
  if (from === -1 || to === -1 || (from === 0 && to === 65535)) return 'All';
  return from === to ? String(from) : `${from}-${to}`;
}

function icmpName(type = -1, code = -1): string {
  if (type === -1) return 'All';
  return code === -1 ? `type ${type}` : `type ${type} code ${code}`;
}

function entryNumber({ RuleNumber }: Pick<NetworkAclEntry, 'RuleNumber'>): string {
  return DEFAULT_ENTRIES.has(RuleNumber) ? '*' : String(RuleNumber);
}

function canonical(source: string): string {
  const cidr = parseCidr(source);
  return cidr === null ? source : formatCidr(cidr);
}
