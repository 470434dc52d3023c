import { describe, expect, it } from 'vitest';
import type { NetworkAclEntry } from '../../../src/network/aws/resources.ts';
import { changesFor, planChanges } from '../../../src/why/fixes/changes.ts';
import { freeNumber, numberAtEnd } from '../../../src/why/fixes/entry-number.ts';
import { aclEntry, network, networkAcl, subnet } from '../../network/networks.ts';
import { ASKED, CLIENT, end, onlyChange, SERVER, stage } from './stages.ts';

const ALL = { Protocol: '-1' } as const;
const DENY = { RuleAction: 'deny' } as const;
const LAST = aclEntry(32767, DENY);

function withEntries(...entries: readonly NetworkAclEntry[]) {
  return network({
    subnets: [subnet('subnet-1', 'vpc-1'), subnet('subnet-2', 'vpc-1', '10.0.1.0/24')],
    networkAcls: [
      {
        ...networkAcl('acl-1', 'vpc-1'),
        Associations: [{ SubnetId: 'subnet-1' }, { SubnetId: 'subnet-2' }],
        Entries: entries,
      },
    ],
  });
}

function numberAmong(...entries: readonly NetworkAclEntry[]) {
  const change = onlyChange(stage({}), withEntries(...entries));
  return change.kind === 'create-acl-entry' ? change.ruleNumber : change;
}

const BY_HAND = { kind: 'by-hand', resource: 'acl-1' };

describe('an entry', () => {
  it('lets one address reach one port, just before the entry that refuses', () => {
    const resources = withEntries(
      LAST,
      aclEntry(200, { ...ALL, ...DENY }),
      aclEntry(100, { CidrBlock: '192.0.2.0/24' }),
    );
    expect(onlyChange(stage({}), resources)).toEqual({
      kind: 'create-acl-entry',
      aclId: 'acl-1',
      direction: 'ingress',
      ruleNumber: 150,
      protocol: 6,
      ports: { from: 443, to: 443 },
      icmpType: null,
      block: `${CLIENT}/32`,
    });
  });

  it('of a reply lets all ports through that the client may have chosen', () => {
    const change = onlyChange(stage({ leg: 'reply', direction: 'egress' }), withEntries(LAST));
    expect(change).toMatchObject({
      direction: 'egress',
      ports: { from: 1024, to: 65535 },
      block: `${CLIENT}/32`,
    });
  });

  it('of a reply to a NAT gateway lets all of its ports through, whatever port was given', () => {
    const nat = {
      NatGatewayId: 'nat-1',
      VpcId: 'vpc-1',
      NatGatewayAddresses: [{ PrivateIp: CLIENT }],
    };
    const resources = { ...withEntries(LAST), natGateways: [nat] };
    const asked = { ...ASKED, clientPorts: { from: 5000, to: 5000 } };
    const reply = stage({ leg: 'reply', direction: 'egress' });
    expect(onlyChange(reply, resources, asked)).toMatchObject({ ports: { from: 1024, to: 65535 } });
    expect(onlyChange(reply, withEntries(LAST), asked)).toMatchObject({ ports: { from: 5000, to: 5000 } });
  });

  it('comes before the first entry that refuses any of the ports, though the asked port is refused later', () => {
    const entries = [
      aclEntry(100, { Egress: true, Protocol: '6', PortRange: { From: 1024, To: 2000 } }),
      aclEntry(200, { Egress: true, Protocol: '6', PortRange: { From: 1500, To: 1900 }, ...DENY }),
      aclEntry(300, { Egress: true, Protocol: '6', PortRange: { From: 3389, To: 3389 }, ...DENY }),
      aclEntry(400, { Egress: true, ...DENY }),
    ];
    const change = onlyChange(stage({ leg: 'reply', direction: 'egress' }), withEntries(...entries));
    // Entry 200 is met by none of the packets, for 100 has let them through.
    expect(change).toMatchObject({ ruleNumber: 250 });
  });

  it('opens echo for ICMP, of each leg its own type', () => {
    const packet = { protocol: 1, srcaddr: CLIENT, dstaddr: SERVER, srcport: null, dstport: null };
    expect(onlyChange(stage({ packet }), withEntries(LAST))).toMatchObject({
      protocol: 1,
      ports: null,
      icmpType: 8,
    });
    expect(onlyChange(stage({ packet, leg: 'reply' }), withEntries(LAST))).toMatchObject({ icmpType: 0 });
    const six = { ...packet, protocol: 58, srcaddr: '2001:db8::1', dstaddr: '2001:db8::2' };
    expect(onlyChange(stage({ packet: six }), withEntries(LAST))).toMatchObject({
      icmpType: 128,
      block: '2001:db8::1/128',
    });
  });

  it('for ICMPv6 over an IPv4 block says that it opens all types', () => {
    const packet = { protocol: 58, srcaddr: CLIENT, dstaddr: SERVER, srcport: null, dstport: null };
    expect(onlyChange(stage({ packet }), withEntries(LAST))).toMatchObject({ protocol: 58, icmpType: null });
  });

  it('is not held up by entries of other ICMP codes, families, protocols and directions', () => {
    const packet = { protocol: 1, srcaddr: CLIENT, dstaddr: SERVER, srcport: null, dstport: null };
    const entries = [
      aclEntry(10, { Protocol: '1', IcmpTypeCode: { Type: 8, Code: 3 }, ...DENY }),
      aclEntry(20, { Protocol: '58', ...DENY }),
      aclEntry(30, { Ipv6CidrBlock: '::/0', ...DENY }),
      aclEntry(40, { Egress: true, ...DENY }),
      aclEntry(50, { Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 }, ...DENY }),
    ];
    expect(onlyChange(stage({ packet }), withEntries(...entries))).toMatchObject({ ruleNumber: 40 });
  });

  it('is for the whole Internet or subnet when that was asked for', () => {
    const internet = { ...ASKED, src: end(CLIENT, { kind: 'internet' }) };
    expect(onlyChange(stage({}), withEntries(LAST), internet)).toMatchObject({ block: '0.0.0.0/0' });
    const subnetEnd = { ...ASKED, src: end(CLIENT, { kind: 'subnet', subnetId: 'subnet-1' }) };
    expect(onlyChange(stage({}), withEntries(LAST), subnetEnd)).toMatchObject({ block: '10.0.0.0/24' });
    // Behind a gateway the other side sees another address than the end's.
    const hidden = { ...ASKED, src: end('203.0.113.1', { kind: 'internet' }) };
    expect(onlyChange(stage({}), withEntries(LAST), hidden)).toMatchObject({ block: `${CLIENT}/32` });
  });

  it('leaves what refuses others by name where it is', () => {
    const asked = { ...ASKED, src: end(CLIENT, { kind: 'internet' }) };
    const entries = [aclEntry(10, { CidrBlock: '198.51.100.0/24', ...DENY }), aclEntry(100, { ...DENY })];
    expect(onlyChange(stage({}), withEntries(...entries), asked)).toMatchObject({
      ruleNumber: 50,
      block: '0.0.0.0/0',
    });
  });

  it('is not needed where nothing refuses any more', () => {
    expect(changesFor(stage({}), ASKED, withEntries(aclEntry(100), LAST))).toEqual([]);
  });

  it('is made by hand where the network ACL or the port is not known', () => {
    expect(onlyChange(stage({}), network({}))).toEqual({ kind: 'by-hand', resource: 'subnet-1' });
    const packet = { ...stage({}).packet, dstport: null };
    expect(onlyChange(stage({ packet }), withEntries(LAST))).toEqual(BY_HAND);
  });
});

