import type { Coverage } from '../queries/coverage.ts';
import type { InterfaceStatus } from '../queries/status-rows.ts';
import type { StoreStatus } from '../queries/status.ts';
import type { Report } from './report.ts';
import { interfaceJson, statusJson } from './status-json.ts';
import { statusText } from './status-text.ts';
import { isoTime, jsonText } from './values.ts';

const COLUMNS = [
  'account_id',
  'region',
  'interface_id',
  'records',
  'nodata',
  'skipdata',
  'first_start',
  'last_end',
  'gaps',
  'silent_s',
  'longest_gap_from',
  'longest_gap_to',
  'began_late',
  'stopped_early',
  'in_network',
] as const;

/**
 * What a store holds and lacks. For a person it is a text of several tables; a JSON document has all of it; the rows of the
 * other formats are interfaces.
 */
export function statusReport(
  status: StoreStatus,
  known: Coverage,
  interfaces: () => AsyncIterable<readonly InterfaceStatus[]>,
  head: Readonly<Record<string, unknown>>,
): Report {
  return {
    head: { ...head, ...statusJson(status) },
    rowsName: 'interfaces',
    columns: COLUMNS,
    async *rows() {
      for await (const portion of interfaces()) yield portion.map(interfaceCells);
    },
    async *jsonRows() {
      for await (const portion of interfaces()) yield portion.map((one) => jsonText(interfaceJson(one)));
    },
    text: () => statusText(status, known),
  };
}

function interfaceCells(one: InterfaceStatus): readonly unknown[] {
  return [
    one.accountId,
    one.region,
    one.interfaceId,
    one.records,
    one.nodata,
    one.skipdata,
    isoTime(one.firstStartS),
    isoTime(one.lastEndS),
    one.gaps,
    one.silentS,
    isoTime(one.longestGapFromS),
    isoTime(one.longestGapToS),
    one.beganLate,
    one.stoppedEarly,
    one.inNetwork,
  ];
}
