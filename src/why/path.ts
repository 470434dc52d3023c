/** The words in which a path is told: packets, the interfaces that they cross, routes, and the stages that decide. */
import type { Doubt, Leg, NearestMiss } from '../blame/verdict.ts';
import type { Direction } from '../model/direction.ts';
import type { Reason } from './reasons.ts';

/** A layer of the network that can refuse a packet. */
export type Layer = 'sg' | 'nacl' | 'route';

export type Outcome = 'allow' | 'deny' | 'skip' | 'unknown';

/** A packet of one leg as it looks at one place: NAT and internet gateways change its addresses on the way. */
export interface Packet {
  /** IANA number. */
  readonly protocol: number;
  readonly srcaddr: string;
  readonly dstaddr: string;
  /** Null for protocols without ports. */
  readonly srcport: number | null;
  readonly dstport: number | null;
}

/** A packet that passes an interface: its groups and the network ACL of its subnet are asked. */
export interface Crossing {
  readonly kind: 'crossing';
  readonly leg: Leg;
  /** As the interface sees it. */
  readonly direction: Direction;
  /** Null when only the subnet is known. */
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  readonly packet: Packet;
  /** False when the end is a subnet as such: groups belong to interfaces. */
  readonly askGroups: boolean;
}

/** How a packet is led on: what the route table or the gateway on its way says. It is a stage by itself. */
export interface RouteStep extends Omit<Stage, 'layer' | 'securityGroups' | 'nearestMiss' | 'doubts'> {
  readonly kind: 'route';
}

/** A path in the order in which packets take it, before the rules were asked. */
export type PathStep = Crossing | RouteStep;

/** One decision on the path. */
export interface Stage {
  readonly leg: Leg;
  readonly layer: Layer;
  readonly direction: Direction;
  /** Null where only the subnet is known. */
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  readonly packet: Packet;
  readonly outcome: Outcome;
  /** The deciding rule: `sgr-…`, `acl-…:ingress:100`, or a route as `rtb-…:10.0.0.0/16`; null when none decided. */
  readonly ruleId: string | null;
  /** In the words of the AWS console; a route as `rtb-… 0.0.0.0/0 igw-…`. */
  readonly rule: string | null;
  /** All groups of the interface, sorted, at the layer of groups. */
  readonly securityGroups: readonly string[];
  /** Null where the rule says it all. */
  readonly reason: Reason | null;
  /** What a route leads to (`local`, `igw-…`, `nat-…`, `pcx-…`), or the table or ACL that has no entry; null otherwise. */
  readonly resource: string | null;
  /** The rule that came closest, where none allows; null otherwise. */
  readonly nearestMiss: NearestMiss | null;
  /** What is missing from the import where the outcome is unknown. */
  readonly doubts: readonly Doubt[];
}

/** An end of the path. */
export interface End {
  /** As it was asked for. */
  readonly input: string;
  readonly kind: 'interface' | 'address' | 'subnet' | 'internet';
  /** By which its own interface knows it: of an interface the private IPv4 address or the IPv6 address. */
  readonly address: string;
  /** The public IPv4 address that belongs to `address`, which only the Internet sees. */
  readonly publicAddress: string | null;
  /** The address that packets to it carry when they are sent: the public one when that was asked for. */
  readonly sentTo: string;
  readonly interfaceId: string | null;
  readonly instanceId: string | null;
  /** Null outside of the network. */
  readonly subnetId: string | null;
  readonly vpcId: string | null;
  /** The tag Name of the interface, else of its instance. */
  readonly name: string | null;
}
