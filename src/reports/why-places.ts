import type { Leg } from '../blame/verdict.ts';
import { formatProtocol } from '../model/protocol.ts';
import type { WhyAnswer } from '../why/answer.ts';
import type { End, Stage } from '../why/path.ts';
import { endAddress, endIds, endName, isOutside } from './why-end-words.ts';
import { endpoint, packetWords } from './why-stage-words.ts';

/** A place that packets of a leg pass, with the stages that decide there. */
export interface Place {
  /** The same for a place of both legs: `src`, `dst`, or the id of an interface, a subnet or a gateway. */
  readonly key: string;
  readonly kind: 'outside' | 'end' | 'interface' | 'gateway';
  readonly title: string;
  /** What follows the title: the address of an end, the id of a gateway; may be empty. */
  readonly subtitle: string;
  /** Its other ids, the nearest first. */
  readonly details: readonly string[];
  /** In packet order. */
  readonly stages: readonly Stage[];
  /** False once a stage before it refused. */
  readonly reached: boolean;
}

/** One leg as a chain of places, from its sender to its receiver. */
export interface LegPath {
  readonly leg: Leg;
  /** As the sender sees it: `TCP 198.51.100.7:49152 → 203.0.113.10:443`. */
  readonly packet: string;
  readonly places: readonly Place[];
}

/** A place to which stages are still added. */
interface OpenPlace extends Omit<Place, 'stages' | 'reached'> {
  /** The gateway that the place is or that its interface belongs to. */
  readonly gateway: string | null;
  readonly stages: Stage[];
}

interface Route {
  readonly from: End;
  readonly to: End;
  /** Grows from the sender on. */
  readonly places: OpenPlace[];
  readonly last: OpenPlace;
  /** Gateways of interfaces that the other leg has met. */
  readonly gateways: Map<string, string>;
}

/** What a route leads to, by the beginning of its id. */
const GATEWAYS: Readonly<Record<string, string>> = {
  igw: 'internet gateway',
  eigw: 'egress-only internet gateway',
  nat: 'NAT gateway',
  pcx: 'peering connection',
  tgw: 'transit gateway',
  vgw: 'virtual private gateway',
  vpce: 'VPC endpoint',
  lgw: 'local gateway',
  cagw: 'carrier gateway',
  eni: 'interface',
};

/** Through these a reply comes back the way that the request went. */
const SAME_WAY_BACK: readonly string[] = ['igw', 'eigw', 'vpce'];

/** Both legs as chains of places; null for a leg of which no stage is known. */
export function legPaths({ src, dst, stages }: WhyAnswer): {
  readonly request: LegPath | null;
  readonly reply: LegPath | null;
} {
  const gateways = new Map<string, string>();
  const [srcPlace, dstPlace] = [() => endPlace('src', src), () => endPlace('dst', dst)];
  const request = { from: src, to: dst, places: [srcPlace()], last: dstPlace(), gateways };
  const reply = { from: dst, to: src, places: [dstPlace()], last: srcPlace(), gateways };
  const forward = legPath('forward', request, stages);
  return { request: forward, reply: withGatewayBack(legPath('reply', reply, stages), forward) };
}

function legPath(leg: Leg, route: Route, all: readonly Stage[]): LegPath | null {
  const stages = all.filter((stage) => stage.leg === leg && !isAbsent(stage, route));
  const first = stages[0];
  if (!first) return null;
  for (const stage of stages) {
    const place = placeOf(stage, route);
    if (route.places.at(-1) !== place) route.places.push(place);
    place.stages.push(stage);
    const onward = stage.layer === 'route' && !isInward(stage) ? gatewayPlace(stage.resource) : null;
    if (onward && onward.gateway !== place.gateway && onward.key !== route.to.interfaceId) {
      route.places.push(onward);
    }
  }
  if (route.places.at(-1) !== route.last) route.places.push(route.last);
  return { leg, packet: packetOfSender(route, first), places: withReach(route.places) };
}

