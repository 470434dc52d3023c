import { type Address, formatAddress, parseAddress } from '../../model/address.ts';
import type { Instance, NetworkInterface, NetworkResources } from '../../network/aws/resources.ts';
import { privateAddresses } from '../../network/rule-tables/group-members.ts';

/** A public IPv4 address and the private one that it is translated to. */
export interface PublicAddress {
  /** Canonical text. */
  readonly publicAddress: string;
  readonly privateAddress: Address;
  /** Null when what has the address was imported without its interface. */
  readonly networkInterface: NetworkInterface | null;
  readonly instance: Instance | null;
  readonly subnetId: string | null;
  readonly vpcId: string | null;
}

type Owner = Omit<PublicAddress, 'publicAddress' | 'privateAddress'>;

/**
 * Every public address of the network that has a private one: as its interface says, else the NAT gateway, else the
 * instance. Those of a regional NAT gateway have none.
 */
export function publicAddresses(resources: NetworkResources): readonly PublicAddress[] {
  const { networkInterfaces, natGateways, instances } = resources;
  const byId = new Map(networkInterfaces.map((one) => [one.NetworkInterfaceId, one]));
  const byAddress = new Map(
    networkInterfaces.flatMap((one) =>
      privateAddresses(one).map((address) => [keyOf(one.VpcId, address), one]),
    ),
  );
  return [
    ...networkInterfaces.flatMap(ofInterface),
    ...natGateways.flatMap(({ NatGatewayAddresses, SubnetId = null, VpcId }) =>
      NatGatewayAddresses.flatMap(({ NetworkInterfaceId, PublicIp, PrivateIp }) => {
        const owner = byId.get(NetworkInterfaceId ?? '');
        const place = { networkInterface: null, instance: null, subnetId: SubnetId, vpcId: VpcId };
        return pair(PublicIp, PrivateIp, owner ? interfaceOwner(owner) : place);
      }),
    ),
    ...instances.flatMap((instance) => {
      const { PublicIpAddress, PrivateIpAddress, SubnetId = null, VpcId = null } = instance;
      const own = parseAddress(PrivateIpAddress ?? '');
      const owner = own === null ? undefined : byAddress.get(keyOf(VpcId, own));
      const place = { networkInterface: null, instance, subnetId: SubnetId, vpcId: VpcId };
      return pair(PublicIpAddress, PrivateIpAddress, owner ? interfaceOwner(owner) : place);
    }),
  ];
}

/** Whether the address is one of the interface's, primary, secondary or IPv6; delegated prefixes are not looked at. */
export function hasPrivateAddress(networkInterface: NetworkInterface, address: Address): boolean {
  return privateAddresses(networkInterface).some(({ value }) => value === address.value);
}

function ofInterface(networkInterface: NetworkInterface): readonly PublicAddress[] {
  const { PrivateIpAddress, Association, PrivateIpAddresses } = networkInterface;
  const owner = interfaceOwner(networkInterface);
  return [
    ...pair(Association?.PublicIp, PrivateIpAddress, owner),
    ...PrivateIpAddresses.flatMap((one) => pair(one.Association?.PublicIp, one.PrivateIpAddress, owner)),
  ];
}

function interfaceOwner(networkInterface: NetworkInterface): Owner {
  const { SubnetId: subnetId, VpcId: vpcId } = networkInterface;
  return { networkInterface, instance: null, subnetId, vpcId };
}

/** Private addresses are unique in a VPC. */
function keyOf(vpcId: string | undefined | null, { value }: Address): string {
  return `${vpcId ?? ''} ${value}`;
}

function pair(
  publicText: string | undefined,
  privateText: string | undefined,
  owner: Owner,
): readonly PublicAddress[] {
  const publicAddress = parseAddress(publicText ?? '');
  const privateAddress = parseAddress(privateText ?? '');
  if (publicAddress === null || privateAddress === null) return [];
  return [{ publicAddress: formatAddress(publicAddress), privateAddress, ...owner }];
}
