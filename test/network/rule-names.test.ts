import { describe, expect, it } from 'vitest';
import type { NetworkAclEntry } from '../../src/network/aws/resources.ts';
import {
  aclEntryId,
  aclEntryName,
  groupRuleName,
  type NamedGroupRule,
} from '../../src/network/rule-names.ts';

const entry: NetworkAclEntry = {
  RuleNumber: 100,
  Egress: false,
  RuleAction: 'deny',
  Protocol: '6',
  CidrBlock: '10.0.0.0/8',
};
const ipv6Entry: NetworkAclEntry = {
  RuleNumber: 32768,
  Egress: true,
  RuleAction: 'deny',
  Protocol: '-1',
  Ipv6CidrBlock: '::/0',
};

describe('the name of a NACL entry', () => {
  it.each<[Partial<NetworkAclEntry>, string]>([
    [{ PortRange: { From: 22, To: 22 } }, 'inbound rule 100 TCP 22 10.0.0.0/8 DENY'],
    [
      { PortRange: { From: 1024, To: 65535 }, Egress: true },
      'outbound rule 100 TCP 1024-65535 10.0.0.0/8 DENY',
    ],
    [{ PortRange: { From: 0, To: 65535 } }, 'inbound rule 100 TCP All 10.0.0.0/8 DENY'],
    [{ PortRange: { From: -1, To: -1 } }, 'inbound rule 100 TCP All 10.0.0.0/8 DENY'],
    [{}, 'inbound rule 100 TCP All 10.0.0.0/8 DENY'],
    [{ Protocol: '17', PortRange: { From: 53, To: 53 } }, 'inbound rule 100 UDP 53 10.0.0.0/8 DENY'],
    [{ Protocol: '-1', RuleAction: 'allow' }, 'inbound rule 100 All traffic 10.0.0.0/8 ALLOW'],
    [{ Protocol: '-1', PortRange: { From: 22, To: 22 } }, 'inbound rule 100 All traffic 10.0.0.0/8 DENY'],
    [{ Protocol: '1' }, 'inbound rule 100 ICMP All 10.0.0.0/8 DENY'],
    [{ Protocol: '1', IcmpTypeCode: { Type: -1, Code: -1 } }, 'inbound rule 100 ICMP All 10.0.0.0/8 DENY'],
    [{ Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } }, 'inbound rule 100 ICMP type 8 10.0.0.0/8 DENY'],
    [
      { Protocol: '1', IcmpTypeCode: { Type: 0, Code: 0 } },
      'inbound rule 100 ICMP type 0 code 0 10.0.0.0/8 DENY',
    ],
    [
      { Protocol: '1', IcmpTypeCode: { Type: 3, Code: 4 } },
      'inbound rule 100 ICMP type 3 code 4 10.0.0.0/8 DENY',
    ],
    [{ Protocol: '58', IcmpTypeCode: { Type: 1, Code: 0 } }, 'inbound rule 100 ICMPv6 All 10.0.0.0/8 DENY'],
    [{ Protocol: '50', PortRange: { From: 1, To: 2 } }, 'inbound rule 100 ESP All 10.0.0.0/8 DENY'],
    [{ Protocol: '99' }, 'inbound rule 100 Protocol 99 All 10.0.0.0/8 DENY'],
    [
      { RuleNumber: 32767, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
      'inbound rule * All traffic 0.0.0.0/0 DENY',
    ],
    [{ RuleNumber: 32766 }, 'inbound rule 32766 TCP All 10.0.0.0/8 DENY'],
    [{ CidrBlock: '10.9.8.7/8' }, 'inbound rule 100 TCP All 10.0.0.0/8 DENY'],
  ])('%o is "%s"', (members, name) => {
    expect(aclEntryName('acl-0abc', { ...entry, ...members })).toBe(`acl-0abc ${name}`);
  });

  it('writes IPv6 blocks in their canonical form', () => {
    expect(aclEntryName('acl-0abc', ipv6Entry)).toBe('acl-0abc outbound rule * All traffic ::/0 DENY');
    const ping = { ...ipv6Entry, RuleNumber: 7, Protocol: '58', IcmpTypeCode: { Type: 128, Code: -1 } };
    expect(aclEntryName('acl-0abc', ping)).toBe('acl-0abc outbound rule 7 ICMPv6 type 128 ::/0 DENY');
    const long = { ...ipv6Entry, Ipv6CidrBlock: '2001:0DB8:0:0::/56', RuleNumber: 101 };
    expect(aclEntryName('acl-0abc', long)).toBe('acl-0abc outbound rule 101 All traffic 2001:db8::/56 DENY');
  });
});

describe('the id of a NACL entry', () => {
  it('is made of NACL, direction and number', () => {
    expect(aclEntryId('acl-0abc', entry)).toBe('acl-0abc:ingress:100');
    expect(aclEntryId('acl-0abc', { ...entry, Egress: true, RuleNumber: 32767 })).toBe('acl-0abc:egress:*');
    expect(aclEntryId('acl-0abc', ipv6Entry)).toBe('acl-0abc:egress:*');
  });
});

describe('the name of a group rule', () => {
  const rule: NamedGroupRule = {
    groupId: 'sg-0abc',
    ruleId: 'sgr-0def',
    direction: 'ingress',
    protocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    source: '10.0.0.0/8',
  };
  const anyPort = { fromPort: -1, toPort: -1 };
  it.each<[Partial<NamedGroupRule>, string]>([
    [{}, 'inbound rule sgr-0def TCP 443 10.0.0.0/8 ALLOW'],
    [{ ruleId: null }, 'inbound TCP 443 10.0.0.0/8 ALLOW'],
    [{ direction: 'egress', ruleId: null }, 'outbound TCP 443 10.0.0.0/8 ALLOW'],
    [{ protocol: 6, source: 'pl-63a5400a' }, 'inbound rule sgr-0def TCP 443 pl-63a5400a ALLOW'],
    [{ protocol: '-1', ...anyPort, source: 'sg-0fed' }, 'inbound rule sgr-0def All traffic sg-0fed ALLOW'],
    [{ protocol: 'tcp', ...anyPort }, 'inbound rule sgr-0def TCP All 10.0.0.0/8 ALLOW'],
    [{ protocol: 'tcp', fromPort: null, toPort: null }, 'inbound rule sgr-0def TCP All 10.0.0.0/8 ALLOW'],
    [{ protocol: 'udp', fromPort: 0, toPort: 65535 }, 'inbound rule sgr-0def UDP All 10.0.0.0/8 ALLOW'],
    [{ protocol: 'icmp', fromPort: 8, toPort: -1 }, 'inbound rule sgr-0def ICMP type 8 10.0.0.0/8 ALLOW'],
    [
      { protocol: 'icmp', fromPort: 3, toPort: 4 },
      'inbound rule sgr-0def ICMP type 3 code 4 10.0.0.0/8 ALLOW',
    ],
    [{ protocol: 'icmpv6', ...anyPort, source: '::/0' }, 'inbound rule sgr-0def ICMPv6 All ::/0 ALLOW'],
    [{ protocol: '50', ...anyPort }, 'inbound rule sgr-0def ESP All 10.0.0.0/8 ALLOW'],
    [{ protocol: '99' }, 'inbound rule sgr-0def Protocol 99 All 10.0.0.0/8 ALLOW'],
  ])('%o is "%s"', (members, name) => {
    expect(groupRuleName({ ...rule, ...members })).toBe(`sg-0abc ${name}`);
  });
});
