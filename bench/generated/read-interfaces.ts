import { readFileSync } from 'node:fs';
import { ascii } from './byte-writer.ts';
import type { LoggedInterface } from './draft.ts';

interface DescribedInterface {
  NetworkInterfaceId: string;
  PrivateIpAddress: string;
  PrivateIpAddresses: { PrivateIpAddress: string; Primary: boolean }[];
  Ipv6Addresses: { Ipv6Address: string }[];
  VpcId: string;
  SubnetId: string;
  AvailabilityZoneId?: string;
  Attachment?: { InstanceId?: string };
}

/** The interfaces of a describe-network-interfaces.json, ready to be logged. */
export function readInterfaces(file: string): LoggedInterface[] {
  const document: { NetworkInterfaces: DescribedInterface[] } = JSON.parse(readFileSync(file, 'utf8'));
  return document.NetworkInterfaces.map((described) => {
    const secondary = described.PrivateIpAddresses.find((address) => !address.Primary)?.PrivateIpAddress;
    const ipv6 = described.Ipv6Addresses[0]?.Ipv6Address;
    return {
      id: ascii(described.NetworkInterfaceId),
      address: ascii(described.PrivateIpAddress),
      secondary: secondary === undefined ? null : ascii(secondary),
      ipv6: ipv6 === undefined ? null : ascii(ipv6),
      vpcId: ascii(described.VpcId),
      subnetId: ascii(described.SubnetId),
      azId: ascii(described.AvailabilityZoneId ?? '-'),
      instanceId: ascii(described.Attachment?.InstanceId ?? '-'),
    };
  });
}
