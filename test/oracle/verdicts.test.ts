import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judge, type OracleNetwork, type OracleRecord } from './judge.ts';
import { readNetworkFolder } from './network-folder.ts';

const NETWORK: OracleNetwork = {
  Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }],
  Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' }],
  NetworkInterfaces: [
    {
      NetworkInterfaceId: 'eni-1',
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      PrivateIpAddress: '10.0.1.10',
      Groups: [{ GroupId: 'sg-1' }],
    },
  ],
  SecurityGroups: [
    {
      GroupId: 'sg-1',
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
      ],
      IpPermissionsEgress: [],
    },
  ],
  NetworkAcls: [
    {
      NetworkAclId: 'acl-1',
      VpcId: 'vpc-1',
      IsDefault: true,
      Entries: [
        { RuleNumber: 200, Egress: false, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
        { RuleNumber: 100, Egress: false, RuleAction: 'deny', Protocol: '6', CidrBlock: '10.0.9.0/24' },
      ],
    },
  ],
};

const REFUSED: OracleRecord = {
  interfaceId: 'eni-1',
  direction: 'ingress',
  srcaddr: '10.0.2.20',
  dstaddr: '10.0.1.10',
  pktSrcaddr: null,
  pktDstaddr: null,
  srcport: 40000,
  dstport: 22,
  protocol: 6,
  packets: 1,
  bytes: 44,
  start: 100,
  end: 160,
  action: 'REJECT',
  tcpFlags: null,
  vpcId: null,
  subnetId: null,
  rejectReason: null,
};

function verdictOf(change: Partial<OracleRecord>, ...others: Partial<OracleRecord>[]) {
  return judge(
    NETWORK,
    [change, ...others].map((c) => ({ ...REFUSED, ...c })),
  )[0];
}

const ACCEPTED_REPLY = {
  direction: 'egress',
  srcaddr: '10.0.1.10',
  dstaddr: '10.0.2.20',
  srcport: 22,
  dstport: 40000,
  action: 'ACCEPT',
} as const;

describe('judge', () => {
  it('blames the groups when no rule of theirs matches', () => {
    expect(verdictOf({})).toMatchObject({
      verdict: 'sg-no-allow',
      securityGroups: ['sg-1'],
      ruleId: null,
      alsoBlockedBy: [],
      nearestMissMismatches: 1,
    });
  });

  it('blames the first entry by number, and says that the groups come next', () => {
    expect(verdictOf({ srcaddr: '10.0.9.1' })).toMatchObject({
      verdict: 'nacl-deny',
      ruleId: 'acl-1:ingress:100',
      alsoBlockedBy: [{ securityGroups: ['sg-1'] }],
    });
  });

  it('counts a mismatch per field', () => {
    expect(verdictOf({ srcaddr: '192.0.2.1' })?.nearestMissMismatches).toBe(2);
    expect(verdictOf({ srcaddr: '192.0.2.1', protocol: 17 })?.nearestMissMismatches).toBe(3);
    expect(verdictOf({ protocol: 17, dstport: 443 })?.nearestMissMismatches).toBe(1);
    expect(verdictOf({ protocol: 50, srcport: 0, dstport: 0 })?.nearestMissMismatches).toBe(1);
  });

  it('leaves the groups out when the reverse was accepted by then', () => {
    expect(verdictOf({}, { ...ACCEPTED_REPLY, start: 160 })).toMatchObject({
      verdict: 'late-packet',
      leg: 'reply',
    });
    expect(verdictOf({}, { ...ACCEPTED_REPLY, start: 161 })).toMatchObject({ verdict: 'sg-no-allow' });
    expect(verdictOf({}, { ...ACCEPTED_REPLY, interfaceId: 'eni-2' })).toMatchObject({
      verdict: 'sg-no-allow',
    });
  });

  it('tells whose half was refused by the flags of both sides', () => {
    const opened = verdictOf({ tcpFlags: 0 }, { ...ACCEPTED_REPLY, tcpFlags: 18 });
    expect(opened).toMatchObject({ verdict: 'late-packet', leg: 'forward' });
    const contradicted = verdictOf({ tcpFlags: 18 }, { ...ACCEPTED_REPLY, tcpFlags: 18 });
    expect(contradicted).toMatchObject({ leg: 'reply' });
    expect(verdictOf({ tcpFlags: 19 })).toMatchObject({ verdict: 'rules-allow', leg: 'reply' });
  });

  it('asks nothing of a record that names its reason', () => {
    expect(verdictOf({ rejectReason: 'BPA' })?.verdict).toBe('bpa');
    expect(verdictOf({ rejectReason: 'EC', interfaceId: 'eni-9' })?.verdict).toBe('encryption-control');
  });

  it('cannot decide without a field that the rules need', () => {
    for (const missing of ['dstport', 'protocol', 'srcaddr'] as const) {
      expect(verdictOf({ [missing]: null })?.verdict).toBe('indeterminate');
    }
    expect(verdictOf({ srcport: null })?.verdict).toBe('sg-no-allow');
  });
});

const LABELLED = '../shared/data/networks/aws_sg_1';
if (!existsSync(LABELLED)) console.warn(`SKIPPED: flows with a known outcome, as "${LABELLED}" is missing`);

/** Rows of a tab-separated file as objects by the names of its first line. */
function rowsOf(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = header.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, i) => [names[i] ?? '', value])));
}

describe.skipIf(!existsSync(LABELLED))(`flows with a known outcome (needs ${LABELLED})`, () => {
  const network = existsSync(LABELLED) ? readNetworkFolder(LABELLED) : {};
  const rows = existsSync(LABELLED) ? rowsOf(`${LABELLED}/verdicts.tsv`) : [];

  it.each(rows)('$id $side $srcaddr > $dstaddr $dstport: $expect $layer', (row) => {
    const ingress = row['side']?.startsWith('ingress') === true;
    const record: OracleRecord = {
      ...REFUSED,
      interfaceId: row['eni'] ?? null,
      direction: ingress ? 'ingress' : 'egress',
      srcaddr: row['srcaddr'] ?? null,
      dstaddr: row['dstaddr'] ?? null,
      srcport: Number(row['srcport']),
      dstport: Number(row['dstport']),
      protocol: Number(row['protocol']),
    };
    const request: OracleRecord = {
      ...record,
      direction: ingress ? 'egress' : 'ingress',
      srcaddr: record.dstaddr,
      dstaddr: record.srcaddr,
      srcport: record.dstport,
      dstport: record.srcport,
      action: 'ACCEPT',
    };
    const isReply = row['side']?.includes('reply') === true;
    const [verdict] = judge(network, isReply ? [request, record] : [record]);
    if (row['expect'] === 'ACCEPT') {
      expect(verdict?.verdict).toBe(isReply ? 'late-packet' : 'rules-allow');
      return;
    }
    expect(row['layer']).toBe('security-group');
    expect(verdict?.verdict).toBe('sg-no-allow');
    expect(row['rule']).toContain(verdict?.securityGroups[0]);
  });
});
