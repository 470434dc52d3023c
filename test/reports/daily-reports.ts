/** Reports of a day, made by hand: a full one, an empty one, and one in which every name is hostile. */
import type { CostCause, CostKind, Costs } from '../../src/daily/document/costs.ts';
import type { Completeness, HeatRow } from '../../src/daily/document/completeness.ts';
import type { DailyReport } from '../../src/daily/document/daily-report.ts';
import type { DailyEnd } from '../../src/daily/document/ends.ts';
import type { Exposure } from '../../src/daily/document/exposure.ts';
import type { News } from '../../src/daily/document/news.ts';
import type { Refused, RefusingRule } from '../../src/daily/document/refused.ts';
import type { Traffic } from '../../src/daily/document/traffic.ts';
import type { Decision } from '../../src/blame/verdict.ts';
import type { BrokenPair } from '../../src/connectivity/broken-pair.ts';
import type { InterfaceStatus } from '../../src/queries/status-rows.ts';
import type { Listed } from '../../src/queries/status.ts';
import { finding, party } from '../anomalies/candidates.ts';
import { DAY_START_S } from '../anomalies/connection-rows.ts';
import { decision } from './decisions.ts';

const HOUR_S = 3600;
const GB = 2 ** 30;
const TIERS = ['web', 'app', 'db', 'cache', 'batch', 'bastion'] as const;

/** What names there are; hostile ones in the place of these must change nothing. */
export type Naming = (name: string) => string;

const TABLES = Array.from({ length: 12 }, (_, i) => i);

function listed<T>(members: readonly T[], total = members.length): Listed<T> {
  return { total, listed: members };
}

function host(number: number, naming: Naming, over: Partial<DailyEnd> = {}): DailyEnd {
  const tier = TIERS[number % TIERS.length] ?? 'web';
  const id = String(number).padStart(3, '0');
  return {
    address: `10.0.${1 + (number % TIERS.length)}.${10 + number}`,
    name: naming(`${tier}-${number}`),
    interfaceId: `eni-0${tier}0000000000${id}`,
    instanceId: `i-0${tier}0000000000${id}`,
    inside: true,
    securityGroups: [`sg-0${tier}`],
    roles: tier === 'db' ? ['database'] : [],
    ...over,
  };
}

function outside(address: string): DailyEnd {
  return {
    address,
    name: null,
    interfaceId: null,
    instanceId: null,
    inside: false,
    securityGroups: [],
    roles: [],
  };
}

/** Busy by day, quiet by night. */
function wave(hour: number, most: number): number {
  return Math.round(most * (0.35 + 0.65 * Math.sin((Math.PI * (hour + 1)) / 25) ** 2));
}

function heatRow(number: number, naming: Naming): HeatRow {
  const records = Array.from({ length: 24 }, (_, hour) => {
    if (number === 4 && hour > 9 && hour < 13) return 0;
    return wave(hour, Math.round(6000 / (1 + number ** 1.7)));
  });
  return {
    interfaceId: host(number, naming).interfaceId,
    name: host(number, naming).name,
    records,
    refused: records.map((count, hour) => Math.round(count * (hour === 14 ? 0.3 : 0.04))),
    skipdata: records.map((_, hour) => (number === 1 && hour === 14 ? 3 : 0)),
  };
}

function status(number: number, naming: Naming, over: Partial<InterfaceStatus> = {}): InterfaceStatus {
  return {
    accountId: '123456789012',
    region: 'eu-central-1',
    interfaceId: host(number, naming).interfaceId,
    records: 4000,
    nodata: 3,
    skipdata: 0,
    firstStartS: DAY_START_S + 12,
    lastEndS: DAY_START_S + 18 * HOUR_S,
    gaps: 1,
    silentS: 3 * HOUR_S,
    longestGapFromS: DAY_START_S + 10 * HOUR_S,
    longestGapToS: DAY_START_S + 13 * HOUR_S,
    beganLate: false,
    stoppedEarly: false,
    inNetwork: true,
    scopeFirstStartS: DAY_START_S,
    scopeLastEndS: DAY_START_S + 24 * HOUR_S,
    ...over,
  };
}

