import type { NetworkResources, Subnet } from '../../network/aws/resources.ts';
import { routeTableOf } from '../../network/routing/route-tables.ts';
import type { Change } from '../answer.ts';
import { aclOf } from './acl-entry.ts';

/** Where a change takes effect. */
export interface Touched {
  readonly interfaceIds: readonly string[];
  /** Whose network ACL or route table changes; none of a change of groups, which belong to interfaces. */
  readonly subnetIds: readonly string[];
}

/** The interfaces with the group that a change is made in, or in the subnets with the network ACL or the route table. */
export function touchedBy(change: Change, resources: NetworkResources): Touched {
  const { networkInterfaces, routeTables } = resources;
  switch (change.kind) {
    case 'authorize-group-rule': {
      const carriers = networkInterfaces.filter(({ Groups }) =>
        Groups.some(({ GroupId }) => GroupId === change.groupId),
      );
      return { interfaceIds: carriers.map(({ NetworkInterfaceId }) => NetworkInterfaceId), subnetIds: [] };
    }
    case 'create-acl-entry':
      return inSubnets(
        resources,
        ({ SubnetId }) => aclOf(SubnetId, resources)?.NetworkAclId === change.aclId,
      );
    case 'create-route':
    case 'replace-route':
      return inSubnets(
        resources,
        (subnet) => routeTableOf(subnet, routeTables)?.RouteTableId === change.routeTableId,
      );
    case 'associate-address':
      return { interfaceIds: [change.interfaceId], subnetIds: [] };
    case 'by-hand':
      return { interfaceIds: [], subnetIds: [] };
    default:
      return change satisfies never;
  }
}

function inSubnets(
  { subnets, networkInterfaces }: NetworkResources,
  isTouched: (subnet: Subnet) => boolean,
): Touched {
  const subnetIds = subnets.filter(isTouched).map(({ SubnetId }) => SubnetId);
  const within = new Set(subnetIds);
  const interfaces = networkInterfaces.filter(({ SubnetId }) => within.has(SubnetId));
  return { interfaceIds: interfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId), subnetIds };
}
