import { type Address, parseAddress } from '../../model/address.ts';
import { cidrContains } from '../../model/cidr.ts';
import type {
  NatGateway,
  NetworkInterface,
  NetworkResources,
  RouteTable,
  Subnet,
} from '../../network/aws/resources.ts';
import { type RouteLookup, routeFor } from '../../network/routing/route-lookup.ts';
import { routeTableOf } from '../../network/routing/route-tables.ts';
import { exemptAddresses } from '../../network/rule-tables/exempt-addresses.ts';
import { PrefixLists } from '../../network/rule-tables/prefix-lists.ts';
import { blockPublicAccessMode } from '../../network/rule-tables/profiles.ts';
import type { End } from '../path.ts';

/** A place in the network from which packets are routed. */
export interface Spot {
  readonly kind: 'end' | 'nat' | 'attachment' | 'middlebox';
  readonly interfaceId: string | null;
  /** Null: a regional NAT gateway, which is in no subnet. */
  readonly subnetId: string | null;
  readonly vpcId: string;
  /** Undefined: not imported. */
  readonly table: RouteTable | undefined;
  /** Whose table it is: the subnet, or the regional NAT gateway. */
  readonly routedAs: string;
  /** The address that an internet gateway gives to IPv4 packets from here; null: none. */
  readonly publicAddress: string | null;
  /** Whether it is known that there is none: false where no interface of the import has the address. */
  readonly isAssociationKnown: boolean;
}

/** An end inside of the network. */
export type KnownEnd = End & { readonly subnetId: string; readonly vpcId: string };

/** Whether an end is inside of the network. */
export function isKnown(end: End): end is KnownEnd {
  return end.subnetId !== null && end.vpcId !== null;
}

/** The address that a text spells. */
export function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (!address) throw new TypeError(`"${text}" is no address`);
  return address;
}

/** A configuration, looked at by somebody who follows a packet through it. */
export class Terrain {
  readonly resources: NetworkResources;
  readonly #prefixLists: PrefixLists;

  constructor(resources: NetworkResources) {
    this.resources = resources;
    this.#prefixLists = new PrefixLists(resources.prefixLists, resources.prefixListEntries);
  }

  spotOfEnd({ interfaceId, subnetId, vpcId, publicAddress }: KnownEnd): Spot {
    const isAssociationKnown = interfaceId !== null;
    return { ...this.spotIn(subnetId, vpcId), kind: 'end', interfaceId, publicAddress, isAssociationKnown };
  }

  spotOfInterface(
    kind: 'nat' | 'attachment' | 'middlebox',
    { NetworkInterfaceId, SubnetId, VpcId }: NetworkInterface,
    publicAddress: string | null = null,
  ): Spot {
    return { ...this.spotIn(SubnetId, VpcId), kind, interfaceId: NetworkInterfaceId, publicAddress };
  }

  /** A place in a subnet of which no interface is known. */
  spotIn(subnetId: string, vpcId: string): Spot {
    const table = routeTableOf({ SubnetId: subnetId, VpcId: vpcId }, this.resources.routeTables);
    const none = { interfaceId: null, publicAddress: null, isAssociationKnown: true };
    return { ...none, kind: 'nat', subnetId, vpcId, table, routedAs: subnetId };
  }

  lookUp(to: string, table: RouteTable): RouteLookup {
    return routeFor(addressOf(to), table, this.#prefixLists, this.resources);
  }

  interface(id: string | null | undefined): NetworkInterface | undefined {
    return this.resources.networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === id);
  }

  natGateway(id: string): NatGateway | undefined {
    return this.resources.natGateways.find(({ NatGatewayId }) => NatGatewayId === id);
  }

  subnet(id: string | null): Subnet | undefined {
    return this.resources.subnets.find(({ SubnetId }) => SubnetId === id);
  }

  /** The Availability Zone of a subnet by its name, else by its id; null: not known. */
  zoneOf(subnetId: string | null): string | null {
    const subnet = this.subnet(subnetId);
    return subnet?.AvailabilityZone ?? subnet?.AvailabilityZoneId ?? null;
  }

  /** VPC Block Public Access in force at a place; null: off or not known. */
  blockPublicAccess({ subnetId, vpcId }: Pick<Spot, 'subnetId' | 'vpcId'>): string | null {
    const subnet = this.subnet(subnetId) ?? {
      SubnetId: subnetId ?? '',
      VpcId: vpcId,
      Ipv6CidrBlockAssociationSet: [],
    };
    return blockPublicAccessMode(subnet, this.resources);
  }

  /** Whether an address is a service of the network itself (Amazon DNS, instance metadata …), which needs no route. */
  isService(to: string, subnetId: string | null): boolean {
    const subnet = this.subnet(subnetId);
    if (!subnet) return false;
    const vpc = this.resources.vpcs.find(({ VpcId }) => VpcId === subnet.VpcId);
    return exemptAddresses(subnet, vpc).some((block) => cidrContains(block, addressOf(to)));
  }
}
