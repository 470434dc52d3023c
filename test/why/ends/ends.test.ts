import { describe, expect, it } from 'vitest';
import type { Instance, NetworkInterface, NatGateway } from '../../../src/network/aws/resources.ts';
import { AmbiguousEndError, UnfitEndsError, UnknownEndError } from '../../../src/why/ends/end-errors.ts';
import { resolveEnds } from '../../../src/why/ends/ends.ts';
import { network, networkInterface, subnet } from '../../network/networks.ts';

const A = { SubnetId: 'subnet-a', VpcId: 'vpc-a' };
const B = { SubnetId: 'subnet-b', VpcId: 'vpc-b' };
const vpc = (VpcId: string, CidrBlock: string) => ({
  VpcId,
  CidrBlock,
  CidrBlockAssociationSet: [],
  Ipv6CidrBlockAssociationSet: [],
});
const named = (Name: string) => [{ Key: 'Name', Value: Name }];
const dualStack = (SubnetId: string, VpcId: string, CidrBlock: string, Ipv6CidrBlock: string) => ({
  ...subnet(SubnetId, VpcId, CidrBlock),
  Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock, Ipv6CidrBlockState: { State: 'associated' } }],
});
const eni = (
  id: string,
  address: string,
  members: Partial<NetworkInterface> = {},
  at: { readonly SubnetId: string; readonly VpcId: string } = A,
) => networkInterface(id, { ...at, address }, [], members);
const instance = (InstanceId: string, interfaceIds: readonly string[], members: Partial<Instance> = {}) => ({
  InstanceId,
  VpcId: 'vpc-a',
  SubnetId: 'subnet-a',
  NetworkInterfaces: interfaceIds.map((NetworkInterfaceId) => ({ NetworkInterfaceId })),
  ...members,
});
const natGateway = (members: Partial<NatGateway>): NatGateway => ({
  NatGatewayId: 'nat-1',
  VpcId: 'vpc-a',
  NatGatewayAddresses: [],
  ...members,
});

const web = eni('eni-web', '10.0.0.10', {
  PrivateIpAddresses: [
    { PrivateIpAddress: '10.0.0.10', Primary: true, Association: { PublicIp: '198.51.100.10' } },
    { PrivateIpAddress: '10.0.0.11', Association: { PublicIp: '198.51.100.11' } },
    { PrivateIpAddress: '10.0.0.12' },
  ],
  Ipv6Addresses: [{ Ipv6Address: '2600:1f00:0:a::10' }],
  Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.64/28' }],
  Association: { PublicIp: '198.51.100.10' },
  Attachment: { InstanceId: 'i-web' },
  TagSet: named('web'),
});
const db = eni('eni-db', '10.0.0.20');
const BASE = network({
  vpcs: [vpc('vpc-a', '10.0.0.0/16')],
  subnets: [dualStack('subnet-a', 'vpc-a', '10.0.0.0/24', '2600:1f00:0:a::/64')],
  networkInterfaces: [web, db],
});

const src = (input: string, dst = 'eni-db', resources = BASE) => resolveEnds(resources, input, dst).src;
const failure = (input: string, dst = 'eni-db', resources = BASE): unknown => {
  try {
    return resolveEnds(resources, input, dst);
  } catch (error) {
    return error;
  }
};
const messageOf = (input: string, dst = 'eni-db', resources = BASE) =>
  (failure(input, dst, resources) as Error).message;

