import { parseCidr } from '../model/cidr.ts';
import { isIcmp } from '../model/protocol.ts';
import type { Change } from '../why/answer.ts';
import { groupPorts, groupProtocol } from '../why/fixes/group-permission.ts';
import { targetMember } from '../why/fixes/route-table.ts';

type ChangeOf<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

/** The argument of `aws_route` for each kind of target. */
const TARGET_ARGUMENTS = {
  GatewayId: 'gateway_id',
  NatGatewayId: 'nat_gateway_id',
  VpcPeeringConnectionId: 'vpc_peering_connection_id',
  TransitGatewayId: 'transit_gateway_id',
  EgressOnlyInternetGatewayId: 'egress_only_gateway_id',
} as const;

/**
 * A change as resources of the Terraform AWS provider, named after what they open, so that the same change always has
 * the same name; null where it takes a hand. A replaced route exists already, so it is imported (Terraform 1.5 and later).
 */
export function terraform(change: Change): string | null {
  switch (change.kind) {
    case 'authorize-group-rule':
      return groupRule(change);
    case 'create-acl-entry':
      return aclEntry(change);
    case 'create-route':
    case 'replace-route':
      return route(change);
    case 'associate-address':
      return publicAddress(change);
    case 'by-hand':
      return null;
    default:
      return change satisfies never;
  }
}

function groupRule(change: ChangeOf<'authorize-group-rule'>): string {
  const { groupId, direction, block } = change;
  const protocol = groupProtocol(change);
  const { FromPort = null, ToPort = null } = groupPorts(change) ?? {};
  const name = nameOf([groupId, direction, protocol, FromPort, ToPort, block]);
  return resource(`aws_vpc_security_group_${direction}_rule`, name, [
    ['security_group_id', groupId],
    ['ip_protocol', protocol],
    ['from_port', FromPort],
    ['to_port', ToPort],
    [isIpv6(block) ? 'cidr_ipv6' : 'cidr_ipv4', block],
  ]);
}

function aclEntry({
  aclId,
  direction,
  ruleNumber,
  protocol,
  ports,
  icmpType,
  block,
}: ChangeOf<'create-acl-entry'>): string {
  return resource('aws_network_acl_rule', nameOf([aclId, direction, ruleNumber]), [
    ['network_acl_id', aclId],
    ['egress', direction === 'egress'],
    ['rule_number', ruleNumber],
    ['rule_action', 'allow'],
    ['protocol', String(protocol)],
    ['from_port', ports?.from ?? null],
    ['to_port', ports?.to ?? null],
    ['icmp_type', isIcmp(protocol) ? (icmpType ?? -1) : null],
    ['icmp_code', isIcmp(protocol) ? -1 : null],
    [isIpv6(block) ? 'ipv6_cidr_block' : 'cidr_block', block],
  ]);
}

function route({
  kind,
  routeTableId,
  destination,
  target,
}: ChangeOf<'create-route' | 'replace-route'>): string {
  const name = nameOf([routeTableId, destination]);
  const made = resource('aws_route', name, [
    ['route_table_id', routeTableId],
    [isIpv6(destination) ? 'destination_ipv6_cidr_block' : 'destination_cidr_block', destination],
    [TARGET_ARGUMENTS[targetMember(target)], target],
  ]);
  if (kind === 'create-route') return made;
  return `${hclBlock('import', [
    ['to', { reference: `aws_route.${name}` }],
    ['id', `${routeTableId}_${destination}`],
  ])}\n\n${made}`;
}

function publicAddress({ interfaceId, privateAddress }: ChangeOf<'associate-address'>): string {
  const name = nameOf([interfaceId, privateAddress]);
  const address = resource('aws_eip', name, [['domain', 'vpc']]);
  const association = resource('aws_eip_association', name, [
    ['allocation_id', { reference: `aws_eip.${name}.id` }],
    ['network_interface_id', interfaceId],
    ['private_ip_address', privateAddress],
  ]);
  return `${address}\n\n${association}`;
}

/** An argument that is null is left out. */
type Argument = readonly [
  name: string,
  value: string | number | boolean | null | { readonly reference: string },
];

function resource(type: string, name: string, values: readonly Argument[]): string {
  return hclBlock(`resource ${quoted(type)} ${quoted(name)}`, values);
}

function hclBlock(head: string, values: readonly Argument[]): string {
  const present = values.filter(([, value]) => value !== null);
  const width = Math.max(...present.map(([name]) => name.length));
  const lines = present.map(([name, value]) => `  ${name.padEnd(width)} = ${literal(value)}`);
  return [`${head} {`, ...lines, '}'].join('\n');
}

function literal(value: Argument[1]): string {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'object' && value !== null ? value.reference : String(value);
}

/** A string as HCL writes it: no template may begin in it, and control characters have one form that HCL knows. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll(/["\\]/g, '\\$&')
    .replaceAll(/[$%](?=\{)/g, '$&$&')
    .replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

/** An identifier of letters, digits and `_`. */
function nameOf(parts: readonly (string | number | null)[]): string {
  const written = parts.filter((part) => part !== null).join('_');
  return `flowblame_${written.replaceAll(/\W/g, '_')}`;
}

function isIpv6(block: string): boolean {
  return parseCidr(block)?.family === 6;
}