function completeness(naming: Naming): Completeness {
  const rows = Array.from({ length: 18 }, (_, i) => heatRow(i, naming));
  return {
    heatMap: {
      startsS: Array.from({ length: 24 }, (_, hour) => DAY_START_S + hour * HOUR_S),
      stepS: HOUR_S,
      rows: listed(rows.slice(0, 16), 18),
      others: {
        interfaceId: null,
        name: null,
        records: rows[16]?.records.map((count, i) => count + (rows[17]?.records[i] ?? 0)) ?? [],
        refused: rows[16]?.refused.map((count, i) => count + (rows[17]?.refused[i] ?? 0)) ?? [],
        skipdata: Array.from({ length: 24 }, () => 0),
      },
      untimed: 2,
    },
    gaps: {
      scopeGaps: listed([]),
      interfaceGaps: listed([]),
      silentInterfaces: listed([status(4, naming)]),
      stoppedEarly: listed([status(9, naming, { stoppedEarly: true })]),
      beganLate: listed([]),
      skipdata: listed([
        {
          accountId: '123456789012',
          region: 'eu-central-1',
          interfaceId: host(1, naming).interfaceId,
          fromS: DAY_START_S + 14 * HOUR_S + 120,
          toS: DAY_START_S + 14 * HOUR_S + 420,
          records: 3,
        },
      ]),
    },
    interfacesNotInNetwork: 1,
    missingFields: [{ field: 'tcp-flags', records: 1200 }],
  };
}

function refusingRule(
  number: number,
  records: number,
  over: Partial<Decision>,
  naming: Naming,
): RefusingRule {
  const decided = decision({ decisionId: number, ...over });
  const targets = Array.from({ length: 1 + (number % 4) }, (_, i) => {
    const target = host(number + i * 6 + 2, naming);
    const peer = host(number + i, naming);
    return {
      summary: {
        decision: decided,
        internal: true,
        interfaceId: target.interfaceId,
        service: target.address,
        servicePort: 5432,
        protocol: 6,
        flows: 12,
        records: Math.round(records / (1 + i)),
        packets: records * 2,
        bytes: records * 120,
        firstSeenS: DAY_START_S + 9 * HOUR_S,
        lastSeenS: DAY_START_S + 17 * HOUR_S,
        peers: 6,
        somePeers: [peer.address, host(number + 5, naming).address],
        services: 1,
        ports: 1,
        nearestMiss:
          i === 0
            ? {
                ruleId: 'sgr-0db1',
                rule: 'sg-0db inbound rule sgr-0db1 TCP 5433 sg-0app',
                mismatch: ['port' as const],
              }
            : null,
      },
      target,
      question: { src: peer.address, dst: target.address, protocol: 6, port: 5432 },
    };
  });
  return {
    decision: decided,
    records,
    packets: records * 2,
    flows: 30 + number,
    firstSeenS: DAY_START_S + 9 * HOUR_S,
    lastSeenS: DAY_START_S + 17 * HOUR_S + 600,
    targets: listed(targets),
  };
}

