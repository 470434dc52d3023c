/**
 * Why a rule may or may not match.
 * - `attached-group`: the group is on the interface but not in the import
 * - `interface-groups`: the interface is not in the import, so its groups are unknown
 * - `referenced-group`: the rule refers to a group of which nothing was imported
 * - `load-balancer-clients`: the group is on a network load balancer, which may keep its clients' addresses
 * - `prefix-list`: the entries of the list were not imported
 * - `network-acl`: the subnet or its network ACL was not imported
 */
export type DoubtKind =
  | 'attached-group'
  | 'interface-groups'
  | 'referenced-group'
  | 'load-balancer-clients'
  | 'prefix-list'
  | 'network-acl';

/** A doubt as the rule tables keep it: its kind and the id that is missing, parted by a space. */
export function doubtAbout(kind: DoubtKind, id = ''): string {
  return `${kind} ${id}`.trimEnd();
}
