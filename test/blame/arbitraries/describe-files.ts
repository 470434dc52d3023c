import type { OracleNetwork } from '../../oracle/aws-json.ts';

const FILES = [
  ['describe-vpcs.json', 'Vpcs'],
  ['describe-subnets.json', 'Subnets'],
  ['describe-network-interfaces.json', 'NetworkInterfaces'],
  ['describe-security-groups.json', 'SecurityGroups'],
  ['describe-security-group-rules.json', 'SecurityGroupRules'],
  ['describe-network-acls.json', 'NetworkAcls'],
  ['describe-route-tables.json', 'RouteTables'],
  ['describe-managed-prefix-lists.json', 'PrefixLists'],
  ['describe-vpc-peering-connections.json', 'VpcPeeringConnections'],
  ['describe-transit-gateway-vpc-attachments.json', 'TransitGatewayVpcAttachments'],
  ['describe-vpc-block-public-access-options.json', 'VpcBlockPublicAccessOptions'],
] as const;

/**
 * File name to JSON document (not text), as the AWS CLI would have written them; no file for what the network does not
 * hold. The entries of a prefix list stand in get-managed-prefix-list-entries-<pl-id>.json.
 */
export function toDescribeFiles(network: OracleNetwork): Map<string, object> {
  const described = FILES.filter(([, member]) => network[member] !== undefined).map(
    ([file, member]): [string, object] => [file, { [member]: network[member] }],
  );
  const lists = (network.PrefixListEntries ?? []).map(({ PrefixListId, Entries }): [string, object] => [
    `get-managed-prefix-list-entries-${PrefixListId}.json`,
    { Entries },
  ]);
  return new Map([...described, ...lists]);
}
