import type { OracleNetwork } from '../../oracle/aws-json.ts';
import { addressAt, blockEdges } from './block-edges.ts';

/** Addresses that BPA and encryption controls refuse in every record that names a reason. */
export const BPA_REMOTE = '198.51.100.77';
export const EC_REMOTE = '203.0.113.99';

const EXEMPT = [
  '169.254.169.253',
  '169.254.169.254',
  '169.254.169.123',
  '169.254.170.2',
  '169.254.169.250',
  'fd00:ec2::254',
  'fd00:ec2::253',
];
const ELSEWHERE = [
  '8.8.8.8',
  BPA_REMOTE,
  EC_REMOTE,
  '10.99.1.5',
  '172.16.0.9',
  '2001:db8:0:7::1',
  '2a00:1450::1',
];

/** Addresses at the other end, by why they are interesting: members, edges of blocks, subnets, exempt ones, elsewhere. */
export function remotePools(network: OracleNetwork): string[][] {
  return [
    ownAddresses(network),
    ruleEdges(network),
    (network.Subnets ?? []).flatMap((s) => [
      ...(s.CidrBlock === undefined ? [] : [...blockEdges(s.CidrBlock), addressAt(s.CidrBlock, 1)]),
      ...(s.Ipv6CidrBlockAssociationSet ?? []).flatMap((a) => blockEdges(a.Ipv6CidrBlock)),
    ]),
    [...EXEMPT, ...(network.Vpcs ?? []).flatMap((v) => (v.CidrBlock ? [addressAt(v.CidrBlock, 2)] : []))],
    [...ELSEWHERE, ...(network.NetworkInterfaces ?? []).flatMap((ni) => ni.Association?.PublicIp ?? [])],
  ];
}

function ownAddresses(network: OracleNetwork): string[] {
  return (network.NetworkInterfaces ?? []).flatMap((ni) => [
    ...(ni.PrivateIpAddresses ?? []).map((a) => a.PrivateIpAddress),
    ...(ni.Ipv6Addresses ?? []).map((a) => a.Ipv6Address),
    ...(ni.Ipv4Prefixes ?? []).flatMap((p) => blockEdges(p.Ipv4Prefix)),
    ...(ni.Ipv6Prefixes ?? []).flatMap((p) => blockEdges(p.Ipv6Prefix)),
  ]);
}

function ruleEdges(network: OracleNetwork): string[] {
  const permissions = (network.SecurityGroups ?? []).flatMap((g) => [
    ...(g.IpPermissions ?? []),
    ...(g.IpPermissionsEgress ?? []),
  ]);
  const blocks = [
    ...permissions.flatMap((p) => (p.IpRanges ?? []).map((r) => r.CidrIp)),
    ...permissions.flatMap((p) => (p.Ipv6Ranges ?? []).map((r) => r.CidrIpv6)),
    ...(network.NetworkAcls ?? []).flatMap((acl) =>
      (acl.Entries ?? []).flatMap((e) => e.CidrBlock ?? e.Ipv6CidrBlock ?? []),
    ),
    ...(network.PrefixListEntries ?? []).flatMap((l) => l.Entries.map((e) => e.Cidr)),
  ];
  return [...new Set(blocks)].flatMap(blockEdges);
}
