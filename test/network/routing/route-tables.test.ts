import { expect, test } from 'vitest';
import type { RouteTable } from '../../../src/network/aws/resources.ts';
import { gatewayRouteTableOf, routeTableOf } from '../../../src/network/routing/route-tables.ts';

function table(
  RouteTableId: string,
  association: RouteTable['Associations'][number],
  VpcId = 'vpc-a',
): RouteTable {
  return { RouteTableId, VpcId, Associations: [association], Routes: [] };
}

const MAIN = table('rtb-main', { Main: true, AssociationState: { State: 'associated' } });
const SUBNET = { SubnetId: 'subnet-1', VpcId: 'vpc-a' };

test('a subnet has the table that it is associated with, wherever the main one stands', () => {
  const own = table('rtb-own', { SubnetId: 'subnet-1', AssociationState: { State: 'associated' } });
  expect(routeTableOf(SUBNET, [MAIN, own])?.RouteTableId).toBe('rtb-own');
  expect(routeTableOf(SUBNET, [own, MAIN])?.RouteTableId).toBe('rtb-own');
});

test('a subnet without an association in force has the main table of its VPC, if that was imported', () => {
  const failed = table('rtb-own', { SubnetId: 'subnet-1', AssociationState: { State: 'disassociated' } });
  const ofOther = table('rtb-other', { Main: true }, 'vpc-b');
  expect(routeTableOf(SUBNET, [failed, ofOther, MAIN])?.RouteTableId).toBe('rtb-main');
  expect(routeTableOf(SUBNET, [failed, ofOther])).toBeUndefined();
});

test('a gateway has the table that it is associated with, or none', () => {
  const edge = table('rtb-edge', { GatewayId: 'igw-1' });
  expect(gatewayRouteTableOf('igw-1', [MAIN, edge])?.RouteTableId).toBe('rtb-edge');
  expect(gatewayRouteTableOf('igw-2', [MAIN, edge])).toBeUndefined();
});
