import { type Cidr, parseCidr } from '../../model/cidr.ts';
import type { NetworkResources } from '../../network/aws/resources.ts';

/**
 * What no host of the Internet has: private, shared, link-local, loopback and multicast addresses. Source: RFC 6890, RFC
 * 5771. Of `::/8` only what is no IPv4 address, for as integers those lie in it.
 */
const NOT_INTERNET = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
] as const;

/** The blocks whose addresses are not those of the Internet: what is not routed there, and the network's own VPCs and subnets. */
export function insideBlocks({ vpcs, subnets }: NetworkResources): readonly Cidr[] {
  const texts = [
    ...NOT_INTERNET,
    ...vpcs.flatMap((vpc) => [
      vpc.CidrBlock,
      ...vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock),
      ...vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    ]),
    ...subnets.flatMap((subnet) => [
      subnet.CidrBlock,
      ...subnet.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    ]),
  ];
  const distinct = new Set(texts.filter((text) => text !== undefined));
  return [...distinct].map((text) => parseCidr(text)).filter((block) => block !== null);
}
