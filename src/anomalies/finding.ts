/** What the anomaly report finds, as data; `reports/` has the sentences. */

/** The detectors, in the order of the catalogue. Each is one file in `queries/anomalies/detectors/`. */
export const DETECTORS = [
  'port-scan',
  'sweep',
  'inbound-scan',
  'open-door',
  'brute-force',
  'beacon',
  'long-connection',
  'exfiltration',
  'foreign-dns',
  'smtp',
  'outbound-flood',
  'inbound-surge',
  'tunnel',
  'denied-egress',
  'admin-edge',
  'rare-port',
  'log-gap',
  'listed-address',
] as const;
export type DetectorName = (typeof DETECTORS)[number];

export type SeverityBand = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** A number that crossed a line, beside the line. */
export interface Measure {
  /** What was counted, in the words of the detector's query: `failed_ports`. */
  readonly name: string;
  readonly value: number;
  /** The least (or, with `atMost`, the most) that makes a finding; null: only told. */
  readonly threshold: number | null;
  readonly atMost: boolean;
}

/** An end of what was found. */
export interface Party {
  /** Null where many are meant. */
  readonly address: string | null;
  readonly interfaceId: string | null;
  readonly instanceId: string | null;
  /** Tag Name. */
  readonly name: string | null;
  readonly securityGroups: readonly string[];
  /** `nat`, `load-balancer`, `database`, `bastion`, `resolver`, `mail`, `scanner`, `monitoring`. */
  readonly roles: readonly string[];
  readonly inside: boolean;
  /** AWS service of the address, as the flow log names it. */
  readonly awsService: string | null;
}

/** What a value was compared with. */
export interface Baseline {
  readonly kind: 'none' | 'peers' | 'earlier-days' | 'hour-of-day' | 'hour-of-week';
  readonly value: number | null;
  /** Whole days of history behind it. */
  readonly ageDays: number;
  readonly samples: number;
}

/** Why points were added or taken, and how many. */
export interface SeverityModifier {
  readonly why:
    | 'own-host-acts'
    | 'it-worked'
    | 'all-rejected'
    | 'rare-remote'
    | 'common-remote'
    | 'first-seen'
    | 'long-known'
    | 'sensitive-role'
    | 'open-to-the-world'
    | 'second-detector'
    | 'listed'
    | 'sensitive-port';
  readonly points: number;
}

/** What stopped denied traffic, from the verdicts of blame. */
export interface StoppedBy {
  readonly verdict: string;
  readonly ruleId: string | null;
  readonly rule: string | null;
  readonly securityGroups: readonly string[];
}

/** One of the connections behind a finding; `up` is from the client to the server. */
export interface SampleConnection {
  /** Unix seconds. */
  readonly startS: number;
  readonly endS: number;
  readonly client: string;
  /** Null: the protocol has no ports. */
  readonly clientPort: number | null;
  readonly server: string;
  readonly serverPort: number | null;
  readonly protocol: number | null;
  readonly packetsUp: number;
  readonly bytesUp: number;
  readonly packetsDown: number;
  readonly bytesDown: number;
  readonly answered: boolean;
  readonly refused: boolean;
}

/** One finding. */
export interface Finding {
  /** Stable: of detector, actor, target and day. */
  readonly id: string;
  readonly detector: DetectorName;
  /** A detector's kind: `vertical`, `network-scan`, `strong`, `weak`, `possible-success`, `broken-rule` …; null: only one. */
  readonly variant: string | null;
  readonly actor: Party;
  readonly target: Party;
  readonly port: number | null;
  readonly protocol: number | null;
  /** Unix seconds. */
  readonly firstSeenS: number;
  readonly lastSeenS: number;
  readonly connections: number;
  readonly bytes: number;
  readonly measures: readonly Measure[];
  readonly baseline: Baseline;
  /** 0–100. */
  readonly severity: number;
  readonly band: SeverityBand;
  readonly modifiers: readonly SeverityModifier[];
  /** 0–1, from the amount of evidence alone. */
  readonly confidence: number;
  readonly stoppedBy: readonly StoppedBy[];
  /** A query over the view `connection_log` that returns the connections behind it. */
  readonly evidenceSql: string;
  /** The first three of these connections at most, so that a reader sees what is meant. */
  readonly samples: readonly SampleConnection[];
  /** MITRE ATT&CK technique ids. */
  readonly attack: readonly string[];
  /** Connections or bytes in 24 equal parts of the window, for a small picture. */
  readonly histogram: readonly number[];
}

/** Findings of chained detectors on one actor, shown once. */
export interface Story {
  readonly id: string;
  readonly actor: Party;
  readonly severity: number;
  readonly band: SeverityBand;
  readonly confidence: number;
  /** In the order of time. */
  readonly findings: readonly Finding[];
}

/** Internet scanning against one interface: one line, not one finding per source. */
export interface Background {
  readonly target: Party;
  readonly scanners: number;
  readonly connections: number;
  readonly refusedShare: number;
  readonly topPorts: readonly number[];
}

/** What could not be looked for, and why. */
export type NotChecked =
  | 'no-history'
  | 'no-tcp-flags'
  | 'no-packet-addresses'
  | 'no-accepts'
  | 'no-rejects'
  | 'no-network'
  | 'no-aws-service'
  | 'dns-not-logged'
  | 'coarse-aggregation'
  | 'short-window';

/** The whole report. */
export interface AnomalyReport {
  readonly records: number;
  readonly connections: number;
  /** Of the window, Unix seconds. */
  readonly fromS: number | null;
  readonly toS: number | null;
  /** Seconds. */
  readonly aggregationS: number;
  readonly historyDays: number;
  /** Most severe × confident first: at most 25, stories counting as one; the rest is counted. */
  readonly stories: readonly Story[];
  readonly findings: readonly Finding[];
  readonly notShown: Readonly<Record<SeverityBand, number>>;
  /** Left out by the allow-list. */
  readonly allowed: number;
  readonly background: readonly Background[];
  readonly notChecked: readonly NotChecked[];
}
