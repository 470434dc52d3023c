import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, formatAddress, parseAddress } from '../../../src/model/address.ts';
import { cidrContains, parseCidr } from '../../../src/model/cidr.ts';
import type { NetworkResources } from '../../../src/network/aws/resources.ts';
import { typicalPublicAddress, typicalSubnetAddress } from '../../../src/why/ends/typical-address.ts';
import {
  aclEntry,
  groupRule,
  network,
  networkAcl,
  networkInterface,
  permission,
  securityGroup,
  subnet,
} from '../../network/networks.ts';

const written = (address: Address | null) => (address === null ? null : formatAddress(address));
const naming = (...blocks: readonly string[]): NetworkResources => {
  const entries = blocks.map((block, i) =>
    aclEntry(i + 1, block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
  );
  return network({ networkAcls: [{ ...networkAcl('acl-1', 'vpc-1'), Entries: entries }] });
};
const publicAmong = (...blocks: readonly string[]) => written(typicalPublicAddress(naming(...blocks), 4));

/** Length of the innermost of the blocks around an address, the slow way. */
function depth(blocks: readonly string[], address: Address): number {
  const lengths = blocks
    .map((block) => parseCidr(block))
    .filter((block) => block !== null && cidrContains(block, address))
    .map((block) => block?.prefixLength ?? 0);
  return Math.max(0, ...lengths);
}

describe('a typical public address', () => {
  it('is of a documentation block in which nothing is named', () => {
    expect(publicAmong()).toBe('203.0.113.1');
    expect(publicAmong('0.0.0.0/0', '10.0.0.0/8')).toBe('203.0.113.1');
    expect(publicAmong('203.0.113.0/24')).toBe('198.51.100.1');
    expect(publicAmong('203.0.113.9/32', '198.51.100.128/25')).toBe('192.0.2.1');
  });

  it('is in the largest block there is when no documentation block is free', () => {
    const documentation = ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24'];
    expect(publicAmong('0.0.0.0/0', ...documentation)).toBe('1.0.0.0');
    expect(publicAmong('0.0.0.0/0', ...documentation, '0.0.0.0/1')).toBe('128.0.0.0');
    expect(publicAmong('0.0.0.0/1', '128.0.0.0/1')).toBe('203.0.113.1');
    expect(publicAmong('0.0.0.0/2', '128.0.0.0/1', '64.0.0.0/2')).toBe('203.0.113.1');
    expect(publicAmong('192.0.0.0/2', '0.0.0.0/1', '128.0.0.0/3')).toBe('160.0.0.0');
  });

  it('is not one of the network, whatever names it', () => {
    const here = { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.5' };
    const carrier = networkInterface('eni-1', here, [], { Association: { PublicIp: '203.0.113.1' } });
    expect(written(typicalPublicAddress(network({ networkInterfaces: [carrier] }), 4))).toBe('198.51.100.1');
    const nat = { NatGatewayId: 'nat-1', VpcId: 'vpc-1', NatGatewayAddresses: [{ PublicIp: '203.0.113.2' }] };
    expect(written(typicalPublicAddress(network({ natGateways: [nat] }), 4))).toBe('198.51.100.1');
    const entries = [{ PrefixListId: 'pl-1', Entries: [{ Cidr: '203.0.113.64/26' }] }];
    expect(written(typicalPublicAddress(network({ prefixListEntries: entries }), 4))).toBe('198.51.100.1');
    const table = {
      RouteTableId: 'rtb-1',
      VpcId: 'vpc-1',
      Associations: [],
      Routes: [{ DestinationCidrBlock: '203.0.113.0/25' }],
    };
    expect(written(typicalPublicAddress(network({ routeTables: [table] }), 4))).toBe('198.51.100.1');
  });

  it('is not one that a group names, in its permissions or in the listing of its rules', () => {
    const permitted = { ...permission({ IpRanges: [{ CidrIp: '203.0.113.0/28' }] }) };
    const groups = [{ ...securityGroup('sg-1', 'vpc-1'), IpPermissionsEgress: [permitted] }];
    expect(written(typicalPublicAddress(network({ securityGroups: groups }), 4))).toBe('198.51.100.1');
    const rules = [{ ...groupRule('sgr-1', 'sg-1', 22), CidrIpv4: '203.0.113.7/32' }];
    expect(written(typicalPublicAddress(network({ securityGroupRules: rules }), 4))).toBe('198.51.100.1');
  });

  it('is of the IPv6 documentation block, else of global unicast space', () => {
    const ipv6 = (...blocks: readonly string[]) => written(typicalPublicAddress(naming(...blocks), 6));
    expect(ipv6('::/0', '2000::/3')).toBe('2001:db8::1');
    expect(ipv6('::/0', '2001:db8:1::/48')).toBe('2000::');
  });
});

describe('a typical address of a subnet', () => {
  const inSubnet = (block: string, resources = naming(), avoid: readonly string[] = []) => {
    const avoided = avoid.map((text) => parseAddress(text)).filter((address) => address !== null);
    return written(typicalSubnetAddress(resources, subnet('subnet-1', 'vpc-1', block), 4, avoided));
  };

  it('is the lowest that AWS does not reserve and nothing has', () => {
    expect(inSubnet('10.0.0.0/24')).toBe('10.0.0.4');
    const here = { SubnetId: 'subnet-1', VpcId: 'vpc-1', address: '10.0.0.4' };
    const prefixes = { Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.16/28' }] };
    const taken = network({ networkInterfaces: [networkInterface('eni-1', here, [], prefixes)] });
    expect(inSubnet('10.0.0.0/24', taken)).toBe('10.0.0.5');
    expect(inSubnet('10.0.0.0/27', taken, ['10.0.0.5', '10.0.0.6'])).toBe('10.0.0.7');
  });

  it('is not one that rules single out while there are others', () => {
    expect(inSubnet('10.0.0.0/24', naming('10.0.0.0/25'))).toBe('10.0.0.128');
    expect(inSubnet('10.0.0.0/24', naming('10.0.0.4/32', '10.0.0.0/8'))).toBe('10.0.0.5');
  });

  it('is missing in a subnet that has no block of the family', () => {
    expect(typicalSubnetAddress(naming(), subnet('subnet-1', 'vpc-1'), 6, [])).toBeNull();
  });

  it('has as large a block around it as any free address, in random networks', () => {
    const block = fc
      .tuple(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 26, max: 32 }))
      .map(([host, length]) => `10.0.0.${host}/${length}`);
    const hosts = fc.uniqueArray(fc.integer({ min: 4, max: 30 }), { maxLength: 27 });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), hosts, (blocks, taken) => {
        const interfaces = taken.map((host) =>
          networkInterface(`eni-${host}`, {
            SubnetId: 'subnet-1',
            VpcId: 'vpc-1',
            address: `10.0.0.${host}`,
          }),
        );
        const resources = { ...naming(...blocks), networkInterfaces: interfaces };
        const free = Array.from({ length: 27 }, (_, i) => i + 4).filter((host) => !taken.includes(host));
        const depths = free.map((host) => depth(blocks, parseAddress(`10.0.0.${host}`) as Address));
        const best = free[depths.indexOf(Math.min(...depths))];
        expect(inSubnet('10.0.0.0/27', resources)).toBe(best === undefined ? null : `10.0.0.${best}`);
      }),
    );
  });
});