describe('an end given as an address', () => {
  it('is the interface that has it, primary, secondary, IPv6 or in a delegated prefix', () => {
    expect(src('10.0.0.10')).toEqual({
      input: '10.0.0.10',
      kind: 'interface',
      address: '10.0.0.10',
      publicAddress: '198.51.100.10',
      sentTo: '10.0.0.10',
      interfaceId: 'eni-web',
      instanceId: 'i-web',
      subnetId: 'subnet-a',
      vpcId: 'vpc-a',
      name: 'web',
    });
    expect(src('10.0.0.11')).toMatchObject({ interfaceId: 'eni-web', publicAddress: '198.51.100.11' });
    expect(src('10.0.0.12')).toMatchObject({ interfaceId: 'eni-web', publicAddress: null });
    expect(src('10.0.0.70')).toMatchObject({ interfaceId: 'eni-web', address: '10.0.0.70' });
    expect(src('2600:1F00:0:A:0:0:0:10', 'internet')).toMatchObject({
      interfaceId: 'eni-web',
      address: '2600:1f00:0:a::10',
      publicAddress: null,
      sentTo: '2600:1f00:0:a::10',
    });
  });

  it('is the private address behind a public one, to which packets are then sent', () => {
    expect(src('198.51.100.11')).toMatchObject({
      kind: 'interface',
      interfaceId: 'eni-web',
      address: '10.0.0.11',
      publicAddress: '198.51.100.11',
      sentTo: '198.51.100.11',
    });
    const plain = eni('eni-plain', '10.0.0.30', { Association: { PublicIp: '198.51.100.30' } });
    const resources = network({ ...BASE, networkInterfaces: [plain, db] });
    expect(src('198.51.100.30', 'eni-db', resources)).toMatchObject({
      interfaceId: 'eni-plain',
      address: '10.0.0.30',
    });
  });

  it('is the interface of a NAT gateway, or its private address when that was not imported', () => {
    const addresses = [
      { NetworkInterfaceId: 'eni-nat', PrivateIp: '10.0.0.40', PublicIp: '198.51.100.40' },
      { NetworkInterfaceId: 'eni-gone', PrivateIp: '10.0.0.41', PublicIp: '198.51.100.41' },
    ];
    const resources = network({
      ...BASE,
      networkInterfaces: [db, eni('eni-nat', '10.0.0.40')],
      natGateways: [natGateway({ SubnetId: 'subnet-a', NatGatewayAddresses: addresses })],
    });
    expect(src('198.51.100.40', 'eni-db', resources)).toMatchObject({
      kind: 'interface',
      interfaceId: 'eni-nat',
      publicAddress: '198.51.100.40',
    });
    expect(src('198.51.100.41', 'eni-db', resources)).toMatchObject({
      kind: 'address',
      address: '10.0.0.41',
      interfaceId: null,
      subnetId: 'subnet-a',
      sentTo: '198.51.100.41',
    });
  });

  it('is an address of a subnet when no interface has it, and outside when no subnet does', () => {
    expect(src('10.0.0.99')).toMatchObject({
      kind: 'address',
      interfaceId: null,
      subnetId: 'subnet-a',
      vpcId: 'vpc-a',
    });
    expect(src('::ffff:192.168.1.1')).toMatchObject({
      kind: 'address',
      address: '192.168.1.1',
      sentTo: '192.168.1.1',
      subnetId: null,
      vpcId: null,
    });
  });

  it('is the instance that has it when only instances were imported', () => {
    const known = { PrivateIpAddress: '10.0.0.50', PublicIpAddress: '198.51.100.50', Tags: named('app') };
    const resources = network({ ...BASE, instances: [instance('i-app', ['eni-gone'], known)] });
    const expected = { instanceId: 'i-app', address: '10.0.0.50', subnetId: 'subnet-a', name: 'app' };
    expect(src('10.0.0.50', 'eni-db', resources)).toMatchObject({ ...expected, sentTo: '10.0.0.50' });
    expect(src('198.51.100.50', 'eni-db', resources)).toMatchObject({ ...expected, sentTo: '198.51.100.50' });
  });
});

describe('the address that packets are sent to', () => {
  const sentTo = (other: string, resources = BASE) => resolveEnds(resources, other, 'eni-web').dst.sentTo;

  it('is the public one for packets from the Internet', () => {
    expect(sentTo('internet')).toBe('198.51.100.10');
    expect(sentTo('8.8.8.8')).toBe('198.51.100.10');
    expect(src('eni-web', 'internet').sentTo).toBe('198.51.100.10');
  });

  it('is the private one for packets from the network, from private addresses and from a peered VPC', () => {
    expect(sentTo('eni-db')).toBe('10.0.0.10');
    expect(sentTo('10.0.0.99')).toBe('10.0.0.10');
    expect(sentTo('192.168.1.1')).toBe('10.0.0.10');
    expect(sentTo('100.64.0.1')).toBe('10.0.0.10');
    const peering = {
      VpcPeeringConnectionId: 'pcx-1',
      AccepterVpcInfo: {
        VpcId: 'vpc-far',
        CidrBlockSet: [{ CidrBlock: '8.8.0.0/16' }],
        Ipv6CidrBlockSet: [],
      },
    };
    expect(sentTo('8.8.8.8', network({ ...BASE, vpcPeeringConnections: [peering] }))).toBe('10.0.0.10');
  });
});

