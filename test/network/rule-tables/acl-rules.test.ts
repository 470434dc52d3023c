import { describe, expect, it } from 'vitest';
import type { NetworkAclEntry } from '../../../src/network/aws/resources.ts';
import { aclRules } from '../../../src/network/rule-tables/acl-rules.ts';
import { AddressSpace } from '../../../src/network/rule-tables/address-space.ts';
import { aclEntry, networkAcl } from '../networks.ts';

const rulesOf = (...Entries: NetworkAclEntry[]) =>
  aclRules({ ...networkAcl('acl-1', 'vpc-1'), Entries }, new AddressSpace());
const ALL = { portFrom: 0, portTo: 65535, codeFrom: 0, codeTo: 65535 };

function trafficOf(entry: Partial<NetworkAclEntry>) {
  const [rule] = rulesOf(aclEntry(100, entry));
  const { protocol, portFrom, portTo, codeFrom, codeTo } = rule as NonNullable<typeof rule>;
  return { protocol, portFrom, portTo, codeFrom, codeTo };
}

describe('the entries of a network ACL', () => {
  it('are in the order of their numbers, whatever that of the response', () => {
    const rules = rulesOf(
      aclEntry(32767, { RuleAction: 'deny' }),
      aclEntry(200),
      aclEntry(100, { Egress: true }),
      aclEntry(90, { RuleAction: 'deny' }),
      aclEntry(1000),
    );
    expect(rules.map(({ ruleId }) => ruleId)).toEqual([
      'acl-1:ingress:90',
      'acl-1:egress:100',
      'acl-1:ingress:200',
      'acl-1:ingress:1000',
      'acl-1:ingress:*',
    ]);
    expect(rules.map(({ action, egress }) => [action, egress])).toEqual([
      ['deny', false],
      ['allow', true],
      ['allow', false],
      ['allow', false],
      ['deny', false],
    ]);
    expect(rules.every(({ doubt }) => doubt === null)).toBe(true);
  });

  it('are implicit from 32767 on', () => {
    const rules = rulesOf(aclEntry(32766), aclEntry(32767), aclEntry(32768, { Ipv6CidrBlock: '::/0' }));
    expect(rules.map(({ implicit, ruleId }) => [implicit, ruleId])).toEqual([
      [false, 'acl-1:ingress:32766'],
      [true, 'acl-1:ingress:*'],
      [true, 'acl-1:ingress:*'],
    ]);
  });

  it('are named as the console words them', () => {
    const [rule] = rulesOf(
      aclEntry(100, {
        Protocol: '6',
        PortRange: { From: 22, To: 22 },
        CidrBlock: '10.0.0.0/8',
        RuleAction: 'deny',
      }),
    );
    expect(rule?.rule).toBe('acl-1 inbound rule 100 TCP 22 10.0.0.0/8 DENY');
  });

  it('of one block share its set, of another or of the other family not', () => {
    const sets = rulesOf(
      aclEntry(1, { CidrBlock: '10.0.0.0/8' }),
      aclEntry(2, { CidrBlock: '10.0.0.0/8', Egress: true }),
      aclEntry(3, { CidrBlock: '10.0.0.0/9' }),
      aclEntry(4, { Ipv6CidrBlock: '::/0' }),
      aclEntry(5),
    ).map(({ setId }) => setId);
    expect(sets[1]).toBe(sets[0]);
    expect(new Set(sets).size).toBe(4);
  });
});

describe('the traffic of an entry', () => {
  const ports = { PortRange: { From: 80, To: 90 } };
  const type = (Type: number, Code: number) => ({ IcmpTypeCode: { Type, Code } });

  it.each<readonly [string, Partial<NetworkAclEntry>, object]>([
    ['TCP with ports', { Protocol: '6', ...ports }, { protocol: 6, ...ALL, portFrom: 80, portTo: 90 }],
    ['UDP with ports', { Protocol: '17', ...ports }, { protocol: 17, ...ALL, portFrom: 80, portTo: 90 }],
    ['TCP without ports', { Protocol: '6' }, { protocol: 6, ...ALL }],
    ['TCP with -1', { Protocol: '6', PortRange: { From: -1, To: -1 } }, { protocol: 6, ...ALL }],
    ['TCP with port 0', { Protocol: '6', PortRange: { From: 0, To: 0 } }, { protocol: 6, ...ALL, portTo: 0 }],
    ['all protocols with ports', { Protocol: '-1', ...ports }, { protocol: -1, ...ALL }],
    ['ESP with ports', { Protocol: '50', ...ports }, { protocol: 50, ...ALL }],
    ['SCTP with ports', { Protocol: '132', ...ports }, { protocol: 132, ...ALL }],
    ['ICMP without type', { Protocol: '1' }, { protocol: 1, ...ALL }],
    ['ICMP of any type', { Protocol: '1', ...type(-1, -1) }, { protocol: 1, ...ALL }],
    ['ICMP of any type with a code', { Protocol: '1', ...type(-1, 4) }, { protocol: 1, ...ALL }],
    ['ICMP of a type', { Protocol: '1', ...type(8, -1) }, { protocol: 1, ...ALL, portFrom: 8, portTo: 8 }],
    [
      'ICMP of type and code',
      { Protocol: '1', ...type(3, 4) },
      { protocol: 1, portFrom: 3, portTo: 3, codeFrom: 4, codeTo: 4 },
    ],
    [
      'ICMP of type 0 and code 0',
      { Protocol: '1', ...type(0, 0) },
      { protocol: 1, portFrom: 0, portTo: 0, codeFrom: 0, codeTo: 0 },
    ],
    ['ICMP with ports', { Protocol: '1', ...ports }, { protocol: 1, ...ALL }],
    ['TCP with an ICMP type', { Protocol: '6', ...type(8, 0) }, { protocol: 6, ...ALL }],
    [
      'ICMPv6 over IPv6',
      { Protocol: '58', Ipv6CidrBlock: '::/0', ...type(128, 0) },
      { protocol: 58, portFrom: 128, portTo: 128, codeFrom: 0, codeTo: 0 },
    ],
    ['ICMPv6 over IPv4', { Protocol: '58', ...type(128, 0) }, { protocol: 58, ...ALL }],
  ])('%s', (_, entry, expected) => {
    expect(trafficOf(entry)).toEqual(expected);
  });
});
