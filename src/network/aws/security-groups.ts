import type { z } from 'zod';
import {
  flag,
  type Immutable,
  integer,
  ipv4Cidr,
  ipv6Cidr,
  list,
  listOrNone,
  note,
  object,
  protocol,
  tags,
  text,
} from './members.ts';
import { checkPortMembers } from './rule-range.ts';

/** A port, an ICMP type or an ICMP code; -1 is any. */
const port = integer(-1, 65535).optional();

/** One of `IpPermissions` or `IpPermissionsEgress`: a range of ports for any number of sources. */
const ipPermission = object({
  IpProtocol: protocol,
  FromPort: port,
  ToPort: port,
  IpRanges: listOrNone(object({ CidrIp: ipv4Cidr, Description: note })),
  Ipv6Ranges: listOrNone(object({ CidrIpv6: ipv6Cidr, Description: note })),
  PrefixListIds: listOrNone(object({ PrefixListId: text, Description: note })),
  UserIdGroupPairs: listOrNone(
    object({
      GroupId: text,
      UserId: note,
      VpcId: note,
      VpcPeeringConnectionId: note,
      PeeringStatus: note,
      Description: note,
    }),
  ),
}).superRefine(checkPortMembers);
export type IpPermission = Immutable<z.infer<typeof ipPermission>>;

/** One of `SecurityGroups`. */
export const securityGroupSchema = object({
  GroupId: text,
  GroupName: note,
  VpcId: note,
  OwnerId: note,
  Description: note,
  IpPermissions: list(ipPermission),
  IpPermissionsEgress: list(ipPermission),
  Tags: tags,
});
export type SecurityGroup = Immutable<z.infer<typeof securityGroupSchema>>;

/** One of `SecurityGroupRules`: one source of one rule, with its own id. */
export const securityGroupRuleSchema = object({
  SecurityGroupRuleId: text,
  GroupId: text,
  IsEgress: flag,
  IpProtocol: protocol,
  FromPort: port,
  ToPort: port,
  CidrIpv4: ipv4Cidr.optional(),
  CidrIpv6: ipv6Cidr.optional(),
  PrefixListId: text.optional(),
  ReferencedGroupInfo: object({
    GroupId: text,
    UserId: note,
    VpcId: note,
    VpcPeeringConnectionId: note,
    PeeringStatus: note,
  }).optional(),
  Description: note,
  Tags: tags,
}).superRefine((rule, ctx) => {
  checkPortMembers(rule, ctx);
  if (!rule.CidrIpv4 && !rule.CidrIpv6 && !rule.PrefixListId && !rule.ReferencedGroupInfo) {
    const message = 'CidrIpv4, CidrIpv6, PrefixListId or ReferencedGroupInfo';
    ctx.addIssue({ code: 'custom', message, params: { found: 'none of them' } });
  }
});
export type SecurityGroupRule = Immutable<z.infer<typeof securityGroupRuleSchema>>;