describe('its number', () => {
  it('comes after the last one where no entry matches, with and without the default entries', () => {
    expect(numberAmong()).toBe(100);
    expect(numberAmong(LAST)).toBe(100);
    expect(numberAmong(LAST, aclEntry(120, { CidrBlock: '192.0.2.0/24' }))).toBe(200);
    // An outbound number takes none from the inbound ones.
    expect(numberAmong(aclEntry(120, { Egress: true }))).toBe(100);
    // IPv6 entries share the sequence.
    expect(numberAmong(aclEntry(100, { Ipv6CidrBlock: '::/0' }))).toBe(200);
  });

  it('goes before entries that it may change places with when there is no room', () => {
    const other = { CidrBlock: '192.0.2.0/24' };
    expect(numberAmong(aclEntry(98, other), aclEntry(99, other), aclEntry(100, DENY))).toBe(50);
    expect(numberAmong(aclEntry(99, { ...other, ...DENY }), aclEntry(100, DENY))).toBe(50);
    expect(numberAmong(aclEntry(32766, other), LAST)).toBe(16380);
  });

  it('is left to a person when there is none', () => {
    expect(numberAmong(aclEntry(1, DENY))).toEqual(BY_HAND);
    // Entry 99 refuses a part of the Internet, 100 the rest: no number is between them.
    const asked = { ...ASKED, src: end(CLIENT, { kind: 'internet' }) };
    const entries = [aclEntry(99, { CidrBlock: '192.0.2.0/24', ...DENY }), aclEntry(100, DENY)];
    expect(onlyChange(stage({}), withEntries(...entries), asked)).toEqual(BY_HAND);
  });

  it('is round and about half way', () => {
    expect(freeNumber(0, 100)).toBe(50);
    expect(freeNumber(100, 200)).toBe(150);
    expect(freeNumber(100, 110)).toBe(105);
    expect(freeNumber(100, 105)).toBe(102);
    expect(freeNumber(99, 101)).toBe(100);
    expect(freeNumber(100, 101)).toBe(null);
    expect(freeNumber(0, 1)).toBe(null);
  });

  it('lies strictly between its neighbours, for all pairs of a small range', () => {
    for (let after = 0; after < 60; after++) {
      for (let before = after + 1; before < 60; before++) {
        const number = freeNumber(after, before);
        if (before === after + 1) expect(number).toBeNull();
        else expect(number !== null && number > after && number < before).toBe(true);
      }
    }
  });

  it('at the end is the next hundred, ten or one, up to 32766', () => {
    expect([0, 100, 101, 32700, 32760, 32765, 32766].map(numberAtEnd)).toEqual([
      100,
      200,
      200,
      32710,
      32761,
      32766,
      null,
    ]);
  });
});

describe('several changes', () => {
  it('never take one number of one network ACL', () => {
    const resources = withEntries(LAST, aclEntry(32768, { Ipv6CidrBlock: '::/0', ...DENY }));
    const stages = [
      stage({ direction: 'egress', subnetId: 'subnet-1' }),
      stage({ direction: 'ingress', subnetId: 'subnet-2' }),
      stage({ leg: 'reply', direction: 'egress', subnetId: 'subnet-2' }),
      stage({ leg: 'reply', direction: 'ingress', subnetId: 'subnet-1', outcome: 'allow' }),
    ];
    const planned = planChanges(stages, ASKED, resources);
    expect(
      planned.map(({ stage: index, change }) => [
        index,
        change.kind === 'create-acl-entry' && change.ruleNumber,
      ]),
    ).toEqual([
      [0, 100],
      [1, 100],
      [2, 200],
    ]);
  });

  it('are not made twice', () => {
    const both = [stage({ direction: 'egress' }), stage({ direction: 'egress', subnetId: 'subnet-2' })];
    expect(planChanges(both, ASKED, withEntries(LAST))).toHaveLength(1);
  });
});
