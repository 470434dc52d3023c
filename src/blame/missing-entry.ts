import type { Direction } from '../model/direction.ts';

/** An entry of a network ACL by id and in the console's words. */
interface EntryName {
  readonly ruleId: string;
  readonly rule: string;
}

/** The entry `*` of a list that ends without it, as in an import of a VPC without IPv6: it refuses all the same. */
export function missingEntry(aclId: string, direction: Direction | null): EntryName {
  const bound = direction === 'ingress' ? 'inbound' : 'outbound';
  return { ruleId: `${aclId}:${direction}:*`, rule: `${aclId} ${bound} rule * All traffic DENY` };
}
