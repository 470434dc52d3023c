import type { NetworkResources } from '../../network/aws/resources.ts';

/** How closely the VPCs of two ends belong together: one and the same, peered or on one transit gateway, or not at all. */
export type VpcTie = 'same' | 'connected' | 'none';

/** The tie of two VPCs; null: outside of the network. */
export function vpcTie(resources: NetworkResources, a: string | null, b: string | null): VpcTie {
  if (a === null || b === null) return 'none';
  if (a === b) return 'same';
  return isPeered(resources, a, b) || isOnOneTransitGateway(resources, a, b) ? 'connected' : 'none';
}

function isPeered({ vpcPeeringConnections }: NetworkResources, a: string, b: string): boolean {
  return vpcPeeringConnections.some(({ Status, AccepterVpcInfo, RequesterVpcInfo }) => {
    const sides = [AccepterVpcInfo?.VpcId, RequesterVpcInfo?.VpcId];
    return (Status?.Code ?? 'active') === 'active' && sides.includes(a) && sides.includes(b);
  });
}

function isOnOneTransitGateway(
  { transitGatewayVpcAttachments }: NetworkResources,
  a: string,
  b: string,
): boolean {
  const gatewaysOf = (vpcId: string) =>
    transitGatewayVpcAttachments
      .filter(({ VpcId, State = 'available' }) => VpcId === vpcId && State === 'available')
      .map(({ TransitGatewayId }) => TransitGatewayId);
  const ofA = gatewaysOf(a);
  return gatewaysOf(b).some((gateway) => ofA.includes(gateway));
}
