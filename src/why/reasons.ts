/**
 * Why a stage decided as it did, beyond the rule that it names. Codes in capitals that AWS has too are those of VPC
 * Reachability Analyzer ("Explanation codes"), with its meaning; `reports/` has the sentence for each.
 */
export type Reason = DenyReason | SkipReason | UnknownReason;

/** Why a stage refuses the packet. All but the last three are Reachability Analyzer's. */
export type DenyReason =
  | 'ENI_SG_RULES_MISMATCH'
  | 'SG_HAS_NO_RULES'
  | 'SUBNET_ACL_RESTRICTION'
  | 'NO_ROUTE_TO_DESTINATION'
  | 'BAD_STATE'
  | 'BAD_STATE_ATTACHMENT'
  | 'BAD_STATE_ROUTE'
  | 'DISCONNECTED_VPCS'
  | 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'
  | 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'
  | 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'
  | 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'
  | 'IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS'
  | 'IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS'
  | 'NGW_REQUIRES_SOURCE_IN_VPC'
  | 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR'
  | 'PROTOCOL_RESTRICTION'
  | 'TGW_ROUTE_AZ_RESTRICTION'
  | 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED'
  | 'VPCE_GATEWAY_PROTOCOL_RESTRICTION'
  | 'ENI_SOURCE_DEST_CHECK_RESTRICTION'
  /** The VPC has no internet gateway, so nothing comes in from the Internet. */
  | 'NO_INTERNET_GATEWAY'
  /** The reply leaves through another gateway than the one that knows the connection. */
  | 'REPLY_TAKES_ANOTHER_WAY'
  /** An egress-only internet gateway and a NAT gateway let nobody in from outside. */
  | 'OUTBOUND_ONLY';

/** Why a stage does not apply. */
export type SkipReason =
  /** Groups do not look at replies. */
  | 'STATEFUL'
  /** A network ACL does not filter inside its subnet. */
  | 'SAME_SUBNET'
  /** The interface has no groups. */
  | 'NO_SECURITY_GROUPS'
  /** The end is a subnet, and groups belong to interfaces. */
  | 'END_IS_A_SUBNET'
  /** Amazon DNS, instance metadata and the like are not filtered. */
  | 'NOT_FILTERED'
  /** From a transit gateway attached in the same subnet. */
  | 'TRANSIT_GATEWAY_IN_SUBNET';

/** Why it cannot be told. */
export type UnknownReason =
  | 'UNKNOWN_RESOURCE'
  | 'UNKNOWN_DESTINATION'
  | 'UNKNOWN_PEERED_SGS'
  | 'TGW_RTB_ROUTES_ARE_UNKNOWN'
  /** Rules of one stage tell ICMP types or ends apart that the question does not. */
  | 'UNDECIDED';
