import { parseCidr } from '../../model/cidr.ts';
import { isIcmp } from '../../model/protocol.ts';
import type {
  NetworkAclEntry,
  NetworkInterface,
  NetworkResources,
  Route,
} from '../../network/aws/resources.ts';
import type { Change } from '../answer.ts';
import { type GroupRuleChange, listedRule, withPermission } from './group-permission.ts';
import { activeRoute, destinationOf } from './route-table.ts';

type AclEntryChange = Extract<Change, { readonly kind: 'create-acl-entry' }>;
type RouteChange = Extract<Change, { readonly kind: 'create-route' | 'replace-route' }>;
type AddressChange = Extract<Change, { readonly kind: 'associate-address' }>;

/** Stands for Elastic IP addresses that are not allocated yet: of a block that is nobody's (RFC 5737). */
const NEW_PUBLIC_ADDRESSES = Array.from({ length: 254 }, (_, i) => `192.0.2.${254 - i}`);

/** The network as a change would leave it; what the change does not touch is the very same. */
export function applyChange(resources: NetworkResources, change: Change): NetworkResources {
  switch (change.kind) {
    case 'authorize-group-rule':
      return withGroupRule(resources, change);
    case 'create-acl-entry':
      return withAclEntry(resources, change);
    case 'create-route':
    case 'replace-route':
      return withRoute(resources, change);
    case 'associate-address':
      return withPublicAddress(resources, change);
    case 'by-hand':
      return resources;
    default:
      return change satisfies never;
  }
}

/** Permissions are complete where they are listed at all; a listing of rules that has the group's gets the rule too. */
function withGroupRule(resources: NetworkResources, change: GroupRuleChange): NetworkResources {
  const { securityGroups, securityGroupRules } = resources;
  const isListed = securityGroupRules.some(({ GroupId }) => GroupId === change.groupId);
  return {
    ...resources,
    securityGroups: securityGroups.map((group) =>
      group.GroupId === change.groupId ? withPermission(group, change) : group,
    ),
    securityGroupRules: isListed ? [...securityGroupRules, listedRule(change)] : securityGroupRules,
  };
}

function withAclEntry(resources: NetworkResources, change: AclEntryChange): NetworkResources {
  return {
    ...resources,
    networkAcls: resources.networkAcls.map((acl) =>
      acl.NetworkAclId === change.aclId ? { ...acl, Entries: [...acl.Entries, allowingEntry(change)] } : acl,
    ),
  };
}

function allowingEntry({
  ruleNumber,
  direction,
  protocol,
  ports,
  icmpType,
  block,
}: AclEntryChange): NetworkAclEntry {
  return {
    RuleNumber: ruleNumber,
    Egress: direction === 'egress',
    RuleAction: 'allow',
    Protocol: String(protocol),
    ...(parseCidr(block)?.family === 6 ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
    ...(ports ? { PortRange: { From: ports.from, To: ports.to } } : {}),
    ...(isIcmp(protocol) ? { IcmpTypeCode: { Type: icmpType ?? -1, Code: -1 } } : {}),
  };
}

/** A replaced route goes; a propagated one to the same destination stays beside a new one, which wins over it. */
function withRoute(
  resources: NetworkResources,
  { kind, routeTableId, destination, target }: RouteChange,
): NetworkResources {
  const goes = (old: Route) =>
    kind === 'replace-route' &&
    destinationOf(old) === destination &&
    (old.Origin ?? 'CreateRoute') === 'CreateRoute';
  return {
    ...resources,
    routeTables: resources.routeTables.map((table) =>
      table.RouteTableId === routeTableId
        ? {
            ...table,
            Routes: [...table.Routes.filter((old) => !goes(old)), activeRoute(destination, target)],
          }
        : table,
    ),
  };
}

function withPublicAddress(
  resources: NetworkResources,
  { interfaceId, privateAddress }: AddressChange,
): NetworkResources {
  const used = new Set(
    resources.networkInterfaces.flatMap((one) =>
      one.PrivateIpAddresses.map((held) => held.Association?.PublicIp),
    ),
  );
  const Association = { PublicIp: NEW_PUBLIC_ADDRESSES.find((address) => !used.has(address)) };
  const associate = (networkInterface: NetworkInterface): NetworkInterface => ({
    ...networkInterface,
    ...(networkInterface.PrivateIpAddress === privateAddress ? { Association } : {}),
    PrivateIpAddresses: networkInterface.PrivateIpAddresses.map((address) =>
      address.PrivateIpAddress === privateAddress ? { ...address, Association } : address,
    ),
  });
  return {
    ...resources,
    networkInterfaces: resources.networkInterfaces.map((networkInterface) =>
      networkInterface.NetworkInterfaceId === interfaceId ? associate(networkInterface) : networkInterface,
    ),
  };
}
