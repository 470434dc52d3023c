import type { NetworkResources } from '../network/aws/resources.ts';
import { hasType } from '../network/rule-tables/interface-type.ts';
import type { PortRange, SourcePorts } from './answer.ts';
import type { Crossing, End, PathStep } from './path.ts';
import { probeOf } from './rule-stages.ts';
import type { ProbeDecisions, RuleScratch } from './rule-scratch.ts';

/** Ephemeral ports. Source: Amazon VPC User Guide, "Custom network ACLs", section "Ephemeral ports". */
const EPHEMERAL: Readonly<Record<Exclude<SourcePorts['client'], 'given'>, PortRange>> = {
  any: { from: 1024, to: 65_535 },
  linux: { from: 32_768, to: 60_999 },
  windows: { from: 49_152, to: 65_535 },
  'aws-service': { from: 1024, to: 65_535 },
};

/** What a NAT gateway chooses from, whatever its client has chosen. */
export const NAT_GATEWAY_PORTS: PortRange = EPHEMERAL['aws-service'];

/** Ephemeral on every system of today. */
const TYPICAL_PORT = 49_152;

/** Which source ports a client may use: of what runs there as far as the network tells, or the one that was given. */
export function clientPorts(
  src: End,
  resources: NetworkResources,
  given: number | null,
): Pick<SourcePorts, 'client' | 'possible'> {
  if (given !== null) return { client: 'given', possible: { from: given, to: given } };
  const client = systemOf(src, resources);
  return { client, possible: EPHEMERAL[client] };
}

/** The source port that a path is drawn for. */
export function typicalPort({ from, to }: PortRange): number {
  return TYPICAL_PORT >= from && TYPICAL_PORT <= to ? TYPICAL_PORT : from;
}

/**
 * With which of its possible source ports a client, and every NAT gateway on the path, hears the replies: those that
 * every network ACL on the way back lets through. The path must have been asked about before.
 */
export async function openSourcePorts(
  path: readonly PathStep[],
  client: Pick<SourcePorts, 'client' | 'possible'>,
  resources: NetworkResources,
  scratch: RuleScratch,
): Promise<readonly SourcePorts[]> {
  const replies = path.filter((step) => step.kind === 'crossing').filter(({ leg }) => leg === 'reply');
  const nats = natAddresses(resources);
  const chosenBy = ({ packet }: Crossing) => nats.get(packet.dstaddr) ?? null;
  const boundaries = await scratch.portBoundaries();
  const found: SourcePorts[] = [];
  for (const natInterfaceId of new Set([null, ...replies.map(chosenBy)])) {
    const chooser =
      natInterfaceId === null ? client : { client: 'aws-service' as const, possible: NAT_GATEWAY_PORTS };
    const own = replies.filter((crossing) => chosenBy(crossing) === natInterfaceId);
    const open = await openRanges(own, chooser.possible, boundaries, scratch);
    found.push({ natInterfaceId, ...chooser, open });
  }
  return found;
}

async function openRanges(
  crossings: readonly Crossing[],
  possible: PortRange,
  boundaries: readonly number[],
  scratch: RuleScratch,
): Promise<readonly PortRange[]> {
  const starts = [possible.from, ...boundaries.filter((port) => port > possible.from && port <= possible.to)];
  const pieces = starts.map((from, i) => ({ from, to: (starts[i + 1] ?? possible.to + 1) - 1 }));
  const probes = pieces.flatMap(({ from }) =>
    crossings.map((crossing) => ({ ...probeOf(crossing), dstport: from })),
  );
  const decisions = probes.length === 0 ? [] : await scratch.ask(probes);
  const isOpen = (piece: number) =>
    decisions.slice(piece * crossings.length, (piece + 1) * crossings.length).every(passesAcl);
  return joined(pieces.filter((_, i) => isOpen(i)));
}

function passesAcl({ nacl }: ProbeDecisions): boolean {
  return !nacl.applies || nacl.refuses !== true;
}

/** Neighbouring ranges as one. */
function joined(ranges: readonly PortRange[]): readonly PortRange[] {
  const result: PortRange[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last && last.to + 1 === range.from) result[result.length - 1] = { from: last.from, to: range.to };
    else result.push(range);
  }
  return result;
}

/** The addresses of NAT gateways, which choose source ports of their own, and their interfaces, or where missing the gateways. */
export function natAddresses({ natGateways }: NetworkResources): ReadonlyMap<string, string> {
  return new Map(
    natGateways.flatMap(({ NatGatewayId, NatGatewayAddresses }) =>
      NatGatewayAddresses.flatMap(({ NetworkInterfaceId = NatGatewayId, PrivateIp, PublicIp }) =>
        [PrivateIp, PublicIp].flatMap((address) => (address ? [[address, NetworkInterfaceId] as const] : [])),
      ),
    ),
  );
}

function systemOf(src: End, resources: NetworkResources): keyof typeof EPHEMERAL {
  const networkInterface = resources.networkInterfaces.find(
    ({ NetworkInterfaceId }) => NetworkInterfaceId === src.interfaceId,
  );
  if (!networkInterface) return 'any';
  if (
    networkInterface.RequesterManaged === true ||
    hasType(networkInterface, 'nat_gateway') ||
    hasType(networkInterface, 'network_load_balancer')
  ) {
    return 'aws-service';
  }
  const platform =
    resources.instances.find(({ InstanceId }) => InstanceId === src.instanceId)?.PlatformDetails ?? '';
  if (/windows/i.test(platform)) return 'windows';
  return /linux|unix|red hat|suse|ubuntu/i.test(platform) ? 'linux' : 'any';
}
