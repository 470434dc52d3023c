import { ICMP, ICMPV6, isIcmp, parseProtocol } from '../../model/protocol.ts';
import type { NetworkAcl, NetworkAclEntry } from '../aws/resources.ts';
import { aclEntryId, aclEntryName } from '../rule-names.ts';
import { type AddressSpace, checkedCidr } from './address-space.ts';
import type { RuleRow } from './rows.ts';
import { anyTraffic, icmpTraffic, portTraffic, type TrafficMatch, usesPorts } from './traffic-match.ts';

/** A rule before it has its place in the order of all rules. */
export type UnnumberedRule = Omit<RuleRow, 'ruleNo' | 'owner'>;

/** From here on numbers are AWS's own: 32767 is `*` for IPv4, 32768 for IPv6. */
const FIRST_RESERVED_NUMBER = 32767;

/** The entries of a network ACL by number, whatever their order in the response. */
export function aclRules(acl: NetworkAcl, space: AddressSpace): readonly UnnumberedRule[] {
  return [...acl.Entries]
    .toSorted((a, b) => a.RuleNumber - b.RuleNumber)
    .map((entry) => ({
      egress: entry.Egress,
      ruleId: aclEntryId(acl.NetworkAclId, entry),
      rule: aclEntryName(acl.NetworkAclId, entry),
      action: entry.RuleAction,
      implicit: entry.RuleNumber >= FIRST_RESERVED_NUMBER,
      ...entryTraffic(entry),
      setId: space.setOf([checkedCidr(entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '')]),
      doubt: null,
    }));
}

/** NetworkAclEntry: ports count for TCP and UDP only, types for ICMP; ICMPv6 over an IPv4 block is all types. */
function entryTraffic(entry: NetworkAclEntry): TrafficMatch {
  const protocol = parseProtocol(entry.Protocol);
  if (protocol === null) throw new TypeError(`"${entry.Protocol}" is no protocol`);
  if (usesPorts(protocol)) return portTraffic(protocol, entry.PortRange?.From, entry.PortRange?.To);
  const typed = protocol === ICMP || (protocol === ICMPV6 && entry.Ipv6CidrBlock !== undefined);
  if (isIcmp(protocol) && typed)
    return icmpTraffic(protocol, entry.IcmpTypeCode?.Type, entry.IcmpTypeCode?.Code);
  return anyTraffic(protocol);
}