function refused(naming: Naming): Refused {
  const internal = [
    refusingRule(1, 18_342, { securityGroups: ['sg-0db'] }, naming),
    refusingRule(
      2,
      9120,
      {
        verdict: 'nacl-deny',
        leg: 'reply',
        direction: 'egress',
        ruleId: 'acl-0data:egress:90',
        rule: 'acl-0data outbound rule 90 TCP 1024-65535 10.0.1.0/24 DENY',
        alsoBlockedBy: [{ kind: 'groups', securityGroups: ['sg-0web'] }],
      },
      naming,
    ),
    refusingRule(
      3,
      411,
      { verdict: 'indeterminate', confidence: 'low', evidence: ['field-missing'] },
      naming,
    ),
    refusingRule(4, 96, { verdict: 'late-packet', leg: 'reply' }, naming),
    ...TABLES.slice(0, 6).map((i) =>
      refusingRule(
        5 + i,
        80 - i * 9,
        { securityGroups: [naming(`sg-0batch${i}`)], direction: 'egress' },
        naming,
      ),
    ),
  ];
  const noise = refusingRule(40, 21_977, { verdict: 'sg-no-allow', securityGroups: ['sg-0web'] }, naming);
  const internet: RefusingRule = {
    ...noise,
    targets: listed(
      noise.targets.listed.slice(0, 1).map(({ summary }) => ({
        summary: { ...summary, internal: false, peers: 3120, services: 4, ports: 1893, service: null },
        target: null,
        question: null,
      })),
    ),
  };
  const every = [...internal, internet];
  const sum = (member: 'records' | 'packets' | 'flows') =>
    every.reduce((total, rule) => total + rule[member], 0);
  return {
    records: sum('records'),
    packets: sum('packets'),
    flows: sum('flows'),
    internal: listed(internal, 13),
    internet: listed([internet]),
  };
}

function brokenPair(over: Partial<BrokenPair> = {}): BrokenPair {
  return {
    kind: 'reply-refused',
    place: 'inside',
    decision: decision({
      verdict: 'nacl-deny',
      leg: 'reply',
      direction: 'egress',
      rule: 'acl-0data outbound rule 90 TCP 1024-65535 10.0.1.0/24 DENY',
      ruleId: 'acl-0data:egress:90',
    }),
    reached: null,
    confidence: 'high',
    client: '10.0.1.10',
    server: '10.0.3.12',
    protocol: 6,
    port: 5432,
    srcport: 40_112,
    interfaceId: 'eni-0db0000000000002',
    direction: 'egress',
    refusedRecords: 912,
    packets: 2733,
    acceptedRecords: 914,
    connections: 120,
    answered: 0,
    firstSeenS: DAY_START_S + 9 * HOUR_S,
    lastSeenS: DAY_START_S + 17 * HOUR_S,
    lastAnswerS: null,
    why: { src: '10.0.1.10', dst: '10.0.3.12' },
    pairs: 1,
    clients: 1,
    servers: 1,
    cause: 'a',
    causePairs: 7,
    causeRecords: 9120,
    ...over,
  };
}

