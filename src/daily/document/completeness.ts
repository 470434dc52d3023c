import type { Listed, StoreStatus } from '../../queries/status.ts';

/** What the logs of the window hold and lack. */
export interface Completeness {
  readonly heatMap: HeatMap;
  /**
   * Silences, interfaces that began late or stopped early, and windows of SKIPDATA: as `flowblame status` has them, the
   * worst ten of each.
   */
  readonly gaps: Pick<
    StoreStatus,
    'scopeGaps' | 'interfaceGaps' | 'silentInterfaces' | 'stoppedEarly' | 'beganLate' | 'skipdata'
  >;
  /** Interfaces of the logs that no imported network has; null when none was imported. */
  readonly interfacesNotInNetwork: number | null;
  /** Fields that some records of the window lack and that this report would use, in AWS's own order. */
  readonly missingFields: readonly MissingField[];
}

/** Records by interface and time. All its cells together are the records of the window that have a time. */
export interface HeatMap {
  /** Unix seconds at which each column begins. */
  readonly startsS: readonly number[];
  /** Seconds that a column lasts: an hour, or more where the window is longer than two days. */
  readonly stepS: number;
  /** The busiest first. */
  readonly rows: Listed<HeatRow>;
  /** The interfaces that are not listed, summed up; null when all are. */
  readonly others: HeatRow | null;
  /** Records without start and end, which are in no cell. */
  readonly untimed: number;
}

/** One interface; each list has a number for each column. */
export interface HeatRow {
  /** Null for records that name no interface, and for the sum of others. */
  readonly interfaceId: string | null;
  readonly name: string | null;
  /** All records, NODATA and SKIPDATA included. */
  readonly records: readonly number[];
  readonly refused: readonly number[];
  /** Each of them says that AWS dropped records. */
  readonly skipdata: readonly number[];
}

/** A field and how many records come from objects that lack it. */
export interface MissingField {
  /** AWS name. */
  readonly field: string;
  readonly records: number;
}