describe('an end given as an instance', () => {
  const one = eni('eni-1', '10.0.0.31');
  const two = eni('eni-2', '10.0.0.32');
  const attached = { Attachment: { InstanceId: 'i-x' } };
  const ask = (interfaces: readonly NetworkInterface[], instances: readonly Instance[]) =>
    network({ ...BASE, networkInterfaces: [db, ...interfaces], instances });

  it('is its interface, whichever of the two says that it is', () => {
    expect(src('i-x', 'eni-db', ask([one], [instance('i-x', ['eni-1'])]))).toMatchObject({
      interfaceId: 'eni-1',
      instanceId: 'i-x',
    });
    expect(src('i-x', 'eni-db', ask([{ ...one, ...attached }], []))).toMatchObject({
      interfaceId: 'eni-1',
      instanceId: 'i-x',
    });
  });

  it('is the interface with the address of the instance when there are several', () => {
    const known = { PrivateIpAddress: '10.0.0.32' };
    const resources = ask([one, two], [instance('i-x', ['eni-1', 'eni-2'], known)]);
    expect(src('i-x', 'eni-db', resources).interfaceId).toBe('eni-2');
  });

  it('is ambiguous when nothing says which of several interfaces is meant', () => {
    const interfaces = [
      { ...one, ...attached },
      { ...two, ...attached },
    ];
    const error = failure('i-x', 'eni-db', ask(interfaces, []));
    expect(error).toBeInstanceOf(AmbiguousEndError);
    expect((error as AmbiguousEndError).candidates).toEqual([
      { id: 'eni-1', address: '10.0.0.31', subnetId: 'subnet-a', name: null },
      { id: 'eni-2', address: '10.0.0.32', subnetId: 'subnet-a', name: null },
    ]);
  });

  it('is never another interface than the missing one that may be meant', () => {
    const known = { PrivateIpAddress: '10.0.0.33' };
    const lists = ['eni-1', 'eni-gone'];
    expect(src('i-x', 'eni-db', ask([one], [instance('i-x', lists, known)]))).toMatchObject({
      kind: 'address',
      address: '10.0.0.33',
      interfaceId: null,
      instanceId: 'i-x',
      subnetId: 'subnet-a',
    });
    expect(messageOf('i-x', 'eni-db', ask([one], [instance('i-x', lists)]))).toBe(
      'Cannot find "i-x": no network interface and no address of instance i-x is in the network',
    );
  });
});

describe('an end given as a tag Name', () => {
  const tagged = instance('i-db', ['eni-db'], { Tags: named('database') });

  it('is the interface, the instance or the subnet that has it, and one thing named twice is one', () => {
    const resources = network({
      ...BASE,
      networkInterfaces: [web, { ...db, TagSet: named('database') }],
      subnets: [{ ...subnet('subnet-a', 'vpc-a', '10.0.0.0/24'), Tags: named('private') }],
      instances: [tagged],
    });
    expect(src('database', 'web', resources).interfaceId).toBe('eni-db');
    expect(src('web', 'database', resources).interfaceId).toBe('eni-web');
    expect(src('private', 'web', resources)).toMatchObject({ kind: 'subnet', name: 'private' });
  });

  it('names an interface after its instance when it has no Name of its own', () => {
    expect(src('eni-db', 'web', network({ ...BASE, instances: [tagged] }))).toMatchObject({
      instanceId: 'i-db',
      name: 'database',
    });
  });

  it('is ambiguous when several have it, even where the other end is in the VPC of one of them', () => {
    const far = eni('eni-far', '10.1.0.10', { TagSet: named('web') }, B);
    const resources = network({ ...BASE, networkInterfaces: [web, db, far] });
    expect(messageOf('web', 'eni-db', resources)).toBe(
      [
        'Cannot tell what "web" is: 2 fit, expected the id of one:',
        '  eni-web  10.0.0.10  subnet-a  web',
        '  eni-far  10.1.0.10  subnet-b  web',
      ].join('\n'),
    );
  });

  it('lists ten of many candidates', () => {
    const many = Array.from({ length: 13 }, (_, i) =>
      eni(`eni-${i}`, `10.0.0.${100 + i}`, { TagSet: named('node') }),
    );
    const lines = messageOf('node', 'eni-db', network({ ...BASE, networkInterfaces: [db, ...many] })).split(
      '\n',
    );
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe('  and 3 more');
  });

  it('gives way to ids and to "internet"', () => {
    const odd = [
      eni('eni-x', '10.0.0.90', { TagSet: named('eni-web') }),
      eni('eni-y', '10.0.0.91', { TagSet: named('internet') }),
    ];
    const resources = network({ ...BASE, networkInterfaces: [web, db, ...odd] });
    expect(src('eni-web', 'eni-db', resources).interfaceId).toBe('eni-web');
    expect(src('internet', 'eni-db', resources).kind).toBe('internet');
  });
});

