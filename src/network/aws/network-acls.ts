import { z } from 'zod';
import { parseProtocol, TCP, UDP } from '../../model/protocol.ts';
import {
  flag,
  type Immutable,
  integer,
  ipv4Cidr,
  ipv6Cidr,
  list,
  note,
  object,
  protocol,
  tags,
  text,
} from './members.ts';
import { checkPortOrder } from './rule-range.ts';

const networkAclEntry = object({
  RuleNumber: integer(1, 65535),
  Egress: flag,
  RuleAction: z.enum(['allow', 'deny'], { error: '"allow" or "deny"' }),
  Protocol: protocol,
  CidrBlock: ipv4Cidr.optional(),
  Ipv6CidrBlock: ipv6Cidr.optional(),
  PortRange: object({ From: integer(-1, 65535), To: integer(-1, 65535) }).optional(),
  IcmpTypeCode: object({ Type: integer(-1, 255), Code: integer(-1, 255) }).optional(),
}).superRefine((entry, ctx) => {
  if ((entry.CidrBlock === undefined) === (entry.Ipv6CidrBlock === undefined)) {
    const found = entry.CidrBlock === undefined ? 'neither' : 'both';
    ctx.addIssue({ code: 'custom', message: 'CidrBlock or Ipv6CidrBlock', params: { found } });
  }
  const number = parseProtocol(entry.Protocol);
  if (entry.PortRange && (number === TCP || number === UDP)) {
    checkPortOrder(entry.PortRange.From, entry.PortRange.To, ctx, ['PortRange']);
  }
});

/** One of the `Entries` of a NACL. It has no id of its own: NACL, direction and number identify it. */
export type NetworkAclEntry = Immutable<z.infer<typeof networkAclEntry>>;

/** One of `NetworkAcls`. The response keeps entries in no particular order. */
export const networkAclSchema = object({
  NetworkAclId: text,
  VpcId: text,
  IsDefault: flag,
  OwnerId: note,
  Associations: list(object({ SubnetId: text, NetworkAclId: note, NetworkAclAssociationId: note })),
  Entries: list(networkAclEntry),
  Tags: tags,
});
export type NetworkAcl = Immutable<z.infer<typeof networkAclSchema>>;
