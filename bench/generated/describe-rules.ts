import type { SeededRandom } from '../seeded-random.ts';
import { BENCH_ACCOUNT, BENCH_VPC_CIDR, type BenchNetwork, id } from './bench-network.ts';

const SERVICE_PORTS = [22, 80, 443, 3306, 5432, 6379, 8080, 8443, 9200, 9092] as const;
const ANYWHERE = '0.0.0.0/0';
const IMPLICIT_DENY_NUMBER = { ipv4: 32_767, ipv6: 32_768 } as const;

/** One rule of a group, as describe-security-group-rules has it. */
interface DescribedGroupRule {
  SecurityGroupRuleId: string;
  GroupId: string;
  GroupOwnerId: string;
  IsEgress: boolean;
  IpProtocol: string;
  FromPort: number;
  ToPort: number;
  CidrIpv4?: string;
  CidrIpv6?: string;
  PrefixListId?: string;
  ReferencedGroupInfo?: { GroupId: string; UserId: string };
}

type Peer = Pick<DescribedGroupRule, 'CidrIpv4' | 'CidrIpv6' | 'PrefixListId' | 'ReferencedGroupInfo'>;

/** The rules of all groups: ranges, references, prefix lists, some ICMP, and egress that is mostly open. */
export function groupRules(network: BenchNetwork, random: SeededRandom): DescribedGroupRule[] {
  return network.groupIds.flatMap((groupId) => {
    const make = (
      IsEgress: boolean,
      what: Pick<DescribedGroupRule, 'IpProtocol' | 'FromPort' | 'ToPort'>,
      peer: Peer,
    ) => ({
      SecurityGroupRuleId: id('sgr', random),
      GroupId: groupId,
      GroupOwnerId: BENCH_ACCOUNT,
      IsEgress,
      ...what,
      ...peer,
    });
    const ingress = Array.from({ length: random.between(4, 12) }, () =>
      make(false, portsOf(random), peerOf(network, random)),
    );
    const egress = random.chance(0.7)
      ? [make(true, { IpProtocol: '-1', FromPort: -1, ToPort: -1 }, { CidrIpv4: ANYWHERE })]
      : Array.from({ length: random.between(2, 6) }, () =>
          make(true, portsOf(random), peerOf(network, random)),
        );
    return [...ingress, ...egress];
  });
}

/** The same rules in the form of describe-security-groups. */
export function permissions(rules: readonly DescribedGroupRule[]): object[] {
  return rules.map((rule) => ({
    IpProtocol: rule.IpProtocol,
    ...(rule.IpProtocol === '-1' ? {} : { FromPort: rule.FromPort, ToPort: rule.ToPort }),
    IpRanges: rule.CidrIpv4 === undefined ? [] : [{ CidrIp: rule.CidrIpv4 }],
    Ipv6Ranges: rule.CidrIpv6 === undefined ? [] : [{ CidrIpv6: rule.CidrIpv6 }],
    PrefixListIds: rule.PrefixListId === undefined ? [] : [{ PrefixListId: rule.PrefixListId }],
    UserIdGroupPairs: rule.ReferencedGroupInfo === undefined ? [] : [rule.ReferencedGroupInfo],
  }));
}

function portsOf(random: SeededRandom): Pick<DescribedGroupRule, 'IpProtocol' | 'FromPort' | 'ToPort'> {
  if (random.chance(0.05)) return { IpProtocol: 'icmp', FromPort: random.pick([-1, 3, 8]), ToPort: -1 };
  const FromPort = random.pick(SERVICE_PORTS);
  const ToPort = random.chance(0.15) ? FromPort + random.between(1, 99) : FromPort;
  return { IpProtocol: random.chance(0.1) ? 'udp' : 'tcp', FromPort, ToPort };
}

function peerOf(network: BenchNetwork, random: SeededRandom): Peer {
  const kind = random.next();
  if (kind < 0.35)
    return { ReferencedGroupInfo: { GroupId: random.pick(network.groupIds), UserId: BENCH_ACCOUNT } };
  if (kind < 0.45) return { PrefixListId: random.pick(network.prefixListIds) };
  if (kind < 0.5) return { CidrIpv6: random.chance(0.5) ? '::/0' : random.pick(network.subnets).ipv6Cidr };
  return { CidrIpv4: blockOf(network, random) };
}

/** The entries of one network ACL, both directions, each in ascending order with the two `*` last. */
export function aclEntries(network: BenchNetwork, random: SeededRandom): object[] {
  return [false, true].flatMap((Egress) => {
    const count = network.size.aclEntries;
    const entries = Array.from({ length: count }, (_, i) =>
      i === count - 1 ? ephemeralEntry(Egress, i, random) : mixedEntry(network, { Egress, i, random }),
    );
    return [...entries, starEntry(Egress, 'ipv4'), starEntry(Egress, 'ipv6')];
  });
}

interface EntryPlace {
  readonly Egress: boolean;
  readonly i: number;
  readonly random: SeededRandom;
}

function mixedEntry(network: BenchNetwork, { Egress, i, random }: EntryPlace): object {
  const From = random.chance(0.2) ? 1024 : random.pick(SERVICE_PORTS);
  const To = From === 1024 ? 65_535 : From + (random.chance(0.2) ? random.between(1, 99) : 0);
  const ipv6 = random.chance(0.1);
  return {
    RuleNumber: (i + 1) * 10,
    Egress,
    RuleAction: random.chance(0.3) ? 'deny' : 'allow',
    ...(ipv6
      ? { Ipv6CidrBlock: random.chance(0.5) ? '::/0' : random.pick(network.subnets).ipv6Cidr }
      : { CidrBlock: narrowBlock(network, random) }),
    ...(random.chance(0.05)
      ? { Protocol: '1', IcmpTypeCode: { Type: random.pick([-1, 3, 8]), Code: -1 } }
      : { Protocol: random.chance(0.1) ? '17' : '6', PortRange: { From, To } }),
  };
}

/** Most subnets let answers in and out; those that do not refuse the replies of whole conversations. */
function ephemeralEntry(Egress: boolean, i: number, random: SeededRandom): object {
  const CidrBlock = random.chance(0.8) ? ANYWHERE : BENCH_VPC_CIDR;
  return {
    RuleNumber: (i + 1) * 10,
    Egress,
    RuleAction: 'allow',
    Protocol: '6',
    CidrBlock,
    PortRange: { From: 1024, To: 65_535 },
  };
}

function starEntry(Egress: boolean, family: 'ipv4' | 'ipv6'): object {
  const block = family === 'ipv4' ? { CidrBlock: ANYWHERE } : { Ipv6CidrBlock: '::/0' };
  return { RuleNumber: IMPLICIT_DENY_NUMBER[family], Egress, RuleAction: 'deny', Protocol: '-1', ...block };
}

function blockOf(network: BenchNetwork, random: SeededRandom): string {
  return random.chance(0.2) ? ANYWHERE : narrowBlock(network, random);
}

function narrowBlock(network: BenchNetwork, random: SeededRandom): string {
  const kind = random.next();
  if (kind < 0.15) return BENCH_VPC_CIDR;
  if (kind < 0.7) return random.pick(network.subnets).cidr;
  return kind < 0.85
    ? `198.18.${random.between(0, 15) * 16}.0/20`
    : `203.0.113.${random.between(0, 15) * 16}/28`;
}