describe('an unknown end', () => {
  it('is an error that says what was expected and what is near', () => {
    expect(failure('weeb')).toBeInstanceOf(UnknownEndError);
    expect(messageOf('weeb')).toBe(
      'Cannot find "weeb": expected an IP address, "internet", or the id or tag Name of a network interface, ' +
        'an instance or a subnet in the network; near it: "web"',
    );
    expect((failure('eni-wb') as UnknownEndError).near).toEqual(['eni-db', 'eni-web']);
    expect((failure('10.0.0.300') as UnknownEndError).near).toEqual([]);
  });

  it('has at most five near names', () => {
    const many = Array.from({ length: 9 }, (_, i) =>
      eni(`eni-${i}`, `10.0.0.${100 + i}`, { TagSet: named(`node-${i}`) }),
    );
    const error = failure('node', 'eni-db', network({ ...BASE, networkInterfaces: [db, ...many] }));
    expect((error as UnknownEndError).near).toEqual(['node-0', 'node-1', 'node-2', 'node-3', 'node-4']);
  });
});

describe('an address that several VPCs have', () => {
  const one = eni('eni-a', '10.0.0.5');
  const other = eni('eni-b', '10.0.0.5', {}, B);
  const elsewhere = eni('eni-c', '10.9.0.9', {}, { SubnetId: 'subnet-c', VpcId: 'vpc-c' });
  const both = network({
    subnets: [subnet('subnet-a', 'vpc-a', '10.0.0.0/24'), subnet('subnet-b', 'vpc-b', '10.0.0.0/24')],
    networkInterfaces: [one, other, elsewhere, eni('eni-b2', '10.0.0.6', {}, B)],
  });

  it('is the one in the VPC of the other end', () => {
    expect(src('10.0.0.5', 'eni-b2', both).interfaceId).toBe('eni-b');
    expect(resolveEnds(both, 'eni-b2', '10.0.0.5').dst.interfaceId).toBe('eni-b');
  });

  it('is the one in a VPC that is peered with it or on the same transit gateway, as long as that is in force', () => {
    const side = (VpcId: string) => ({ VpcId, CidrBlockSet: [], Ipv6CidrBlockSet: [] });
    const peering = (Code: string) => ({
      VpcPeeringConnectionId: 'pcx-1',
      Status: { Code },
      AccepterVpcInfo: side('vpc-c'),
      RequesterVpcInfo: side('vpc-b'),
    });
    const attachment = (VpcId: string, TransitGatewayId: string) => ({
      TransitGatewayAttachmentId: `tgw-attach-${VpcId}`,
      TransitGatewayId,
      VpcId,
      SubnetIds: [],
    });
    const peered = { ...both, vpcPeeringConnections: [peering('active')] };
    expect(src('10.0.0.5', 'eni-c', peered).interfaceId).toBe('eni-b');
    const deleted = { ...both, vpcPeeringConnections: [peering('deleted')] };
    expect(failure('10.0.0.5', 'eni-c', deleted)).toBeInstanceOf(AmbiguousEndError);
    const transitGatewayVpcAttachments = [
      attachment('vpc-a', 'tgw-1'),
      attachment('vpc-b', 'tgw-2'),
      attachment('vpc-c', 'tgw-1'),
    ];
    const attached = { ...both, transitGatewayVpcAttachments };
    expect(src('10.0.0.5', 'eni-c', attached).interfaceId).toBe('eni-a');
  });

  it('is ambiguous when the other end is as near to both', () => {
    const error = failure('10.0.0.5', 'eni-c', both) as AmbiguousEndError;
    expect(error.candidates.map(({ id }) => id)).toEqual(['eni-a', 'eni-b']);
    expect(failure('internet', '10.0.0.5', both)).toBeInstanceOf(AmbiguousEndError);
  });

  it('is an address that no interface has where the other end is beside it, and the interface from elsewhere', () => {
    const single = { ...both, networkInterfaces: [one, elsewhere, eni('eni-b2', '10.0.0.6', {}, B)] };
    expect(src('10.0.0.5', 'eni-b2', single)).toMatchObject({ interfaceId: null, subnetId: 'subnet-b' });
    expect(src('10.0.0.5', 'eni-c', single).interfaceId).toBe('eni-a');
  });
});

