import type { NetworkInterface } from '../aws/resources.ts';

/** Interface types that evaluation treats specially, as EC2 responses and flow logs write them. */
export type SpecialInterfaceType = 'nat_gateway' | 'network_load_balancer' | 'transit_gateway';

/** Whether the interface is of this type; the API model also spells `natGateway`. */
export function hasType({ InterfaceType }: NetworkInterface, type: SpecialInterfaceType): boolean {
  return InterfaceType?.replaceAll('_', '').toLowerCase() === type.replaceAll('_', '');
}

/** Whether the interface belongs to a Classic Load Balancer; newer ones name themselves `ELB app/…`, `ELB net/…`. */
export function isClassicLoadBalancer({ RequesterId, Description }: NetworkInterface): boolean {
  return RequesterId === 'amazon-elb' && /^ELB (?!(?:app|net|gwy)\/)/.test(Description ?? '');
}