function traffic(naming: Naming): Traffic {
  const talkers = Array.from({ length: 14 }, (_, i) => ({
    client: host(i, naming),
    server: i % 3 === 0 ? outside(`198.51.100.${20 + i}`) : host(i + 7, naming),
    protocol: 6,
    port: i % 2 === 0 ? 443 : 5432,
    ports: 1 + (i % 3),
    question: { src: host(i, naming).address, dst: host(i + 7, naming).address, protocol: 6, port: 443 },
    connections: 5200 - i * 310,
    bytesUp: Math.round(4.2e9 / (1 + i)),
    bytesDown: Math.round(31e9 / (1 + i)),
  }));
  const cells = [
    [0, 1, 61e9],
    [1, 2, 93e9],
    [1, 3, 14e9],
    [4, 2, 38e9],
    [5, 0, 0.02e9],
    [6, 0, 212e9],
    [1, 6, 3e9],
    [4, 7, 57e9],
  ] as const;
  return {
    connections: 418_331,
    answeredConnections: 411_902,
    bytesUp: 96_400_000_000,
    bytesDown: 381_900_000_000,
    talkers: listed(talkers, 1893),
    hosts: listed(
      Array.from({ length: 12 }, (_, i) => ({
        host: host(i, naming),
        connections: 90_000 - i * 7000,
        bytesSent: Math.round(118e9 / (1 + i * 0.7)),
        bytesReceived: Math.round(44e9 / (1 + i * 0.4)),
      })),
      64,
    ),
    tiers: {
      tiers: [
        ...TIERS.map((tier) => ({
          kind: 'security-groups' as const,
          id: `sg-0${tier}`,
          name: naming(`${tier}-hosts`),
        })),
        { kind: 'internet', id: '', name: null },
        { kind: 'aws-service', id: 'S3', name: null },
      ],
      cells: cells.map(([from, to, bytes]) => ({
        from,
        to,
        connections: 1200,
        bytesUp: Math.round(bytes * 0.2),
        bytesDown: Math.round(bytes * 0.8),
      })),
    },
    ports: listed(
      [443, 5432, 6379, 22, 9200, 8080, 53, 3306, 25, 123].map((port, i) => ({
        protocol: port === 53 || port === 123 ? 17 : 6,
        port,
        clients: 40 - i,
        servers: 12 - i,
        connections: 120_000 - i * 11_000,
        bytesUp: Math.round(50e9 / (1 + i * i)),
        bytesDown: Math.round(190e9 / (1 + i * i)),
      })),
    ),
    protocols: listed([
      { protocol: 6, connections: 390_000, bytesUp: 95e9, bytesDown: 380e9 },
      { protocol: 17, connections: 28_000, bytesUp: 1.2e9, bytesDown: 1.8e9 },
      { protocol: 1, connections: 331, bytesUp: 2e8, bytesDown: 1e8 },
    ]),
    awsServices: listed([
      { service: 'S3', clients: 9, connections: 12_000, bytesUp: 55e9, bytesDown: 3e9 },
      { service: 'DYNAMODB', clients: 3, connections: 4000, bytesUp: 1e9, bytesDown: 2e9 },
    ]),
    bytesOverTime: Array.from({ length: 24 }, (_, hour) => wave(hour, 26e9)),
  };
}

function exposure(naming: Naming): Exposure {
  const letIn = {
    clients: 2100,
    groupRule: { ruleId: 'sgr-0web443', rule: 'sg-0web inbound rule sgr-0web443 TCP 443 0.0.0.0/0' },
    aclEntry: { ruleId: 'acl-0public:ingress:100', rule: 'acl-0public inbound rule 100 ALL 0.0.0.0/0 ALLOW' },
    groups: 'allows' as const,
    acl: 'allows' as const,
  };
  const service = {
    server: host(0, naming),
    protocol: 6,
    port: 443,
    clients: 2411,
    connections: 61_200,
    bytesIn: 2.1e9,
    bytesOut: 212e9,
    firstSeenS: DAY_START_S + 4,
    lastSeenS: DAY_START_S + 24 * HOUR_S - 30,
    letInBy: [letIn],
    question: { src: '198.51.100.4', dst: host(0, naming).address, protocol: 6, port: 443 },
  };
  return {
    clients: 2480,
    connections: 61_311,
    services: listed([
      service,
      {
        ...service,
        server: host(5, naming),
        port: 22,
        clients: 3,
        connections: 51,
        bytesIn: 4e6,
        bytesOut: 8e6,
      },
      {
        ...service,
        server: host(12, naming),
        port: 8080,
        clients: 66,
        connections: 60,
        bytesIn: 1e6,
        bytesOut: 3e6,
        letInBy: [{ ...letIn, clients: 66, groupRule: null, groups: 'refuses' }],
      },
      { ...service, server: host(18, naming), port: 443, clients: 1, connections: 1, letInBy: null },
    ]),
  };
}

