import { describe, expect, it } from 'vitest';
import { noResources } from '../../../src/network/aws/resources.ts';
import { applyChange } from '../../../src/why/fixes/apply-change.ts';
import {
  groupRule as listed,
  network,
  networkInterface,
  permission,
  securityGroup,
} from '../../network/networks.ts';
import { CLIENT, onlyChange, SERVER, stage } from './stages.ts';

const at = (address: string) => ({ SubnetId: 'subnet-1', VpcId: 'vpc-1', address });

const RESOURCES = network({
  networkInterfaces: [
    networkInterface('eni-1', at(SERVER), ['sg-b', 'sg-c', 'sg-a']),
    networkInterface('eni-2', at('10.0.1.21'), ['sg-b', 'sg-z']),
  ],
  securityGroups: ['sg-a', 'sg-b', 'sg-c'].map((id) => securityGroup(id, 'vpc-1')),
  securityGroupRules: [listed('sgr-1', 'sg-a', 22)],
});

const DENIED = stage({ layer: 'sg', interfaceId: 'eni-1' });

describe('a group rule', () => {
  it('goes into the group that the fewest interfaces carry, the first by id, for one address and one port', () => {
    expect(onlyChange(DENIED, RESOURCES)).toEqual({
      kind: 'authorize-group-rule',
      groupId: 'sg-a',
      direction: 'ingress',
      protocol: 6,
      ports: { from: 443, to: 443 },
      icmpType: null,
      block: `${CLIENT}/32`,
    });
  });

  it('of what goes out names where it goes', () => {
    expect(onlyChange({ ...DENIED, direction: 'egress' }, RESOURCES)).toMatchObject({
      direction: 'egress',
      block: `${SERVER}/32`,
    });
  });

  it('has no ports for other protocols, and the type of echo for ICMP', () => {
    const packet = { ...DENIED.packet, protocol: 50, srcport: null, dstport: null };
    expect(onlyChange({ ...DENIED, packet }, RESOURCES)).toMatchObject({
      protocol: 50,
      ports: null,
      icmpType: null,
    });
    expect(onlyChange({ ...DENIED, packet: { ...packet, protocol: 1 } }, RESOURCES)).toMatchObject({
      icmpType: 8,
    });
  });

  it('is made by hand on an interface that is not known', () => {
    expect(onlyChange({ ...DENIED, interfaceId: 'eni-9' }, RESOURCES)).toEqual({
      kind: 'by-hand',
      resource: 'eni-9',
    });
  });

  it('is added to permissions, and to a listing that has the group, and nothing else changes', () => {
    const change = onlyChange(DENIED, RESOURCES);
    const proposed = applyChange(RESOURCES, change);
    const { securityGroups, securityGroupRules, ...others } = proposed;
    expect(securityGroups[0]?.IpPermissions).toEqual([
      permission({ FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: `${CLIENT}/32` }] }),
    ]);
    expect(securityGroups[0]?.IpPermissionsEgress).toEqual([]);
    expect(securityGroups.slice(1)).toEqual(RESOURCES.securityGroups.slice(1));
    expect(securityGroupRules.slice(0, 1)).toEqual(RESOURCES.securityGroupRules);
    expect(securityGroupRules.slice(1)).toMatchObject([
      {
        GroupId: 'sg-a',
        IsEgress: false,
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        CidrIpv4: `${CLIENT}/32`,
      },
    ]);
    const { securityGroups: _, securityGroupRules: __, ...before } = RESOURCES;
    expect(others).toEqual(before);
    expect(RESOURCES.securityGroups[0]?.IpPermissions).toEqual([]);
  });

  it('is not listed for a group that the listing lacks, whose other rules would be missing there', () => {
    const unlisted = { ...RESOURCES, securityGroupRules: [listed('sgr-1', 'sg-b', 22)] };
    expect(applyChange(unlisted, onlyChange(DENIED, unlisted)).securityGroupRules).toEqual(
      unlisted.securityGroupRules,
    );
  });

  it('for IPv6 and ICMP stands in the members that EC2 keeps for them', () => {
    const packet = {
      protocol: 58,
      srcaddr: '2001:db8::1',
      dstaddr: '2001:db8::2',
      srcport: null,
      dstport: null,
    };
    const proposed = applyChange(
      RESOURCES,
      onlyChange({ ...DENIED, direction: 'egress', packet }, RESOURCES),
    );
    expect(proposed.securityGroups[0]?.IpPermissionsEgress).toEqual([
      permission({
        IpProtocol: 'icmpv6',
        FromPort: 128,
        ToPort: -1,
        Ipv6Ranges: [{ CidrIpv6: '2001:db8::2/128' }],
      }),
    ]);
    expect(proposed.securityGroupRules.at(-1)).toMatchObject({ IsEgress: true, CidrIpv6: '2001:db8::2/128' });
  });

  it('changes nothing when it is left to a person', () => {
    const empty = noResources();
    expect(applyChange(empty, { kind: 'by-hand', resource: null })).toBe(empty);
  });
});
