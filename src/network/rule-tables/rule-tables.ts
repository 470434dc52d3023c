import { addressKey } from '../../model/address.ts';
import { subnetBlocks } from '../address-blocks.ts';
import type { NetworkInterface, NetworkResources, Subnet } from '../aws/resources.ts';
import type { NetworkEpoch } from '../epochs.ts';
import { AddressSpace } from './address-space.ts';
import { attachmentSet } from './attachment-routes.ts';
import { exemptAddresses } from './exempt-addresses.ts';
import { delegatedPrefixes, GroupMembers, privateAddresses } from './group-members.ts';
import { groupRules } from './group-rules.ts';
import { hasType, isClassicLoadBalancer } from './interface-type.ts';
import { PrefixLists } from './prefix-lists.ts';
import { blockPublicAccessMode, type Profile, Profiles } from './profiles.ts';
import type { InterfaceAddressRow, InterfaceRow, RuleTables, SubnetRow } from './rows.ts';
import { RuleBook } from './rule-book.ts';
import { icmpWorlds } from './traffic-match.ts';

/** The interfaces and subnets that will be asked about. */
export interface Places {
  readonly interfaceIds: ReadonlySet<string>;
  readonly subnetIds: ReadonlySet<string>;
}

/**
 * Compiles the configurations of all epochs into the tables that the evaluator joins. With `only`, the rest of the network
 * counts where rules refer to it, as the members of a group do, and has no rules of its own in the tables.
 */
export function ruleTables(epochs: readonly NetworkEpoch[], only: Places | null = null): RuleTables {
  const space = new AddressSpace();
  const book = new RuleBook(space);
  const profiles = new Profiles();
  const placed = epochs.map(({ resources }, i) =>
    placeResources(i + 1, resources, only, space, book, profiles),
  );
  const { floors, blockSets } = space.tables();
  return {
    networkEpochs: epochs.map(({ validFromS, validToS }, i) => ({ epoch: i + 1, validFromS, validToS })),
    addressFloors: floors,
    blockSets,
    ruleOwners: book.ownerRows,
    rules: book.ruleRows,
    profiles: profiles.rows,
    interfaces: placed.flatMap(({ interfaces }) => interfaces),
    interfaceAddresses: placed.flatMap(({ interfaceAddresses }) => interfaceAddresses),
    subnets: placed.flatMap(({ subnets }) => subnets),
    icmpWorlds: icmpWorlds(book.ruleRows),
  };
}

interface PlacedResources {
  readonly interfaces: readonly InterfaceRow[];
  readonly interfaceAddresses: readonly InterfaceAddressRow[];
  readonly subnets: readonly SubnetRow[];
}

function placeResources(
  epoch: number,
  resources: NetworkResources,
  only: Places | null,
  space: AddressSpace,
  book: RuleBook,
  profiles: Profiles,
): PlacedResources {
  const interfaces = resources.networkInterfaces.filter(
    ({ NetworkInterfaceId }) => only === null || only.interfaceIds.has(NetworkInterfaceId),
  );
  const crossed = new Set(interfaces.map(({ SubnetId }) => SubnetId));
  const subnets = resources.subnets.filter(
    ({ SubnetId }) => only === null || only.subnetIds.has(SubnetId) || crossed.has(SubnetId),
  );
  const prefixLists = new PrefixLists(resources.prefixLists, resources.prefixListEntries);
  const rulesOf = carriedRules(interfaces, resources, prefixLists);
  const subnetProfiles = new Map(
    subnets.map((subnet) => [subnet.SubnetId, subnetProfile(subnet, resources, prefixLists, space, book)]),
  );
  const profileOf = (networkInterface: NetworkInterface): Profile => {
    const ofSubnet = subnetProfiles.get(networkInterface.SubnetId) ?? unknownSubnetProfile(space, book);
    const groupIds = networkInterface.Groups.map(({ GroupId }) => GroupId);
    return {
      ...ofSubnet,
      groupOwner: groupIds.length === 0 ? null : book.groupOwner(groupIds, rulesOf),
      attachmentSet: hasType(networkInterface, 'transit_gateway') ? null : ofSubnet.attachmentSet,
      checkedInsideEgress: checkedInsideEgress(networkInterface),
    };
  };
  return {
    interfaces: interfaces.map((networkInterface) => ({
      epoch,
      interfaceId: networkInterface.NetworkInterfaceId,
      profileId: profiles.idOf(profileOf(networkInterface)),
      hidesAddresses: hidesAddresses(networkInterface),
    })),
    interfaceAddresses: interfaces.flatMap((networkInterface) =>
      privateAddresses(networkInterface).map(({ value }) => ({
        epoch,
        interfaceId: networkInterface.NetworkInterfaceId,
        ...addressKey(value),
      })),
    ),
    subnets: subnets.map((subnet) => {
      const profile = subnetProfiles.get(subnet.SubnetId) ?? unknownSubnetProfile(space, book);
      return {
        epoch,
        subnetId: subnet.SubnetId,
        vpcId: subnet.VpcId,
        subnetSet: profile.subnetSet,
        profileId: profiles.idOf(profile),
      };
    }),
  };
}