describe('the family of both ends', () => {
  const onlyIpv6 = networkInterface('eni-6', { ...A, address: '' }, [], {
    PrivateIpAddress: undefined,
    PrivateIpAddresses: [],
    Ipv6Addresses: [
      { Ipv6Address: '2600:1f00:0:a::60' },
      { Ipv6Address: '2600:1f00:0:a::61', IsPrimaryIpv6: true },
    ],
  });
  const bare = networkInterface('eni-0', { ...A, address: '' }, [], {
    PrivateIpAddress: undefined,
    PrivateIpAddresses: [],
  });
  const resources = network({ ...BASE, networkInterfaces: [web, db, onlyIpv6, bare] });
  const addresses = (from: string, to: string) => {
    const ends = resolveEnds(resources, from, to);
    return [ends.src.address, ends.dst.address];
  };

  it('is IPv4 where both have it, otherwise IPv6', () => {
    expect(addresses('eni-web', 'subnet-a')).toEqual(['10.0.0.10', '10.0.0.4']);
    expect(addresses('eni-web', 'eni-6')).toEqual(['2600:1f00:0:a::10', '2600:1f00:0:a::61']);
    expect(addresses('eni-6', 'internet')).toEqual(['2600:1f00:0:a::61', '2001:db8::1']);
    expect(addresses('2001:db8:9::9', 'subnet-a')).toEqual(['2001:db8:9::9', '2600:1f00:0:a::4']);
  });

  it('is an error that says what each end has when there is none', () => {
    expect(failure('eni-db', 'eni-6', resources)).toBeInstanceOf(UnfitEndsError);
    expect(messageOf('eni-db', 'eni-6', resources)).toBe(
      'Cannot ask from "eni-db" to "eni-6": expected addresses of one family, ' +
        '"eni-db" has IPv4 and "eni-6" has IPv6',
    );
    expect(messageOf('eni-web', 'eni-0', resources)).toMatch(
      '"eni-web" has IPv4 and IPv6 and "eni-0" has no address',
    );
  });
});

describe('ends that cannot be asked about', () => {
  it('are one and the same address or interface', () => {
    expect(messageOf('eni-web', '10.0.0.12')).toBe(
      'Cannot ask from "eni-web" to "10.0.0.12": both are eni-web, expected two interfaces',
    );
    expect(messageOf('10.0.0.99', '10.0.0.99')).toMatch('both are 10.0.0.99, expected two addresses');
  });

  it('are two interfaces with one address, unless the public one is asked for', () => {
    const far = eni('eni-far', '10.0.0.20', { Association: { PublicIp: '198.51.100.99' } }, B);
    const resources = network({ ...BASE, networkInterfaces: [db, far] });
    expect(messageOf('eni-db', 'eni-far', resources)).toMatch('both are 10.0.0.20');
    expect(resolveEnds(resources, 'eni-db', '198.51.100.99').dst).toMatchObject({
      interfaceId: 'eni-far',
      sentTo: '198.51.100.99',
    });
  });

  it('are both outside of the network', () => {
    expect(messageOf('internet', '192.168.1.1')).toMatch('both are outside of the network');
  });

  it('are a subnet without a free address', () => {
    const full = Array.from({ length: 11 }, (_, i) => eni(`eni-${i}`, `10.5.0.${4 + i}`));
    const resources = network({
      subnets: [subnet('subnet-full', 'vpc-a', '10.5.0.0/28')],
      networkInterfaces: [...full, db],
    });
    expect(messageOf('subnet-full', 'eni-db', resources)).toMatch('it has no free IPv4 address to ask for');
  });
});

describe('two ends in one subnet', () => {
  it('get different addresses', () => {
    const between = (from: string, to: string) => {
      const ends = resolveEnds(BASE, from, to);
      return [ends.src.address, ends.dst.address];
    };
    expect(between('subnet-a', 'subnet-a')).toEqual(['10.0.0.4', '10.0.0.5']);
    expect(between('subnet-a', '10.0.0.4')).toEqual(['10.0.0.5', '10.0.0.4']);
    expect(between('10.0.0.4', 'subnet-a')).toEqual(['10.0.0.4', '10.0.0.5']);
  });
});
