import type { Direction } from '../model/direction.ts';

/** What refused a flow, or that it cannot be told. */
export type VerdictKind =
  | 'nacl-deny'
  | 'nacl-implicit-deny'
  | 'sg-no-allow'
  | 'late-packet'
  | 'bpa'
  | 'encryption-control'
  | 'rules-allow'
  | 'indeterminate'
  | 'unknown-interface';

/** Half of a connection. */
export type Leg = 'forward' | 'reply';

export type Confidence = 'high' | 'medium' | 'low';

/** What a verdict rests on; `reports/evidence.ts` has the sentence for each. */
export type EvidenceKind =
  | 'reject-reason'
  | 'answered'
  | 'opened-by-sender'
  | 'syn-ack'
  | 'subnet-by-record'
  | 'subnet-by-address'
  | 'no-subnet'
  | 'packet-addresses-hidden'
  | 'direction-inferred'
  | 'direction-unknown'
  | 'acl-not-applied'
  | 'no-group-stage'
  | 'field-missing'
  | 'some-icmp-types-pass'
  | 'icmp-types-differ'
  | 'no-accept-records'
  | 'block-public-access-possible';

/** Something missing from the import that keeps a stage from being decided. */
export interface Doubt {
  /** Kind and id as the rule tables keep them: `referenced-group sg-0abc`. */
  readonly doubt: string;
  /** The rule that cannot be decided, as the console words it; null where a whole group or NACL is missing. */
  readonly rule: string | null;
}

/** A stage that would refuse the flow once the first one does not. */
export type Blocker =
  | { readonly kind: 'nacl'; readonly ruleId: string; readonly rule: string }
  | { readonly kind: 'groups'; readonly securityGroups: readonly string[] };

/** The rule that came closest to letting a flow through. */
export interface NearestMiss {
  readonly ruleId: string | null;
  readonly rule: string;
  readonly mismatch: readonly Mismatch[];
}

export type Mismatch = 'protocol' | 'port' | 'icmp-type' | 'source' | 'destination';

/** What many flows share: the verdict and everything it rests on. */
export interface Decision {
  readonly decisionId: number;
  readonly verdict: VerdictKind;
  readonly leg: Leg;
  readonly direction: Direction | null;
  readonly ruleId: string | null;
  readonly rule: string | null;
  /** All groups of the interface, sorted, when they refused. */
  readonly securityGroups: readonly string[];
  readonly alsoBlockedBy: readonly Blocker[];
  readonly confidence: Confidence;
  readonly evidence: readonly EvidenceKind[];
  readonly doubts: readonly Doubt[];
  /** Whose rules a near miss is looked for in; null when no rule refused for want of an allowing one. */
  readonly missedOwner: number | null;
}

/** One refused flow and its decision. */
export interface FlowVerdict {
  readonly decision: Decision;
  readonly interfaceId: string | null;
  readonly srcaddr: string | null;
  readonly dstaddr: string | null;
  readonly srcport: number | null;
  readonly dstport: number | null;
  readonly protocol: number | null;
  readonly records: bigint;
  readonly packets: bigint | null;
  readonly bytes: bigint | null;
  /** Unix seconds. */
  readonly firstSeenS: number | null;
  readonly lastSeenS: number | null;
  readonly nearestMiss: NearestMiss | null;
}