function costs(naming: Naming): Costs {
  const cause = (kind: CostKind, bytes: number | null, usdPerGb: number): CostCause => ({
    kind,
    region: 'eu-central-1',
    bytes,
    usdPerGb,
    usd: bytes === null ? null : (bytes / GB) * usdPerGb,
    lacks: bytes === null ? ['no-zones'] : [],
    confidence: bytes === null ? null : 'medium',
    spenders: listed(
      bytes === null
        ? []
        : [0, 1, 2].map((i) => ({
            host: host(i + 3, naming),
            bytes: bytes / (2 + i),
            usd: ((bytes / GB) * usdPerGb) / (2 + i),
            toward: 'S3',
          })),
      bytes === null ? 0 : 9,
    ),
  });
  const causes = [
    cause('nat-processing', 61 * GB, 0.052),
    cause('cross-zone', 112 * GB, 0.02),
    cause('interface-endpoint', null, 0.01),
    cause('internet-egress', 212 * GB, 0.09),
  ];
  return {
    prices: { asOf: '2026-09-01', sources: ['https://aws.amazon.com/vpc/pricing/'], bytesPerGb: GB },
    causes,
    usd: causes.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    savings: [
      {
        kind: 'gateway-endpoint',
        service: 'S3',
        region: 'eu-central-1',
        subnetId: 'subnet-0app',
        subnetName: naming('app-a'),
        routeTableId: 'rtb-0private',
        vpcId: 'vpc-0main',
        endpointId: null,
        bytes: 44 * GB,
        usd: 44 * 0.052,
        confidence: 'medium',
        spenders: listed([]),
      },
    ],
  };
}

function news(naming: Naming): News {
  const pair = {
    client: host(7, naming),
    server: outside('203.0.113.77'),
    protocol: 6,
    port: 8443,
    connections: 288,
    bytesUp: 51e6,
    bytesDown: 3e6,
    question: { src: host(7, naming).address, dst: '203.0.113.77', protocol: 6, port: 8443 },
  };
  return {
    earlierDays: 8,
    hosts: listed([host(17, naming)]),
    services: listed([{ server: host(12, naming), protocol: 6, port: 8080, clients: 66, connections: 60 }]),
    pairs: listed([pair, { ...pair, server: host(20, naming), port: 22, connections: 2 }]),
  };
}

/** A day with something in every section. */
export function fullDay(naming: Naming = (name) => name): DailyReport {
  const beacon = finding('beacon', {
    id: 'beacon-0123456789ab',
    variant: 'strong',
    actor: party({ name: naming('app-7'), instanceId: 'i-0app7' }),
    severity: 84,
    band: 'critical',
    confidence: 0.93,
    attack: ['T1071.001'],
    measures: [{ name: 'median_interval_s', value: 300, threshold: null, atMost: false }],
    samples: [],
    histogram: Array.from({ length: 24 }, () => 12),
  });
  const denied = finding('denied-egress', {
    variant: 'broken-rule',
    actor: party({ name: naming('batch-4') }),
    target: party({ address: '10.0.3.12', name: naming('db-2') }),
    port: 5432,
    stoppedBy: [{ verdict: 'sg-no-allow', ruleId: null, rule: null, securityGroups: ['sg-0db'] }],
  });
  const sum = (member: 'records' | 'refused') =>
    completeness(naming).heatMap.rows.listed.reduce(
      (total, row) => total + row[member].reduce((all, count) => all + count, 0),
      0,
    );
  const headline = {
    records: sum('records'),
    accepted: sum('records') - sum('refused'),
    refused: sum('refused'),
    nodata: 120,
    skipdata: 3,
    interfaces: 18,
    acceptedBytes: 478_300_000_000,
    refusedPackets: 98_210,
  };
  return {
    window: {
      sinceS: DAY_START_S,
      untilS: DAY_START_S + 24 * HOUR_S,
      firstStartS: DAY_START_S + 4,
      lastEndS: DAY_START_S + 24 * HOUR_S - 2,
      chosen: 'last-whole-day',
    },
    headline,
    dayBefore: { ...headline, records: 192_000, refused: 3100, acceptedBytes: 470_100_000_000 },
    completeness: completeness(naming),
    refused: refused(naming),
    oneWay: {
      pairs: [
        brokenPair(),
        brokenPair({ client: '10.0.1.22', why: { src: '10.0.1.22', dst: '10.0.3.12' }, refusedRecords: 400 }),
        brokenPair({
          kind: 'unanswered',
          decision: null,
          reached: 'server',
          server: '10.0.2.17',
          port: 8080,
          refusedRecords: 0,
          cause: 'b',
          causePairs: 1,
        }),
        brokenPair({ place: 'from-internet', client: '198.51.100.9', cause: 'c', pairs: 31, causePairs: 31 }),
      ],
      mostlyWorking: { pairs: 2, connections: 910, answered: 884 },
    },
    traffic: traffic(naming),
    news: news(naming),
    exposure: exposure(naming),
    costs: costs(naming),
    anomalies: {
      records: headline.records,
      connections: 418_331,
      fromS: DAY_START_S,
      toS: DAY_START_S + 24 * HOUR_S,
      aggregationS: 60,
      historyDays: 8,
      stories: [
        {
          id: 'story-1',
          actor: beacon.actor,
          severity: 84,
          band: 'critical',
          confidence: 0.93,
          findings: [beacon, finding('exfiltration', { actor: beacon.actor, band: 'high', severity: 71 })],
        },
      ],
      findings: [denied, finding('rare-port', { band: 'low', severity: 20, port: 8333 })],
      notShown: { critical: 0, high: 0, medium: 0, low: 3, info: 1 },
      allowed: 1,
      background: [
        {
          target: party({ name: naming('web-0') }),
          scanners: 312,
          connections: 900,
          refusedShare: 0.981,
          topPorts: [22, 23],
        },
      ],
      notChecked: ['dns-not-logged'],
    },
    unusedRules: null,
    notTold: { unusedRules: 'usage-not-run' },
  };
}

