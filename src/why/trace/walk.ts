import type { Leg } from '../../blame/verdict.ts';
import type { Direction } from '../../model/direction.ts';
import type { FoundRoute } from '../../network/routing/route-lookup.ts';
import type { End, Packet, PathStep } from '../path.ts';
import type { Reason } from '../reasons.ts';
import { isKnown, type Spot, type Terrain } from './terrain.ts';

/** What happens to a packet next. */
export type Move =
  /** It is routed at a place. */
  | { readonly kind: 'leave'; readonly at: Spot; readonly packet: Packet }
  /** It is on the Internet. */
  | { readonly kind: 'internet'; readonly packet: Packet }
  /** It comes from the Internet to the goal. */
  | { readonly kind: 'enter'; readonly packet: Packet }
  /** It is handed to whoever has its address in a VPC. */
  | { readonly kind: 'arrive'; readonly packet: Packet; readonly vpcId: string | null }
  /**
   * It got stuck, and goes on as if a plain way had led it to where it should go: from here, or from its very start where
   * the route that is missing would not have led here.
   */
  | { readonly kind: 'straight'; readonly from: 'here' | 'start'; readonly packet: Packet }
  /** It left the network. */
  | { readonly kind: 'outside'; readonly exit: Exit }
  /** Nobody knows how it looks from here on. */
  | { readonly kind: 'lost'; readonly packet: Packet };

/** How a packet left the network; the answer comes back that way. */
export interface Exit {
  readonly over: 'internet' | 'transit-gateway' | 'other' | null;
  /** As it was when it left. */
  readonly packet: Packet;
  readonly vpcId: string;
  /** `tgw-…`; null over anything else. */
  readonly transitGatewayId: string | null;
}

/** A NAT gateway that a connection passed, and what it needs to know for the answer. */
export interface Translation {
  readonly at: Spot;
  readonly natGatewayId: string;
  /** Whether its interface is known, so that its network ACL can be asked; a regional one has none. */
  readonly isKnown: boolean;
  /** By which the other side knows it inside of the network. */
  readonly privateAddress: string;
  /** As the packet came. */
  readonly before: Packet;
  /** The peering connection over which answers find back without a route. */
  readonly returnsOver: string | null;
}

/** Over what a connection came to where its answer begins; null: not known. */
export type Entrance = 'internet' | 'network' | null;

/** Something that a gateway or a route has against a packet. */
export interface Finding {
  readonly outcome: 'deny' | 'unknown';
  readonly reason: Reason;
  /** What is named instead of the route's target. */
  readonly resource?: string;
}

/** What leads a packet on: a route, or a gateway without one. */
export interface Lead {
  readonly id: FoundRoute['id'] | null;
  readonly words: FoundRoute['words'] | null;
  readonly target: Pick<FoundRoute['target'], 'id'> | null;
}

/** One leg of a connection while it is followed: the steps so far and what later ones depend on. */
export class Walk {
  readonly terrain: Terrain;
  readonly leg: Leg;
  readonly goal: End;
  /** The end where the leg begins. */
  readonly start: End;
  readonly steps: PathStep[] = [];
  /** Of the forward leg the passed NAT gateways, in order; the reply takes them back from the last on. */
  readonly translations: Translation[];
  /** For the reply: over what the connection came. For the request: over what it arrived. */
  entrance: Entrance = null;
  /** The packet as the goal saw it; null: it did not get there. */
  arrived: Packet | null = null;
  exit: Exit | null = null;

  constructor(
    terrain: Terrain,
    leg: Leg,
    ends: { readonly start: End; readonly goal: End },
    translations: readonly Translation[] = [],
  ) {
    this.terrain = terrain;
    this.leg = leg;
    this.start = ends.start;
    this.goal = ends.goal;
    this.translations = [...translations];
  }

  /** The packet passes an interface. */
  cross(
    direction: Direction,
    at: Pick<Spot, 'interfaceId' | 'subnetId'>,
    packet: Packet,
    askGroups = true,
  ): void {
    const { interfaceId, subnetId } = at;
    this.steps.push({ kind: 'crossing', leg: this.leg, direction, interfaceId, subnetId, packet, askGroups });
  }

  /** The packet passes an end of the path. */
  crossEnd(direction: Direction, end: End, packet: Packet): void {
    this.cross(direction, end, packet, end.kind !== 'subnet');
  }

  /**
   * A route or a gateway leads the packet on: one step for each thing that stands against it, so that none of them is
   * hidden behind another, or one that lets it through.
   */
  decide(
    at: Pick<Spot, 'interfaceId' | 'subnetId'> | null,
    packet: Packet,
    found: Lead | null,
    findings: readonly Finding[],
    direction: Direction = 'egress',
  ): void {
    const step = {
      kind: 'route',
      leg: this.leg,
      direction,
      interfaceId: at?.interfaceId ?? null,
      subnetId: at?.subnetId ?? null,
      packet,
      ruleId: found?.id ?? null,
      rule: found?.words ?? null,
    } as const;
    const resource = found?.target?.id ?? null;
    if (findings.length === 0) this.steps.push({ ...step, outcome: 'allow', reason: null, resource });
    for (const finding of findings) {
      const { outcome, reason } = finding;
      this.steps.push({ ...step, outcome, reason, resource: finding.resource ?? resource });
    }
  }

  /** The NAT gateway or the end that packets to an address are for; null: somebody outside. */
  addressee(to: string): { readonly kind: 'nat' | 'goal'; readonly vpcId: string } | null {
    const nat = this.leg === 'reply' ? this.translations.at(-1) : undefined;
    if (nat) {
      const own = to === nat.privateAddress || to === nat.at.publicAddress;
      return own ? { kind: 'nat', vpcId: nat.at.vpcId } : null;
    }
    if (!isKnown(this.goal)) return null;
    const { address, publicAddress, vpcId } = this.goal;
    return to === address || to === publicAddress ? { kind: 'goal', vpcId } : null;
  }

  /** Whether the goal is inside of the network. */
  get leadsInside(): boolean {
    return isKnown(this.goal);
  }
}

/** The packet that answers another. */
export function answerTo({ protocol, srcaddr, dstaddr, srcport, dstport }: Packet): Packet {
  return { protocol, srcaddr: dstaddr, dstaddr: srcaddr, srcport: dstport, dstport: srcport };
}

/** A refusal. */
export function deny(reason: Reason, resource?: string): Finding {
  return { outcome: 'deny', reason, ...(resource === undefined ? {} : { resource }) };
}

/** Something that cannot be told. */
export function unknown(reason: Reason, resource?: string): Finding {
  return { outcome: 'unknown', reason, ...(resource === undefined ? {} : { resource }) };
}
