/** What `why` answers, as data; `reports/` puts it into words and pictures. */
import type { Leg } from '../blame/verdict.ts';
import type { Direction } from '../model/direction.ts';
import type { NetworkResources } from '../network/aws/resources.ts';
import type { End, Stage } from './path.ts';

/** Ports from `from` to `to`, both included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** The source ports that a client, or a NAT gateway for it, may use, and those with which the path is open. */
export interface SourcePorts {
  /** Who chooses the port: the NAT gateway's interface, or null for the client itself. */
  readonly natInterfaceId: string | null;
  /** Of which systems these are the ephemeral ports. */
  readonly client: 'any' | 'linux' | 'windows' | 'aws-service' | 'given';
  readonly possible: PortRange;
  /** In order, without gaps between neighbours; empty: none, one that equals `possible`: all. */
  readonly open: readonly PortRange[];
}

/** Addresses of an end that is many (a subnet, the Internet) and fare otherwise than the one that was asked for. */
export interface OtherAddresses {
  readonly end: 'src' | 'dst';
  /** CIDR block. */
  readonly block: string;
  readonly reachable: boolean | null;
  readonly firstBlock: Stage | null;
}

/** What the log of one interface says of the packets of one leg. */
export interface ObservedLeg {
  readonly interfaceId: string;
  readonly leg: Leg;
  readonly direction: Direction;
  /** Records, packets and bytes that were let through. */
  readonly accepted: ObservedCount;
  readonly rejected: ObservedCount;
  /** Packets that opened (SYN), answered (SYN and ACK) or broke off (RST) a TCP connection; null without tcp-flags. */
  readonly flags: { readonly syn: boolean; readonly synAck: boolean; readonly rst: boolean } | null;
}

export interface ObservedCount {
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  /** Unix seconds; null when there are none. */
  readonly firstSeenS: number | null;
  readonly lastSeenS: number | null;
}

/** Why nothing need be logged although packets were sent. */
export type SilenceReason =
  | 'no-records'
  /** The log has no record of that interface at all. */
  | 'interface-not-logged'
  | 'not-logged-traffic'
  | 'skipdata'
  /** The logs hold only refused or only accepted records. */
  | 'accepts-not-logged'
  | 'rejects-not-logged'
  /** The interface passes packets on, and the log lacks pkt-srcaddr and pkt-dstaddr, so it does not say whose they were. */
  | 'packet-addresses-hidden';

/** What the logs really saw. */
export interface Observed {
  /** Of all records in the store, Unix seconds; null: no records. */
  readonly fromS: number | null;
  readonly toS: number | null;
  /** One for each interface, leg and direction of the path, in path order, with zeros where nothing was logged. */
  readonly legs: readonly ObservedLeg[];
  /** Why what is not there may be missing. */
  readonly silence: readonly { readonly interfaceId: string | null; readonly reason: SilenceReason }[];
}

/** One thing to change, with what else it would let in. */
export interface Fix {
  /** Index of the stage of the answer's `stages` that it opens. */
  readonly stage: number;
  readonly change: Change;
  readonly blastRadius: BlastRadius;
}

/** The traffic that a new rule lets through. */
export interface OpenedTraffic {
  /** IANA number. */
  readonly protocol: number;
  /** Destination ports; null for protocols without ports. */
  readonly ports: PortRange | null;
  /** Type of ICMP or ICMPv6, with any code; null for other protocols. */
  readonly icmpType: number | null;
  /** CIDR block of the source (ingress) or the destination (egress). */
  readonly block: string;
}

/** The change as data. Addresses are CIDR blocks. */
export type Change =
  | (OpenedTraffic & {
      readonly kind: 'authorize-group-rule';
      readonly groupId: string;
      readonly direction: Direction;
    })
  | (OpenedTraffic & {
      readonly kind: 'create-acl-entry';
      readonly aclId: string;
      readonly direction: Direction;
      /** 1-32766. */
      readonly ruleNumber: number;
    })
  | {
      readonly kind: 'create-route' | 'replace-route';
      readonly routeTableId: string;
      readonly destination: string;
      /** `igw-…`, `nat-…`, `pcx-…`, `tgw-…`, `eigw-…`. */
      readonly target: string;
    }
  | { readonly kind: 'associate-address'; readonly interfaceId: string; readonly privateAddress: string }
  /** What no command of ours can do: an entry number is not free, another account, a missing gateway. */
  | { readonly kind: 'by-hand'; readonly resource: string | null };

/** Which other refused flows of the store a change would also let through. */
export interface BlastRadius {
  /** Distinct flows that were refused and that the change alone lets through at its stage. */
  readonly flows: number;
  readonly records: number;
  /** Addresses that they came from; at most ten are named. */
  readonly sources: number;
  readonly someSources: readonly string[];
  /** Interfaces that the change opens for this traffic, whether it was seen or not. */
  readonly interfaces: number;
}

/** What rules and routes say, set against what the logs saw. */
export type ConclusionKind =
  /** Open, and the logs saw it work. */
  | 'open-and-seen'
  /** Open, and the logs saw nothing of it. */
  | 'open-not-seen'
  /** Open now; refused in the logs before the configuration was captured. */
  | 'open-refused-before'
  /** Open in the configuration, and still refused after it was captured. */
  | 'open-but-refused'
  /** Open, requests came through, and no answer left the destination: nobody listens there. */
  | 'open-no-answer'
  /** Open, and the destination answered with a reset. */
  | 'open-reset'
  | 'blocked-and-seen'
  | 'blocked-not-seen'
  /** Blocked in the configuration, and accepted in the logs. */
  | 'blocked-but-accepted'
  | 'unknown';

export interface Conclusion {
  readonly kind: ConclusionKind;
  /** When the records that decided the kind were last seen, Unix seconds; null when none did. */
  readonly lastSeenS: number | null;
}

/** The whole answer. */
export interface WhyAnswer {
  readonly src: End;
  readonly dst: End;
  readonly protocol: number;
  readonly dstport: number | null;
  readonly dstportFrom: 'given' | 'logs' | 'assumed' | 'none';
  readonly srcport: number | null;
  readonly srcportGiven: boolean;
  /** Null: it cannot be told. */
  readonly reachable: boolean | null;
  readonly stages: readonly Stage[];
  readonly firstBlock: Stage | null;
  readonly allBlocks: readonly Stage[];
  /** Of the client, and of every NAT gateway on the path; empty for protocols without ports. */
  readonly sourcePorts: readonly SourcePorts[];
  readonly others: readonly OtherAddresses[];
  readonly observed: Observed;
  readonly fixes: readonly Fix[];
  readonly conclusion: Conclusion;
  /** When the configuration that was asked was captured, Unix seconds. */
  readonly capturedAtS: number;
}

/** What is asked. */
export interface WhyQuestion {
  /** Address, `eni-…`, `i-…`, tag Name, `subnet-…` or `internet`. */
  readonly src: string;
  readonly dst: string;
  /** IANA number. */
  readonly protocol: number;
  readonly dstport: number | null;
  readonly srcport: number | null;
  /** The configuration in force at this time, Unix seconds; null: the latest. */
  readonly atS: number | null;
  /** Records to look at: those that start at or after, and before these times, Unix seconds. */
  readonly sinceS?: number | null;
  readonly untilS?: number | null;
}

/** A configuration and when it was captured. */
export interface CapturedNetwork {
  readonly resources: NetworkResources;
  /** Unix seconds. */
  readonly capturedAtS: number;
}
