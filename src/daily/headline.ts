import type { RowReader } from '../store/store-values.ts';
import type { Headline } from './document/daily-report.ts';
import { count } from './steps.ts';

/** The numbers of a row of `queries/report/headline.sql`; all zero without one. */
export function headlineOf(row: RowReader | undefined): Headline {
  return {
    records: count(row, 'records'),
    accepted: count(row, 'accepted'),
    refused: count(row, 'refused'),
    nodata: count(row, 'nodata'),
    skipdata: count(row, 'skipdata'),
    interfaces: count(row, 'interfaces'),
    acceptedBytes: row?.numberOrNull('accepted_bytes') ?? null,
    refusedPackets: row?.numberOrNull('refused_packets') ?? null,
  };
}
