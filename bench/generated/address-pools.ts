import { ascii } from './byte-writer.ts';

const CLIENTS = 20_000;
const SCANNERS = 60_000;
const IPV6_CLIENTS = 4_000;
const SERVICES = ['S3', 'EC2', 'AMAZON', 'DYNAMODB', 'CLOUDFRONT'].map(ascii);

/** Addresses outside the VPC, from ranges for benchmarks and documentation. */
export interface AddressPools {
  readonly clients: readonly Uint8Array[];
  readonly ipv6Clients: readonly Uint8Array[];
  readonly scanners: readonly Uint8Array[];
}

export function addressPools(): AddressPools {
  return {
    clients: Array.from({ length: CLIENTS }, (_, i) => benchmarkAddress(18, i)),
    ipv6Clients: Array.from({ length: IPV6_CLIENTS }, (_, i) =>
      ascii(`2001:db8:c0de:${(i + 1).toString(16)}::1`),
    ),
    scanners: Array.from({ length: SCANNERS }, (_, i) => benchmarkAddress(19, i)),
  };
}

/** The AWS service that a client's address belongs to, if any; one in five has one. */
export function serviceOfClient(client: number): Uint8Array | null {
  return SERVICES[client % (SERVICES.length * 5)] ?? null;
}

/** Address `i` of 198.18.0.0/16 or 198.19.0.0/16, neighbours far apart. */
export function benchmarkAddress(second: 18 | 19, i: number): Uint8Array {
  const low = (i * 40_503) & 0xffff;
  return ascii(`198.${second}.${low >> 8}.${low & 255}`);
}