/** The rules of the groups that some of the interfaces carry; whoever carries a group that they refer to is its member. */
function carriedRules(
  interfaces: readonly NetworkInterface[],
  resources: NetworkResources,
  prefixLists: PrefixLists,
): ReturnType<typeof groupRules> {
  const carried = new Set(interfaces.flatMap(({ Groups }) => Groups.map(({ GroupId }) => GroupId)));
  return groupRules({
    securityGroups: resources.securityGroups.filter(({ GroupId }) => carried.has(GroupId)),
    securityGroupRules: resources.securityGroupRules.filter(({ GroupId }) => carried.has(GroupId)),
    members: new GroupMembers(resources.securityGroups, resources.networkInterfaces),
    prefixLists,
  });
}

/** What is known of an interface of which only the subnet is known: its groups may be any. */
function subnetProfile(
  subnet: Subnet,
  resources: NetworkResources,
  prefixLists: PrefixLists,
  space: AddressSpace,
  book: RuleBook,
): Profile {
  const ofVpc = resources.networkAcls.filter(({ VpcId }) => VpcId === subnet.VpcId);
  const acl =
    resources.networkAcls.find(({ Associations }) =>
      Associations.some(({ SubnetId }) => SubnetId === subnet.SubnetId),
    ) ?? ofVpc.find(({ IsDefault }) => IsDefault);
  const vpc = resources.vpcs.find(({ VpcId }) => VpcId === subnet.VpcId);
  return {
    aclOwner: book.aclOwner(acl),
    groupOwner: book.unknownGroups(),
    subnetSet: space.setOf(subnetBlocks(subnet)),
    exemptSet: space.setOf(exemptAddresses(subnet, vpc)),
    attachmentSet: attachmentSet(subnet, resources, prefixLists, space),
    checkedInsideEgress: null,
    blockPublicAccess: blockPublicAccessMode(subnet, resources),
  };
}

/** What is known of an interface whose subnet was not imported. */
function unknownSubnetProfile(space: AddressSpace, book: RuleBook): Profile {
  return {
    aclOwner: book.aclOwner(undefined),
    groupOwner: book.unknownGroups(),
    subnetSet: space.setOf([]),
    exemptSet: space.setOf([]),
    attachmentSet: null,
    checkedInsideEgress: null,
    blockPublicAccess: null,
  };
}

/**
 * Network ACLs do not apply inside a subnet, with two exceptions: what a Classic Load Balancer sends, and what a transit
 * gateway's interface receives. Sources: Reachability Analyzer code ELB_ACL_RESTRICTION; Amazon VPC Transit Gateways.
 */
function checkedInsideEgress(networkInterface: NetworkInterface): boolean | null {
  if (hasType(networkInterface, 'transit_gateway')) return false;
  return isClassicLoadBalancer(networkInterface) ? true : null;
}

/** Whether srcaddr and dstaddr may hide the packet's own addresses: several of them, or others' packets pass through. */
function hidesAddresses(networkInterface: NetworkInterface): boolean {
  const addresses = privateAddresses(networkInterface);
  return (
    addresses.filter(({ family }) => family === 4).length > 1 ||
    addresses.filter(({ family }) => family === 6).length > 1 ||
    delegatedPrefixes(networkInterface).length > 0 ||
    hasType(networkInterface, 'nat_gateway') ||
    hasType(networkInterface, 'transit_gateway') ||
    networkInterface.SourceDestCheck === false
  );
}
