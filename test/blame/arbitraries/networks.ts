import type { OracleNetwork } from '../../oracle/aws-json.ts';
import { awsId } from './aws-ids.ts';
import type { Dice } from './dice.ts';
import { drawInterfaces } from './interfaces.ts';
import { drawAcls } from './network-acls.ts';
import { drawPrefixLists, drawRouteTables } from './routes-and-lists.ts';
import { ruleBlocks } from './rule-parts.ts';
import { drawGroups, MISSING_GROUP, ruleRows } from './security-groups.ts';
import { drawLand } from './vpcs-and-subnets.ts';

/** A small network with many of the things that make verdicts hard. */
export function drawNetwork(dice: Dice): OracleNetwork {
  const { vpcs, subnets } = drawLand(dice);
  const [first, ...rest] = subnets;
  if (first === undefined) throw new Error('Cannot draw a network: it has no subnets');
  const groupIds = Array.from({ length: 1 + dice.below(4) }, (_, i) => awsId('sg', i));
  const carried = dice.once(5) ? [...groupIds, MISSING_GROUP] : groupIds;
  const interfaces = drawInterfaces(dice, [first, ...rest], carried);
  const blocks = ruleBlocks(
    subnets.flatMap((s) => [
      ...(s.CidrBlock === undefined ? [] : [s.CidrBlock]),
      ...(s.Ipv6CidrBlockAssociationSet ?? []).map((a) => a.Ipv6CidrBlock),
    ]),
    interfaces.flatMap((ni) => [
      ...(ni.PrivateIpAddresses ?? []).map((a) => a.PrivateIpAddress),
      ...(ni.Ipv6Addresses ?? []).map((a) => a.Ipv6Address),
    ]),
  );
  const groups = drawGroups(
    dice,
    groupIds,
    vpcs.map((v) => v.VpcId),
    blocks,
  );
  const { lists, entries } = drawPrefixLists(dice);
  return {
    Vpcs: vpcs,
    Subnets: subnets,
    NetworkInterfaces: interfaces,
    SecurityGroups: groups,
    ...(dice.once(2) ? { SecurityGroupRules: ruleRows(groups) } : {}),
    ...(dice.once(10) ? {} : { NetworkAcls: drawAcls(dice, vpcs, subnets, blocks) }),
    ...(dice.once(5) ? {} : { RouteTables: drawRouteTables(dice, vpcs, subnets) }),
    PrefixLists: lists,
    PrefixListEntries: entries,
  };
}
