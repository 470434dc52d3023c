import type { OracleNetwork } from '../../oracle/aws-json.ts';
import { awsId } from './aws-ids.ts';
import { addressAt, blockEdges } from './block-edges.ts';

/** An interface that writes records: its addresses, and what the log says about where it is. */
export interface Observer {
  readonly interfaceId: string | null;
  /** The one shown instead of every other IPv4 address. */
  readonly primary: string | null;
  readonly own: readonly string[];
  /** Whether packets of other addresses pass through it. */
  readonly forwards: boolean;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
}

/** The interfaces of the network, and others that it does not know: gone ones and, once, none at all. */
export function observersOf(network: OracleNetwork): Observer[] {
  const known = (network.NetworkInterfaces ?? []).map((ni): Observer => {
    const own = [
      ...(ni.PrivateIpAddresses ?? []).map((a) => a.PrivateIpAddress),
      ...(ni.Ipv6Addresses ?? []).map((a) => a.Ipv6Address),
      ...(ni.Ipv4Prefixes ?? []).flatMap((p) => blockEdges(p.Ipv4Prefix).slice(0, 2)),
      ...(ni.Ipv6Prefixes ?? []).flatMap((p) => blockEdges(p.Ipv6Prefix).slice(0, 2)),
    ];
    return {
      interfaceId: ni.NetworkInterfaceId,
      primary: ni.PrivateIpAddress ?? null,
      own,
      forwards: ni.SourceDestCheck === false,
      vpcId: ni.VpcId ?? null,
      subnetId: ni.SubnetId ?? null,
    };
  });
  return [known, known, known, known, known, strangers(network)].flat();
}

function strangers(network: OracleNetwork): Observer[] {
  const [subnet, other] = network.Subnets ?? [];
  const hosts = (network.Subnets ?? []).flatMap((s) => [
    ...(s.CidrBlock === undefined ? [] : [addressAt(s.CidrBlock, 9)]),
    ...(s.Ipv6CidrBlockAssociationSet ?? []).map((a) => addressAt(a.Ipv6CidrBlock, 9)),
  ]);
  return [
    gone(1, hosts, subnet?.VpcId, subnet?.SubnetId),
    gone(2, hosts.slice(0, 1), other?.VpcId, awsId('subnet', 0xdead)),
    gone(3, hosts.slice(-1)),
    gone(4, ['192.168.77.7', '2a00:77::7']),
    { ...gone(5, hosts), interfaceId: null },
  ];
}

function gone(
  number: number,
  own: readonly string[],
  vpcId: string | null = null,
  subnetId: string | null = null,
): Observer {
  return {
    interfaceId: awsId('eni', 0xdead00 + number),
    primary: own.find((a) => !a.includes(':')) ?? null,
    own,
    forwards: false,
    vpcId,
    subnetId,
  };
}
