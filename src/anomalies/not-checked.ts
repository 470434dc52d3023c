import type { RowReader } from '../store/store-values.ts';
import { COARSE_AGGREGATION_S } from './confidence.ts';
import type { NotChecked } from './finding.ts';
import { LEARNT_DAYS } from './severity.ts';

/** The one row of the table `analysis`. */
export interface Analysis {
  /** Unix seconds; null: no records. */
  readonly sinceS: number | null;
  readonly untilS: number | null;
  /** Seconds. */
  readonly aggregationS: number;
  readonly insideHosts: number;
  readonly historyDays: number;
  /** What there is: fields, actions, a network. */
  readonly has: Readonly<Record<Logged, boolean>>;
}

const LACKS = {
  has_flags: 'no-tcp-flags',
  has_packet_addresses: 'no-packet-addresses',
  has_accepts: 'no-accepts',
  has_refusals: 'no-rejects',
  has_network: 'no-network',
  has_aws_service: 'no-aws-service',
} as const satisfies Readonly<Record<string, NotChecked>>;
type Logged = keyof typeof LACKS;

/** A day, less what may lie before its first record and after its last one, as the detector of beacons has it. */
const WHOLE_DAY_S = 86_400 - 4320;

/** Reads the table `analysis`. */
export function readAnalysis(row: RowReader): Analysis {
  const columns = Object.keys(LACKS) as Logged[];
  return {
    sinceS: row.numberOrNull('since_s'),
    untilS: row.numberOrNull('until_s'),
    aggregationS: row.numberOrNull('aggregation_s') ?? 0,
    insideHosts: row.numberOrNull('inside_hosts') ?? 0,
    historyDays: row.numberOrNull('history_days') ?? 0,
    has: Object.fromEntries(
      columns.map((column) => [column, row.text(column) === 'true']),
    ) as Analysis['has'],
  };
}

/** What could not be looked for. Queries to the Amazon DNS server are in no flow log (VPC user guide, "Flow log limitations"). */
export function notChecked({
  sinceS,
  untilS,
  aggregationS,
  historyDays,
  has,
}: Analysis): readonly NotChecked[] {
  const short = sinceS !== null && untilS !== null && untilS - sinceS < WHOLE_DAY_S;
  return [
    ...(historyDays < LEARNT_DAYS ? (['no-history'] as const) : []),
    ...(short ? (['short-window'] as const) : []),
    ...(aggregationS >= COARSE_AGGREGATION_S ? (['coarse-aggregation'] as const) : []),
    ...Object.entries(LACKS)
      .filter(([column]) => !has[column as Logged])
      .map(([, lack]) => lack),
    'dns-not-logged',
  ];
}
