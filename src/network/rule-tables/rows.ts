import type { AddressFamily } from '../../model/address.ts';

/** Rows of the tables of the same names in `queries/schema.sql`, which says what each column means. */

export interface EpochRow {
  readonly epoch: number;
  readonly validFromS: number | null;
  readonly validToS: number | null;
}

export interface FloorRow {
  readonly floorNo: number;
  readonly family: AddressFamily;
  readonly fromHi: bigint;
  readonly fromLo: bigint;
  readonly blockId: number;
}

export interface BlockSetRow {
  readonly blockId: number;
  readonly setId: number;
}

export interface OwnerRow {
  readonly owner: number;
  readonly kind: 'nacl' | 'groups';
  readonly aclId: string | null;
  readonly securityGroups: readonly string[];
}

export interface RuleRow {
  readonly ruleNo: number;
  readonly owner: number;
  readonly egress: boolean;
  readonly ruleId: string | null;
  readonly rule: string | null;
  readonly action: 'allow' | 'deny';
  readonly implicit: boolean;
  readonly protocol: number;
  readonly portFrom: number;
  readonly portTo: number;
  readonly codeFrom: number;
  readonly codeTo: number;
  readonly setId: number;
  readonly doubt: string | null;
}

export interface ProfileRow {
  readonly profileId: number;
  readonly aclOwner: number;
  readonly groupOwner: number | null;
  readonly subnetSet: number;
  readonly exemptSet: number;
  readonly attachmentSet: number | null;
  readonly checkedInsideEgress: boolean | null;
  readonly blockPublicAccess: string | null;
}

export interface InterfaceRow {
  readonly epoch: number;
  readonly interfaceId: string;
  readonly profileId: number;
  readonly hidesAddresses: boolean;
}

export interface InterfaceAddressRow {
  readonly epoch: number;
  readonly interfaceId: string;
  readonly hi: bigint;
  readonly lo: bigint;
}

export interface SubnetRow {
  readonly epoch: number;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly subnetSet: number;
  readonly profileId: number;
}

export interface IcmpWorldRow {
  readonly protocol: number;
  readonly type: number;
  readonly code: number;
}

/** Everything the evaluator needs to know of a network. */
export interface RuleTables {
  readonly networkEpochs: readonly EpochRow[];
  readonly addressFloors: readonly FloorRow[];
  readonly blockSets: readonly BlockSetRow[];
  readonly ruleOwners: readonly OwnerRow[];
  readonly rules: readonly RuleRow[];
  readonly profiles: readonly ProfileRow[];
  readonly interfaces: readonly InterfaceRow[];
  readonly interfaceAddresses: readonly InterfaceAddressRow[];
  readonly subnets: readonly SubnetRow[];
  readonly icmpWorlds: readonly IcmpWorldRow[];
}
