import type { Address } from '../../model/address.ts';
import { type Cidr, cidrContains } from '../../model/cidr.ts';
import { ALL_PROTOCOLS, ICMPV6, isIcmp } from '../../model/protocol.ts';
import type { NetworkAcl, NetworkResources } from '../../network/aws/resources.ts';
import { aclRules, type UnnumberedRule } from '../../network/rule-tables/acl-rules.ts';
import { AddressSpace, checkedCidr } from '../../network/rule-tables/address-space.ts';
import {
  anyTraffic,
  icmpTraffic,
  portTraffic,
  type TrafficMatch,
} from '../../network/rule-tables/traffic-match.ts';
import type { Change, OpenedTraffic, PortRange } from '../answer.ts';
import type { Stage } from '../path.ts';
import { freeNumber, numberAtEnd } from './entry-number.ts';
import { remoteAddress } from './opened-traffic.ts';

/** An entry with its number and what it matches. */
interface Entry extends UnnumberedRule {
  readonly number: number;
  readonly cidr: Cidr;
}

/** The network ACL of a subnet: the associated one, else the default one of its VPC. */
export function aclOf(
  subnetId: string | null,
  { networkAcls, subnets }: NetworkResources,
): NetworkAcl | null {
  const associated = networkAcls.find(({ Associations }) =>
    Associations.some(({ SubnetId }) => SubnetId === subnetId),
  );
  const vpcId = subnets.find(({ SubnetId }) => SubnetId === subnetId)?.VpcId;
  return associated ?? networkAcls.find((acl) => acl.IsDefault && acl.VpcId === vpcId) ?? null;
}

/**
 * An entry that lets the traffic through, numbered just before the first entry that refuses any of it, and after all
 * others whose order to it matters. Of a block of addresses only the stage's own is asked: what refuses others by
 * name goes on doing so where it comes earlier. Null when nothing refuses it.
 */
export function aclEntry(stage: Stage, wanted: OpenedTraffic, acl: NetworkAcl): Change | null {
  const opened = asEntry(wanted);
  const entries = entriesOf(acl, stage.direction === 'egress');
  const ordinary = entries.filter(({ implicit }) => !implicit);
  const refusing = firstRefusal(entries, openedMatch(opened), remoteAddress(stage));
  if (refusing === null) return null;
  const place = ordinary.findIndex((entry) => entry === refusing);
  const ruleNumber = numberBefore(place === -1 ? ordinary.length : place, ordinary, opened);
  if (ruleNumber === null) return { kind: 'by-hand', resource: acl.NetworkAclId };
  return {
    kind: 'create-acl-entry',
    aclId: acl.NetworkAclId,
    direction: stage.direction,
    ruleNumber,
    ...opened,
  };
}

/** An entry for ICMPv6 over an IPv4 block is about all types, whatever it says. Source: EC2 API, CreateNetworkAclEntry. */
function asEntry(wanted: OpenedTraffic): OpenedTraffic {
  const isUntyped = wanted.protocol === ICMPV6 && checkedCidr(wanted.block).family === 4;
  return isUntyped ? { ...wanted, icmpType: null } : wanted;
}

/** What an opened kind of traffic matches, as rules do. */
export function openedMatch({ protocol, ports, icmpType }: OpenedTraffic): TrafficMatch {
  if (ports !== null) return portTraffic(protocol, ports.from, ports.to);
  return isIcmp(protocol) ? icmpTraffic(protocol, icmpType ?? undefined, undefined) : anyTraffic(protocol);
}

/** IPv4 and IPv6 entries of a direction share one sequence of numbers. */
function entriesOf(acl: NetworkAcl, egress: boolean): readonly Entry[] {
  const rules = aclRules(acl, new AddressSpace());
  return acl.Entries.toSorted((a, b) => a.RuleNumber - b.RuleNumber)
    .flatMap((entry, i) => {
      const rule = rules[i];
      const cidr = checkedCidr(entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '');
      return rule ? [{ ...rule, number: entry.RuleNumber, cidr }] : [];
    })
    .filter((entry) => entry.egress === egress);
}

/** The entry that refuses some port first, `'end'` where none matches, null where every port is let through. */
function firstRefusal(
  entries: readonly Entry[],
  match: TrafficMatch,
  address: Address,
): Entry | 'end' | null {
  let left: readonly PortRange[] = [{ from: match.portFrom, to: match.portTo }];
  for (const entry of entries) {
    if (!cidrContains(entry.cidr, address) || !sharesProtocol(entry, match) || entry.codeFrom > 0) continue;
    const rest = left.flatMap((range) => without(range, entry));
    if (entry.action === 'deny' && countOf(rest) < countOf(left)) return entry;
    left = rest;
    if (left.length === 0) return null;
  }
  return 'end';
}

function without({ from, to }: PortRange, { portFrom, portTo }: TrafficMatch): readonly PortRange[] {
  if (portTo < from || portFrom > to) return [{ from, to }];
  return [
    { from, to: portFrom - 1 },
    { from: portTo + 1, to },
  ].filter((range) => range.from <= range.to);
}

function countOf(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/**
 * A free number before the entry at `place`. Where its predecessor leaves none, one before that, as long as the two
 * may change places: both allow, or no packet meets both.
 */
function numberBefore(place: number, ordinary: readonly Entry[], opened: OpenedTraffic): number | null {
  for (let at = place; at >= 0; at--) {
    const after = ordinary[at - 1]?.number ?? 0;
    const before = ordinary[at]?.number;
    const found = before === undefined ? numberAtEnd(after) : freeNumber(after, before);
    if (found !== null) return found;
    const predecessor = ordinary[at - 1];
    if (predecessor && !mayFollow(predecessor, opened)) return null;
  }
  return null;
}

function mayFollow(entry: Entry, opened: OpenedTraffic): boolean {
  const match = openedMatch(opened);
  const block = checkedCidr(opened.block);
  const overlaps = cidrContains(entry.cidr, block) || cidrContains(block, entry.cidr);
  const meets =
    overlaps &&
    sharesProtocol(entry, match) &&
    entry.portFrom <= match.portTo &&
    match.portFrom <= entry.portTo;
  return entry.action === 'allow' || !meets;
}

function sharesProtocol(entry: TrafficMatch, { protocol }: TrafficMatch): boolean {
  return entry.protocol === ALL_PROTOCOLS || entry.protocol === protocol;
}
