import { FLOW_LOG_FIELDS } from '../model/fields.ts';
import { loadSql } from '../sql/load.ts';
import type { Store } from '../store/store.ts';
import { RowReader } from '../store/store-values.ts';

/** What the logs hold, and so what they cannot tell. */
export interface Coverage {
  readonly objects: number;
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly nodata: number;
  /** Each stands for any number of records that AWS dropped. */
  readonly skipdata: number;
  readonly unparsedLines: number;
  /** Unix seconds of the first start and the last end. */
  readonly firstStartS: number | null;
  readonly lastEndS: number | null;
  /** Fields that blame uses and that some object lacks, under AWS's names. */
  readonly missingFields: readonly string[];
  /** When the imported networks were captured, oldest first, Unix seconds. */
  readonly networksCapturedAtS: readonly number[];
}

const FIELDS_OF_INTEREST = [
  'interface-id',
  'flow-direction',
  'tcp-flags',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'subnet-id',
  'reject-reason',
];

/** Sums up what the store holds. */
export async function coverage(store: Store): Promise<Coverage> {
  const [row] = await store.rows(loadSql('store/coverage'));
  const reader = new RowReader(row ?? {});
  const number = (column: string) => reader.numberOrNull(column) ?? 0;
  const everywhere = new Set(reader.texts('common_fields'));
  const known = FLOW_LOG_FIELDS.filter(({ name }) => FIELDS_OF_INTEREST.includes(name));
  return {
    objects: number('objects'),
    records: number('records'),
    accepted: number('accepted'),
    rejected: number('rejected'),
    nodata: number('nodata'),
    skipdata: number('skipdata'),
    unparsedLines: number('unparsed_lines'),
    firstStartS: reader.numberOrNull('first_start_s'),
    lastEndS: reader.numberOrNull('last_end_s'),
    missingFields:
      number('objects') === 0 ? [] : known.map(({ name }) => name).filter((name) => !everywhere.has(name)),
    networksCapturedAtS: reader.texts('networks_captured_at_s').map(Number),
  };
}