/** Where a stage decides: in the place that the packet is at, or in the next one. */
function placeOf(stage: Stage, { from, to, places, last, gateways }: Route): OpenPlace {
  const current = places.at(-1) ?? last;
  if (current === last) return last;
  if (isInward(stage)) {
    const edge =
      gatewayPlace(stage.resource) ?? newPlace('edge', 'gateway', ['the edge of the VPC', ''], [], null);
    return current.key === edge.key ? current : edge;
  }
  if (stage.direction === 'ingress' && isAt(stage, to)) return last;
  if (places.length === 1 && isAt(stage, from)) return current;
  const key = stage.interfaceId ?? stage.subnetId;
  if (key === null) return current;
  if (current.key === key) return current;
  // A route led to a gateway, and this is the interface that the gateway has in the VPC.
  const led = current.kind === 'gateway' && current.stages.length === 0 ? current.gateway : null;
  if (led !== null) {
    gateways.set(key, led);
    places.pop();
  }
  return interfacePlace(key, stage, led ?? gateways.get(key) ?? null);
}

/** Groups of an interface on the way that has none, as that of a NAT gateway: there is no such stage to draw. */
function isAbsent(stage: Stage, { from, to }: Route): boolean {
  const { layer, outcome, securityGroups } = stage;
  const absent = layer === 'sg' && outcome === 'skip' && securityGroups.length === 0;
  return absent && !isAt(stage, from) && !isAt(stage, to);
}

/** A gateway's own decision on what comes in. */
function isInward({ layer, direction }: Stage): boolean {
  return layer === 'route' && direction === 'ingress';
}

function isAt({ interfaceId, subnetId }: Stage, end: End): boolean {
  if (end.interfaceId !== null) return interfaceId === end.interfaceId;
  return end.subnetId !== null && interfaceId === null && subnetId === end.subnetId;
}

function newPlace(
  key: string,
  kind: Place['kind'],
  [title, subtitle]: readonly [string, string],
  details: readonly string[],
  gateway: string | null,
): OpenPlace {
  return { key, kind, title, subtitle, details, gateway, stages: [] };
}

function endPlace(key: string, end: End): OpenPlace {
  const kind = isOutside(end) ? 'outside' : 'end';
  return newPlace(key, kind, [endName(end), endAddress(end)], endIds(end), null);
}

function interfacePlace(key: string, { interfaceId, subnetId }: Stage, gateway: string | null): OpenPlace {
  const ids = [interfaceId, subnetId].filter((id) => id !== null);
  const name = gateway === null ? null : gatewayName(gateway);
  if (gateway !== null && name !== null) return newPlace(key, 'interface', [name, gateway], ids, gateway);
  const kind = interfaceId === null ? 'subnet' : 'interface';
  return newPlace(
    key,
    'interface',
    [kind, key],
    ids.filter((id) => id !== key),
    gateway,
  );
}

function gatewayPlace(resource: string | null): OpenPlace | null {
  const name = resource === null ? null : gatewayName(resource);
  return resource === null || name === null
    ? null
    : newPlace(resource, 'gateway', [name, resource], [], resource);
}

/** `NAT gateway`; null for what is no gateway (`local`, a route table, a table of a transit gateway). */
function gatewayName(id: string): string | null {
  return id.startsWith('tgw-rtb-') ? null : (GATEWAYS[prefixOf(id)] ?? null);
}

function prefixOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('-')));
}

/** From outside a packet is sent to the address that only the outside sees. */
function packetOfSender({ from, to }: Route, { packet, leg }: Stage): string {
  if (!isOutside(from) || leg === 'reply') return packetWords(packet);
  const [source, target] = [endpoint(from.address, packet.srcport), endpoint(to.sentTo, packet.dstport)];
  return `${formatProtocol(packet.protocol)} ${source} → ${target}`;
}

function withReach(places: readonly OpenPlace[]): readonly Place[] {
  let reached = true;
  return places.map((one) => {
    const here = { ...one, reached };
    reached &&= one.stages.every(({ outcome }) => outcome !== 'deny');
    return here;
  });
}

/** A gateway to the outside that the request left by, and of which the reply has no stage. */
function withGatewayBack(reply: LegPath | null, request: LegPath | null): LegPath | null {
  const [sender, next] = reply?.places ?? [];
  const gateway = request?.places.at(-2);
  if (!reply || !sender || sender.kind !== 'outside' || next?.kind === 'gateway') return reply;
  if (gateway?.kind !== 'gateway' || !SAME_WAY_BACK.includes(prefixOf(gateway.key))) return reply;
  const back = { ...gateway, stages: [], reached: true };
  return { ...reply, places: [sender, back, ...reply.places.slice(1)] };
}
