import type { NetworkResources } from '../../network/aws/resources.ts';
import type { Change, OpenedTraffic } from '../answer.ts';
import type { Stage } from '../path.ts';

/**
 * A rule for one of the groups that refused: any of them would do, as the rules of all groups are pooled, so the one
 * that the fewest interfaces carry, and of equals the first by id.
 */
export function groupRule(
  { interfaceId, direction }: Stage,
  opened: OpenedTraffic,
  { networkInterfaces }: NetworkResources,
): Change {
  const carried = networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === interfaceId);
  const carriers = (groupId: string) =>
    networkInterfaces.filter(({ Groups }) => Groups.some(({ GroupId }) => GroupId === groupId)).length;
  const [fewest] = (carried?.Groups ?? [])
    .map(({ GroupId }) => ({ groupId: GroupId, interfaces: carriers(GroupId) }))
    .toSorted((a, b) => a.interfaces - b.interfaces || (a.groupId < b.groupId ? -1 : 1));
  if (!fewest) return { kind: 'by-hand', resource: interfaceId };
  return { kind: 'authorize-group-rule', groupId: fewest.groupId, direction, ...opened };
}
