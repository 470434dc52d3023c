import { parseCidr } from '../model/cidr.ts';
import { isIcmp } from '../model/protocol.ts';
import type { Change } from '../why/answer.ts';
import { groupPorts, groupProtocol } from '../why/fixes/group-permission.ts';
import { targetMember } from '../why/fixes/route-table.ts';

export { terraform } from './fix-terraform.ts';

type ChangeOf<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

/** The option of `aws ec2 create-route` for each kind of target. */
const TARGET_OPTIONS = {
  GatewayId: '--gateway-id',
  NatGatewayId: '--nat-gateway-id',
  VpcPeeringConnectionId: '--vpc-peering-connection-id',
  TransitGatewayId: '--transit-gateway-id',
  EgressOnlyInternetGatewayId: '--egress-only-internet-gateway-id',
} as const;

/** The AWS CLI command that makes a change, to be pasted into a POSIX shell; null where it takes a hand. */
export function awsCli(change: Change): string | null {
  switch (change.kind) {
    case 'authorize-group-rule':
      return command(`authorize-security-group-${change.direction}`, [
        ['--group-id', change.groupId],
        ['--ip-permissions', JSON.stringify([permission(change)])],
      ]);
    case 'create-acl-entry':
      return command('create-network-acl-entry', aclEntryOptions(change));
    case 'create-route':
    case 'replace-route':
      return command(change.kind, [
        ['--route-table-id', change.routeTableId],
        [
          isIpv6(change.destination) ? '--destination-ipv6-cidr-block' : '--destination-cidr-block',
          change.destination,
        ],
        [TARGET_OPTIONS[targetMember(change.target)], change.target],
      ]);
    case 'associate-address':
      return associateAddress(change);
    case 'by-hand':
      return null;
    default:
      return change satisfies never;
  }
}

function permission(change: ChangeOf<'authorize-group-rule'>): object {
  const source = isIpv6(change.block)
    ? { Ipv6Ranges: [{ CidrIpv6: change.block }] }
    : { IpRanges: [{ CidrIp: change.block }] };
  return { IpProtocol: groupProtocol(change), ...groupPorts(change), ...source };
}

function aclEntryOptions(change: ChangeOf<'create-acl-entry'>): readonly Option[] {
  const { aclId, direction, ruleNumber, protocol, ports, icmpType, block } = change;
  return [
    ['--network-acl-id', aclId],
    [`--${direction}`],
    ['--rule-number', String(ruleNumber)],
    ['--protocol', String(protocol)],
    ...(ports ? [['--port-range', `From=${ports.from},To=${ports.to}`] as const] : []),
    ...(isIcmp(protocol) ? [['--icmp-type-code', `Type=${icmpType ?? -1},Code=-1`] as const] : []),
    [isIpv6(block) ? '--ipv6-cidr-block' : '--cidr-block', block],
    ['--rule-action', 'allow'],
  ];
}

/** The id of the new address is known only once it is allocated. */
function associateAddress({ interfaceId, privateAddress }: ChangeOf<'associate-address'>): string {
  const allocate = command('allocate-address', [
    ['--domain', 'vpc'],
    ['--query', 'AllocationId'],
    ['--output', 'text'],
  ]);
  const associate = command('associate-address', [
    ['--network-interface-id', interfaceId],
    ['--private-ip-address', privateAddress],
  ]);
  return `allocation_id=$(${allocate}) && ${associate} --allocation-id "$allocation_id"`;
}

/** An option with its value, or one that has none. */
type Option = readonly [name: string, value?: string];

function command(name: string, options: readonly Option[]): string {
  return ['aws ec2', name, ...options.map(written)].join(' ');
}

/** A value that begins with a dash would be taken for an option if it stood by itself. */
function written([name, value]: Option): string {
  if (value === undefined) return name;
  return `${name}${value.startsWith('-') ? '=' : ' '}${shellQuoted(value)}`;
}

function shellQuoted(value: string): string {
  return /^[\w.:/=,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function isIpv6(block: string): boolean {
  return parseCidr(block)?.family === 6;
}