/** A day of which the store holds nothing. */
export function emptyDay(): DailyReport {
  const full = fullDay();
  const none = { total: 0, listed: [] };
  return {
    ...full,
    window: { ...full.window, firstStartS: null, lastEndS: null, chosen: 'asked' },
    headline: {
      records: 0,
      accepted: 0,
      refused: 0,
      nodata: 0,
      skipdata: 0,
      interfaces: 0,
      acceptedBytes: null,
      refusedPackets: null,
    },
    dayBefore: null,
    completeness: {
      heatMap: { startsS: [], stepS: HOUR_S, rows: none, others: null, untimed: 0 },
      gaps: {
        scopeGaps: none,
        interfaceGaps: none,
        silentInterfaces: none,
        stoppedEarly: none,
        beganLate: none,
        skipdata: none,
      },
      interfacesNotInNetwork: null,
      missingFields: [],
    },
    refused: null,
    oneWay: null,
    traffic: null,
    news: null,
    exposure: null,
    costs: null,
    anomalies: {
      ...full.anomalies,
      records: 0,
      connections: 0,
      stories: [],
      findings: [],
      notShown: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      allowed: 0,
      background: [],
    },
    notTold: {
      dayBefore: 'no-day-before',
      refused: 'no-records',
      oneWay: 'no-records',
      traffic: 'no-records',
      news: 'no-records',
      exposure: 'no-records',
      costs: 'no-records',
      unusedRules: 'usage-not-run',
    },
  };
}

/** What tags may say. */
export const HOSTILE_NAMES: readonly string[] = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "' onmouseover='alert(3)",
  '</title></style><svg onload=alert(4)>',
  '\u202Egnp.exe\u2066',
  'nul\u0000 and \u001B[31mred',
  'x'.repeat(5000),
  '<!-- --> ]]> {{7*7}} ${1}',
  '\uD800 lone',
];

/** A full day in which every name is hostile. */
export function hostileDay(): DailyReport {
  let next = 0;
  return fullDay(() => HOSTILE_NAMES[next++ % HOSTILE_NAMES.length] ?? '');
}
