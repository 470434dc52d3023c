import type { RouteTable, Subnet } from '../aws/resources.ts';

type Association = RouteTable['Associations'][number];

/**
 * The route table that a subnet uses: the explicitly associated one, else the main one of its VPC, which the response
 * never lists for the subnet. Undefined: neither was imported. Source: Amazon VPC User Guide, "Subnet route tables".
 */
export function routeTableOf(
  { SubnetId, VpcId }: Pick<Subnet, 'SubnetId' | 'VpcId'>,
  tables: readonly RouteTable[],
): RouteTable | undefined {
  const ofVpc = tables.filter((table) => table.VpcId === VpcId);
  const having = (holds: (association: Association) => boolean) =>
    ofVpc.find((table) =>
      table.Associations.some((association) => isInForce(association) && holds(association)),
    );
  return having((association) => association.SubnetId === SubnetId) ?? having(({ Main }) => Main === true);
}

/**
 * The table by which an internet gateway or a virtual private gateway leads on what comes in, if it has one. Source:
 * Amazon VPC User Guide, "Gateway route tables".
 */
export function gatewayRouteTableOf(
  gatewayId: string,
  tables: readonly RouteTable[],
): RouteTable | undefined {
  return tables.find((table) =>
    table.Associations.some((association) => isInForce(association) && association.GatewayId === gatewayId),
  );
}

/** Older responses have no state; what is being associated or has failed does not count yet. */
function isInForce({ AssociationState }: Association): boolean {
  return (AssociationState?.State ?? 'associated') === 'associated';
}
